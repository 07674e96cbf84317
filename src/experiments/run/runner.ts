/** Makes the runs of a grid, or a single one, and handles each kind of end: finished, cancelled, interrupted. */
import { CancelledError } from '../../shared/errors';
import type { Result } from '../../shared/results';
import type { Job } from '../experiment';
import type { RunRecord } from '../store/record';
import { newRunId, type RunStore } from '../store/store';
import { discardStaleClaims } from './claims';
import type { Executor, PlannedRun, RemoteExecutor, RunListener } from './executor';
import { cancelGrid, holdGrid, isStarted, plannedRuns, type Grid } from './grids';
import { Lanes, type GridOutcome } from './lanes';

export type { GridOutcome };

export interface RunOptions {
  /** Firing it cancels: running work stops without a record, finished runs stay, the grid's file is removed. */
  signal?: AbortSignal;
  onEvent?: RunListener;
  /** Bytes that one run of the engine may take in addition to the weights; by default 1 GiB. */
  memoryBudget?: number;
}

/** How often to look for the grid's file; without it, the grid was cancelled. */
const WATCH_MS = 2000;

/**
 * Makes the missing runs of a grid, `only` those if given. Another process may work on the same grid. Throws
 * CancelledError when cancelled or when the executor is disposed (which leaves the grid to be resumed), FormatError if
 * runs cannot be kept; a failed run is an outcome, not an error.
 */
export async function runGrid(
  store: RunStore,
  grid: Grid,
  executor: Executor | RemoteExecutor,
  { signal, only, ...options }: RunOptions & { only?: ReadonlySet<string> } = {},
): Promise<GridOutcome> {
  const stop = new AbortController();
  const end = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const planned = plannedRuns(grid).filter(({ id }) => only?.has(id) ?? true);
  const lanes = new Lanes(store, executor, planned, { ...options, signal: end });
  let held = await holdGrid(store, grid);
  let cancelled = false;
  const watch = setInterval(() => {
    void (async () => {
      held ??= await holdGrid(store, grid).catch(() => undefined);
      if ((await isStarted(store, grid.id)) || (await areThere(store, planned))) return;
      cancelled = true;
      stop.abort();
    })();
  }, WATCH_MS);
  watch.unref();
  try {
    const outcome = await lanes.toEnd();
    if (await areThere(store, grid.runs)) {
      await cancelGrid(store, grid.id);
      await discardStaleClaims(store);
    }
    return outcome;
  } catch (error) {
    // The others need not compute what will not be kept.
    stop.abort();
    await lanes.settled();
    if (error instanceof CancelledError && (cancelled || signal?.aborted)) {
      // A process that joined another one's grid only leaves it.
      if (held) await cancelGrid(store, grid.id);
      lanes.tellCancelled();
    }
    throw error;
  } finally {
    clearInterval(watch);
    await held?.release();
  }
}

/**
 * Makes one run outside any grid. A failed run is kept and returned as one, without a result. Throws as {@link
 * runGrid}.
 */
export async function runOne(
  store: RunStore,
  job: Job & { experiment?: string; notes?: string },
  executor: Executor | RemoteExecutor,
  options: RunOptions = {},
): Promise<{ record: RunRecord; result?: Result }> {
  const planned: PlannedRun = { ...job, id: newRunId() };
  const lanes = new Lanes(store, executor, [planned], options);
  try {
    await lanes.toEnd();
  } catch (error) {
    if (error instanceof CancelledError) lanes.tellCancelled();
    throw error;
  }
  const record = await store.read(planned.id);
  return { record, ...(record.state === 'done' && { result: lanes.result ?? (await store.result(planned.id)) }) };
}

async function areThere(store: RunStore, runs: readonly { id: string }[]): Promise<boolean> {
  for (const { id } of runs) if (!(await store.has(id))) return false;
  return true;
}
