/** What can be undone. Holds immutable values. */

/** Most steps back. */
const most = 200;

export class History<T> {
  readonly #past: T[] = [];
  #future: T[] = [];

  constructor(private current: T) {}

  get present(): T {
    return this.current;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  push(next: T): void {
    this.#past.push(this.current);
    if (this.#past.length > most) this.#past.shift();
    this.#future = [];
    this.current = next;
  }

  undo(): void {
    const before = this.#past.pop();
    if (before === undefined) return;
    this.#future.push(this.current);
    this.current = before;
  }

  redo(): void {
    const next = this.#future.pop();
    if (next === undefined) return;
    this.#past.push(this.current);
    this.current = next;
  }
}
