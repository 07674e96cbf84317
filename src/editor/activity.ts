/** What the compute process is doing for the editor: how many runs are in progress, and on which device. */
import * as vscode from 'vscode';

export class Activity implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #running = 0;
  #device: string | undefined;

  get isBusy(): boolean {
    return this.#running > 0;
  }

  /** The device of the last run; undefined before the first. */
  get device(): string | undefined {
    return this.#device;
  }

  /** Counts a piece of work while it lasts; its result may name the device used. */
  async track<T>(work: Promise<T>, deviceOf: (value: T) => string | undefined): Promise<T> {
    this.#running++;
    this.#changed.fire();
    try {
      const value = await work;
      this.#device = deviceOf(value) ?? this.#device;
      return value;
    } finally {
      this.#running--;
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
