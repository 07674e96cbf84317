/** Answers that may come too late for the hover that asked: kept for the next hover over the same thing. */
import { NetLoupeError } from '../../shared/errors';

/** Answers kept: some dozens of layers and files, each with a picture of up to 66 kB. */
const most = 64;

export class Answers<T> {
  readonly #kept = new Map<string, Promise<T>>();

  /** The known or pending answer for a key; asks if there is none. */
  get(key: string, ask: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    const answer = kept ?? ask();
    this.#kept.set(key, answer);
    if (kept) return answer;
    if (this.#kept.size > most) this.#kept.delete(this.#kept.keys().next().value!);
    answer.catch((error: unknown) => {
      // A file's errors stay until it changes, which changes its key; a process that died is asked again.
      const lasting = ['format', 'graph', 'argument'].includes(NetLoupeError.toData(error).kind);
      if (!lasting && this.#kept.get(key) === answer) this.#kept.delete(key);
    });
    return answer;
  }
}

export const late = Symbol('late');

/** The promise's value, or {@link late} if it takes longer than this many milliseconds or the signal fires first. */
export async function within<T>(
  milliseconds: number,
  promise: Promise<T>,
  onCancel: (stop: () => void) => { dispose(): unknown },
): Promise<T | typeof late> {
  let stop: () => void = () => undefined;
  const end = new Promise<typeof late>((resolve) => (stop = () => resolve(late)));
  const timer = setTimeout(stop, Math.max(milliseconds, 0));
  const listener = onCancel(stop);
  try {
    return await Promise.race([promise, end]);
  } finally {
    clearTimeout(timer);
    listener.dispose();
    promise.catch(() => undefined);
  }
}
