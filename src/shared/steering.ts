/** What a person says to a run under way, and how its method hears it. Which commands a method hears is part of its definition. */

/** A command by its name, with values of its own. */
export interface Command {
  kind: string;
}

/** Where a running method hears what is said to it. */
export interface Steering<Command> {
  /** Calls `listener` for each command from now on; returns what ends that. */
  onSteer(listener: (command: Command) => void): () => void;
}

export class SteeringWheel<Command> implements Steering<Command> {
  readonly #listeners = new Set<(command: Command) => void>();
  /** Said before anybody listened: while a model still runs, a person may already have pressed "pause". */
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
