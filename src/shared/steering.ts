/** Where what a person says to a settling map goes in, and the method that lays it out hears it. */
import type { Steer, Steering } from './embedding';

export class SteeringWheel implements Steering {
  readonly #listeners = new Set<(command: Steer) => void>();
  /** Said before anybody listened: while a model still runs, a person may already have pressed "pause". */
  readonly #unheard: Steer[] = [];

  say(command: Steer): void {
    if (!this.#listeners.size) this.#unheard.push(command);
    for (const listener of [...this.#listeners]) listener(command);
  }

  onSteer(listener: (command: Steer) => void): () => void {
    this.#listeners.add(listener);
    for (const command of this.#unheard.splice(0)) listener(command);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
