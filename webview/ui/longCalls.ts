/** Requests that take long, as a page makes them: with progress, and cancelled by a signal. */
import type { LongRequest, ProgressReport } from '../../src/shared/long';
import type { CallOptions } from '../../src/shared/requests';
import type { Host } from './host';

export class LongCalls {
  readonly #listeners = new Map<number, CallOptions['onProgress']>();
  #token = 0;

  /** `progress` is the notification under which the editor reports. */
  constructor(
    private readonly host: Host,
    progress: string,
  ) {
    host.onNotification(progress, ({ token, ...report }: ProgressReport) => this.#listeners.get(token)?.(report));
  }

  async request<Answer>(message: string, request: unknown, { signal, onProgress }: CallOptions): Promise<Answer> {
    const token = this.#token++;
    this.#listeners.set(token, onProgress);
    const long: LongRequest<unknown> = { token, request };
    try {
      return await this.host.request<Answer>(message, long, signal);
    } finally {
      this.#listeners.delete(token);
    }
  }
}
