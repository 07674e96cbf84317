/** Checks repeatedly whether the queue's server answers, and gives up when it has been away for long. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NetLoupeError } from '../../../shared/errors';

const LOOK_MS = 2000;

export interface LookoutOptions {
  /** Called when the server goes away and when it comes back. */
  warn: (sentence: string) => void;
  /** Milliseconds that it may stay away. */
  patience: number;
}

export class Lookout {
  /** Rejects with NetLoupeError when the server has been away for too long. */
  readonly lost: Promise<never>;
  readonly #stop = new AbortController();

  /** `ask` settles when the server has answered, and never while it is away; `look` is called at every check. */
  constructor(
    private readonly server: string,
    private readonly options: LookoutOptions,
    private readonly look: () => Promise<void>,
    private readonly ask: () => Promise<void>,
  ) {
    this.lost = this.#watch();
    // Nobody may be waiting.
    this.lost.catch(() => undefined);
  }

  stop(): void {
    this.#stop.abort();
  }

  async #watch(): Promise<never> {
    const { warn, patience } = this.options;
    let asking: Promise<boolean> | undefined;
    let since: number | undefined;
    for (;;) {
      await sleep(LOOK_MS, undefined, { signal: this.#stop.signal });
      await this.look();
      // An error is an answer too.
      asking ??= this.ask().then(
        () => true,
        () => true,
      );
      if (await Promise.race([asking, sleep(LOOK_MS, false)])) {
        if (since !== undefined) warn(`The queue's server ${this.server} is back.`);
        since = asking = undefined;
        continue;
      }
      if (since === undefined) warn(`The queue's server ${this.server} does not answer; waiting for it to come back.`);
      since ??= Date.now();
      if (Date.now() - since < patience) continue;
      throw new NetLoupeError(
        'device',
        `The queue's server ${this.server} is gone and has not come back; start it and run this again to resume.`,
      );
    }
  }
}
