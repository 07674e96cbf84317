/**
 * A command's progress on standard error: in a terminal one line that is overwritten, elsewhere (a log, a pipe) a line
 * every few seconds. Quicker commands print nothing there.
 */
import type { Progress } from '../shared/requests';

export interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Milliseconds between two lines, in a terminal and elsewhere. */
const TERMINAL_MS = 100;
const LOG_MS = 5000;

const ERASE_LINE = '\r\u001b[2K';

export class ProgressLine {
  #shown = '';
  #last: number;
  readonly #started: number;

  constructor(
    private readonly output: Output,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#started = now();
    // The first line of a log, once a command takes long.
    this.#last = output.isTTY ? -Infinity : this.#started;
  }

  show({ fraction, message }: Progress): void {
    const now = this.now();
    const { isTTY, columns = 80 } = this.output;
    if (now - this.#last < (isTTY ? TERMINAL_MS : LOG_MS)) return;
    this.#last = now;
    const seconds = Math.round((now - this.#started) / 1000);
    const line = `${String(Math.floor(fraction * 100)).padStart(3)} %  ${seconds} s  ${message}`;
    if (!isTTY) {
      this.output.write(`${line}\n`);
      return;
    }
    this.#shown = line.slice(0, columns - 1);
    this.output.write(`${ERASE_LINE}${this.#shown}`);
  }

  /** Clears the line for other output. */
  clear(): void {
    if (this.#shown) this.output.write(ERASE_LINE);
    this.#shown = '';
  }
}
