/**
 * The producer's end of one folder's queue: jobs submitted, followed, withdrawn, and resubmitted if the server forgot
 * them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Queue, QueueEvents, Relay } from 'bullmq';
import { CancelledError, NetLoupeError } from '../../../shared/errors';
import type { CallOptions, Progress } from '../../../shared/requests';
import type { RunRecord } from '../../store/record';
import type { RunStore } from '../../store/store';
import type { PlannedRun } from '../executor';
import { isStarted } from '../grids';
import { hashesOf, keepFailure, stampFiles } from '../make';
import { Lookout, type LookoutOptions } from './lookout';
import { CANCELLED, cancelTopic, PREFIX, queueOf, type Assignment } from './message';
import type * as Libraries from './bullmq';
import type { QueueServer } from './server';

/** Time for a worker to stop when told to, and for a network file system to show what a worker reports. */
const PATIENCE_MS = 10_000;

/** A run whose process died is tried once more, perhaps by a worker with more memory. */
const ATTEMPTS = 2;

interface DelegateOptions {
  onProgress: CallOptions['onProgress'];
  /** Fires when the run is no longer wanted. */
  cancel: AbortSignal | undefined;
  /** Fires when nobody waits for it any more, wanted or not. */
  end: AbortSignal;
}

/** How a job ended: its failure, or nothing if its run is in the store. */
interface Ending {
  failed?: string;
}

interface Waiting {
  assignment: Assignment;
  onProgress: CallOptions['onProgress'];
  ended: (ending: Ending) => void;
  /** Consecutive checks at which the server did not know the job. */
  missing: number;
}

export class Channel {
  readonly #waiting = new Map<string, Waiting>();
  readonly #queue: Queue<Assignment>;
  readonly #events: QueueEvents;
  readonly #lookout: Lookout;
  readonly #end = new AbortController();
  #relay: Relay | undefined;
  #warnedOfWorkers = false;

  private constructor(
    private readonly store: RunStore,
    private readonly name: string,
    private readonly server: QueueServer,
    private readonly options: LookoutOptions,
    private readonly libraries: typeof Libraries,
  ) {
    const common = { connection: server.connection(this.#end.signal), prefix: PREFIX };
    this.#queue = new libraries.Queue<Assignment>(name, common);
    this.#events = new libraries.QueueEvents(name, common);
    // Connections recover by themselves; the lookout watches the server.
    this.#queue.on('error', () => undefined);
    this.#events.on('error', () => undefined);
    this.#events.on('completed', ({ jobId }) => this.#waiting.get(jobId)?.ended({}));
    this.#events.on('failed', ({ jobId, failedReason }) => this.#waiting.get(jobId)?.ended({ failed: failedReason }));
    const report = (jobId: string, progress: Progress) => this.#waiting.get(jobId)?.onProgress?.(progress);
    this.#events.on('active', ({ jobId }) => report(jobId, { fraction: 0, message: 'Starting' }));
    this.#events.on('progress', ({ jobId, data }) => report(jobId, data as unknown as Progress));
    const look = () => this.#lookIntoStore();
    const ask = () => this.#askServer();
    this.#lookout = new Lookout(server.name, options, look, ask);
  }

  static async open(store: RunStore, server: QueueServer, options: LookoutOptions): Promise<Channel> {
    return new Channel(store, await queueOf(store), server, options, await import('./bullmq'));
  }

  /** The run's record once it is in the store. Throws CancelledError, and NetLoupeError if the server stays away. */
  async delegate(run: PlannedRun, { onProgress, cancel, end }: DelegateOptions): Promise<RunRecord> {
    // The worker keeps an unreadable file as a failure.
    const files = await stampFiles(this.store.root, run.request).catch(() => ({}));
    const assignment: Assignment = { run, hashes: hashesOf(files) };
    const ended = new Promise<Ending>((resolve) => {
      this.#waiting.set(run.id, { assignment, onProgress, ended: resolve, missing: 0 });
    });
    try {
      void this.#handIn(assignment);
      const { failed } = await Promise.race([ended, this.#lookout.lost, cancellation(end)]);
      if (failed === CANCELLED && !(await this.#isWanted(run))) throw new CancelledError();
      return (await this.#find(run, failed)) ?? (await keepFailure(this.store, run, whyNot(run, this.store, failed)));
    } catch (error) {
      if (!(error instanceof CancelledError && cancel?.aborted)) throw error;
      await Promise.race([this.#takeBack(assignment, ended).catch(() => undefined), sleep(PATIENCE_MS)]);
      if (await this.store.has(run.id)) return await this.store.read(run.id);
      throw error;
    } finally {
      this.#waiting.delete(run.id);
    }
  }

  /** Submitted jobs stay. */
  async close(): Promise<void> {
    this.#lookout.stop();
    this.#end.abort();
    const parts = [this.#queue, this.#events, ...(this.#relay ? [this.#relay] : [])];
    await Promise.race([Promise.allSettled(parts.map((part) => part.close())), sleep(2000)]);
    // A server that is away could not close them.
    void Promise.allSettled([this.#queue.disconnect(), this.#events.disconnect()]);
  }

  /** A job left from before a crash stays as it is. */
  async #handIn(assignment: Assignment): Promise<void> {
    const options = { jobId: assignment.run.id, attempts: ATTEMPTS, removeOnComplete: true, removeOnFail: true };
    await this.#queue.add(assignment.run.label, assignment, options).catch(() => undefined);
  }

  /** Removes a waiting job; tells a running one to stop, and marks it so that no other worker starts it again. */
  async #takeBack(assignment: Assignment, ended: Promise<Ending>): Promise<void> {
    const { id } = assignment.run;
    if ((await this.#queue.remove(id)) === 1) return;
    const job = await this.#queue.getJob(id);
    if (!job) return;
    await job.updateData({ ...assignment, cancelled: true });
    this.#relay ??= new this.libraries.Relay({ connection: this.server.connection(this.#end.signal), prefix: PREFIX });
    this.#relay.on('error', () => undefined);
    await this.#relay.publish(cancelTopic(this.name), id);
    await ended;
  }

  /** Only a worker that sees another folder takes an active run for cancelled. */
  async #isWanted({ grid }: PlannedRun): Promise<boolean> {
    return grid !== undefined && (await isStarted(this.store, grid));
  }

  async #find({ id }: PlannedRun, failed: string | undefined): Promise<RunRecord | undefined> {
    const end = failed === undefined ? Date.now() + PATIENCE_MS : 0;
    while (!(await this.store.has(id))) {
      if (Date.now() >= end) return undefined;
      await sleep(200);
    }
    return this.store.read(id);
  }

  /** Finds runs whose end was missed. */
  async #lookIntoStore(): Promise<void> {
    for (const [id, { ended }] of this.#waiting) if (await this.store.has(id)) ended({});
  }

  /** Finds lost jobs: an end is noticed within one check, so they are resubmitted at the second. */
  async #askServer(): Promise<void> {
    if (this.#waiting.size && !this.#warnedOfWorkers && (await this.#queue.getWorkersCount()) === 0) {
      this.#warnedOfWorkers = true;
      this.options.warn(
        `No worker listens for the runs of ${this.store.root} yet. Start one where it sees this folder: netloupe worker --queue URL`,
      );
    }
    for (const [id, waiting] of this.#waiting) {
      const known = (await this.#queue.getJobState(id)) !== 'unknown';
      waiting.missing = known ? 0 : waiting.missing + 1;
      if (waiting.missing < 2) continue;
      await this.#queue.remove(id);
      await this.#handIn(waiting.assignment);
    }
  }
}

function whyNot({ label }: PlannedRun, { root }: RunStore, failed: string | undefined): NetLoupeError {
  const sentence =
    failed === undefined || failed === CANCELLED
      ? `The worker that took "${label}" sees another folder than ${root}; start workers that see this one.`
      : failed.includes('stalled')
        ? `The workers that computed "${label}" died one after the other, perhaps for lack of memory; use less data at once.`
        : `No worker could finish "${label}": ${failed}`;
  return new NetLoupeError('kernel', sentence);
}

async function cancellation(end: AbortSignal): Promise<never> {
  if (!end.aborted) await new Promise((resolve) => end.addEventListener('abort', resolve, { once: true }));
  throw new CancelledError();
}
