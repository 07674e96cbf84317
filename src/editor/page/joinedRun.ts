/**
 * A run that several calls follow: a page requests it and may close or reload meanwhile; the next page that asks joins
 * it. It ends early when a follower cancels it, and goes on when a page is gone.
 */
import type { LiveOptions, Progress } from '../../shared/requests';
import { CancelledError } from '../../shared/errors';
import { CallerGone } from '../../shared/rpc';

/** Follows a run. */
type Following<Frame> = Omit<LiveOptions<Frame, never>, 'steering'>;

export class JoinedRun<Answer, Frame = never> {
  readonly #controller = new AbortController();
  readonly #following = new Set<Following<Frame>>();
  /** Rejects with the run's failure. */
  readonly outcome: Promise<Answer>;
  #frame: Frame | undefined;
  #progress: Progress | undefined;

  constructor(act: (options: Required<Following<Frame>>) => Promise<Answer>) {
    const { signal } = this.#controller;
    this.outcome = act({
      signal,
      onProgress: (progress) => {
        if (signal.aborted) return;
        this.#progress = progress;
        for (const { onProgress } of this.#following) onProgress?.(progress);
      },
      onFrame: (frame) => {
        if (signal.aborted) return;
        this.#frame = frame;
        for (const { onFrame } of this.#following) void onFrame?.(frame);
      },
    });
    // Followers get the failure; there may be none.
    this.outcome.catch(() => undefined);
  }

  /** The outcome; later followers learn the current progress at once. */
  async follow(following: Following<Frame> = {}): Promise<Answer> {
    const { signal, onProgress, onFrame } = following;
    const cancel = (): void => {
      if (!(signal!.reason instanceof CallerGone)) this.cancel();
    };
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    this.#following.add(following);
    if (this.#progress) onProgress?.(this.#progress);
    if (this.#frame) void onFrame?.(this.#frame);
    try {
      return await this.outcome;
    } finally {
      this.#following.delete(following);
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Whether it was cancelled, even if it has not ended yet. New requests then start another. */
  get isCancelled(): boolean {
    return this.#controller.signal.aborted;
  }

  cancel(): void {
    this.#controller.abort();
  }
}

/** Rejects as soon as the signal fires: the engine finishes a batch first, and the canceller need not wait for that. */
export async function unlessCancelled<Answer>(work: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  const cancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new CancelledError()), { once: true });
  });
  return Promise.race([work, cancelled]);
}
