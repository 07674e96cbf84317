/** Commands of a user to a running method, and how the method receives them. Its definition lists those it understands. */

/** A command by name, with its values. */
export interface Command {
  kind: string;
}

/** Where a running method receives commands. */
export interface Steering<Command> {
  /** Calls `listener` for each command from now on; returns a function that stops it. */
  onSteer(listener: (command: Command) => void): () => void;
}

export class SteeringWheel<Command> implements Steering<Command> {
  readonly #listeners = new Set<(command: Command) => void>();
  /** Commands given before anybody listens: a user may press "pause" while the model still runs. */
  readonly #unheard: Command[] = [];

  say(command: Command): void {
    if (!this.#listeners.size) this.#unheard.push(command);
    for (const listener of [...this.#listeners]) listener(command);
  }

  onSteer(listener: (command: Command) => void): () => void {
    this.#listeners.add(listener);
    for (const command of this.#unheard.splice(0)) listener(command);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
