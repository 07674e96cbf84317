/**
 * Several runs at once, each once: lanes that take the next run, claim it, have it made and report the outcome.
 * `runner.ts` knows what a grid is and what ends one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, throwIfCancelled } from '../../shared/errors';
import type { Progress } from '../../shared/requests';
import type { Result } from '../../shared/results';
import type { RunRecord } from '../store/record';
import type { RunStore } from '../store/store';
import { claim } from './claims';
import type { Executor, PlannedRun, RemoteExecutor, RunListener } from './executor';
import { isDeath, makeRun, shareOf, type Share } from './make';

/** How often to look for a run that another process has claimed. */
const POLL_MS = 500;

export interface LaneOptions {
  signal?: AbortSignal;
  onEvent?: RunListener;
  memoryBudget?: number;
}

export interface GridOutcome {
  /** Ids of runs, as are the others. */
  done: string[];
  failed: string[];
  /** Already existed. */
  skipped: string[];
}

export class Lanes {
  /** Of the last run made here. */
  result: Result | undefined;
  readonly #outcome: GridOutcome = { done: [], failed: [], skipped: [] };
  readonly #unsettled: Set<PlannedRun>;
  #pending: PlannedRun[] = [];
  /** Claimed by other processes. */
  #elsewhere: PlannedRun[] = [];
  #working: Promise<void>[] = [];
  /** The model of each lane. */
  readonly #models = new Map<number, string | undefined>();

  constructor(
    private readonly store: RunStore,
    private readonly executor: Executor | RemoteExecutor,
    private readonly planned: readonly PlannedRun[],
    private readonly options: LaneOptions,
  ) {
    this.#unsettled = new Set(planned);
  }

  async toEnd(): Promise<GridOutcome> {
    for (const run of this.planned) {
      if (await this.store.has(run.id)) this.#settle(run, 'skipped');
      else this.#pending.push(run);
    }
    while (this.#pending.length) {
      const lanes = Math.min(this.executor.parallel, this.#pending.length);
      const share = shareOf(lanes, this.options.memoryBudget);
      this.#working = Array.from({ length: lanes }, (_, lane) => this.#work(lane, share));
      await Promise.all(this.#working);
      if (this.#elsewhere.length) await pause(this.options.signal);
      this.#pending = this.#elsewhere;
      this.#elsewhere = [];
    }
    return this.#outcome;
  }

  /** When nothing is being computed any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#working);
  }

  tellCancelled(): void {
    for (const { id, label } of this.#unsettled) this.options.onEvent?.({ type: 'cancelled', runId: id, label });
  }

  async #work(lane: number, share: Share): Promise<void> {
    while (this.#pending.length) {
      throwIfCancelled(this.options.signal);
      const run = this.#choose(lane);
      if ('delegate' in this.executor) await this.#delegate(run, this.executor);
      else await this.#make(run, this.executor, share);
    }
    this.#models.delete(lane);
  }

  /** Runs of one model go to one lane if that leaves none idle, so that a process opens few models. */
  #choose(lane: number): PlannedRun {
    const own = this.#models.get(lane);
    const taken = new Set(this.#models.values());
    const first = (fits: (run: PlannedRun) => boolean) => {
      const index = this.#pending.findIndex(fits);
      return index < 0 ? undefined : index;
    };
    const index =
      first(({ request }) => request.model === own) ?? first(({ request }) => !taken.has(request.model)) ?? 0;
    const run = this.#pending.splice(index, 1)[0]!;
    this.#models.set(lane, run.request.model);
    return run;
  }

  async #make(run: PlannedRun, executor: Executor, share: Share): Promise<void> {
    const held = await claim(this.store, run.id);
    if (!held) {
      this.#elsewhere.push(run);
      return;
    }
    try {
      // Another process may have finished it since the pending runs were listed.
      if (await this.store.has(run.id)) {
        this.#keep(run, await this.store.read(run.id));
        return;
      }
      this.options.onEvent?.({ type: 'started', runId: run.id, label: run.label });
      const onProgress = (progress: Progress): void => {
        held.report(progress);
        this.options.onEvent?.({ type: 'progress', runId: run.id, label: run.label, ...progress });
      };
      const { signal } = this.options;
      const options = { share, onProgress, ...(signal && { signal }) };
      const make = (lastTry: boolean) => makeRun(this.store, run, executor, { ...options, lastTry });
      const made = await make(false).catch((error: unknown) => {
        if (isDeath(error)) return make(true);
        throw error;
      });
      this.result = made.result;
      this.#keep(run, made.record);
    } finally {
      await held.release();
    }
  }

  async #delegate(run: PlannedRun, executor: RemoteExecutor): Promise<void> {
    const about = { runId: run.id, label: run.label };
    let started = false;
    const onProgress = (progress: Progress): void => {
      if (!started) this.options.onEvent?.({ type: 'started', ...about });
      started = true;
      this.options.onEvent?.({ type: 'progress', ...about, ...progress });
    };
    const { signal } = this.options;
    this.#keep(run, await executor.delegate(this.store, run, { onProgress, ...(signal && { signal }) }));
  }

  #keep(run: PlannedRun, record: RunRecord): void {
    this.#settle(run, record.state, record);
  }

  #settle(run: PlannedRun, type: 'done' | 'failed' | 'skipped', record?: RunRecord): void {
    this.#unsettled.delete(run);
    this.#outcome[type].push(run.id);
    this.options.onEvent?.({
      type,
      runId: run.id,
      label: run.label,
      ...(record && { record }),
      ...(record?.error && { error: record.error }),
    });
  }
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  await sleep(POLL_MS, undefined, signal && { signal }).catch(() => {
    throw new CancelledError();
  });
}
