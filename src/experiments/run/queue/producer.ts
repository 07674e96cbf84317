/**
 * Runs through a queue: submitted for any workers that see the same folder, and found in the store once these have kept
 * them. Only the store says what is done: the queue may forget everything.
 */
import { CancelledError } from '../../../shared/errors';
import type { CallOptions } from '../../../shared/requests';
import type { RunRecord } from '../../store/record';
import type { RunStore } from '../../store/store';
import type { PlannedRun, RemoteExecutor } from '../executor';
import { Channel } from './channel';
import type { LookoutOptions } from './lookout';
import { reachServer, type QueueServer } from './server';

export interface QueueOptions {
  /** Called when nobody listens, and when the server goes away and comes back. */
  warn: (sentence: string) => void;
  /** Milliseconds that the server may be away before the runs are abandoned; by default a minute. */
  patience?: number;
}

/** Grids, even of several workspace folders, may share one. */
export class QueueExecutor implements RemoteExecutor {
  /** More workers are unlikely, and submitted jobs are checked every other second. */
  readonly parallel = 64;
  readonly #channels = new Map<string, Promise<Channel>>();
  readonly #disposal = new AbortController();

  private constructor(
    private readonly server: QueueServer,
    private readonly options: LookoutOptions,
  ) {}

  /** Throws as {@link reachServer} if the server cannot be used. */
  static async connect(url: string, { warn, patience = 60_000 }: QueueOptions): Promise<QueueExecutor> {
    return new QueueExecutor(await reachServer(url), { warn, patience });
  }

  async delegate(store: RunStore, run: PlannedRun, { signal, onProgress }: CallOptions): Promise<RunRecord> {
    const end = AbortSignal.any([this.#disposal.signal, ...(signal ? [signal] : [])]);
    if (end.aborted) throw new CancelledError();
    const channel = await this.#channelOf(store);
    return channel.delegate(run, { onProgress, cancel: signal, end });
  }

  /** Those who wait get CancelledError; submitted jobs go on. */
  async dispose(): Promise<void> {
    this.#disposal.abort();
    for (const channel of await Promise.allSettled(this.#channels.values()))
      if (channel.status === 'fulfilled') await channel.value.close();
  }

  #channelOf(store: RunStore): Promise<Channel> {
    let channel = this.#channels.get(store.root);
    if (!channel) {
      channel = Channel.open(store, this.server, this.options);
      channel.catch(() => this.#channels.delete(store.root));
      this.#channels.set(store.root, channel);
    }
    return channel;
  }
}
