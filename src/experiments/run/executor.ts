/** Who computes runs, and what it reports meanwhile. The runner decides on order, records and claims. */
import type { ErrorData } from '../../shared/errors';
import type { CallOptions, RunRequest } from '../../shared/requests';
import type { Result } from '../../shared/results';
import type { Job } from '../experiment';
import type { About } from '../store/about';
import type { RunRecord } from '../store/record';
import type { RunStore } from '../store/store';

/** A run to make. Its id is fixed before anything starts: it is made iff its folder exists. */
export interface PlannedRun extends Job, About {
  id: string;
  /** The grid it belongs to. */
  grid?: string;
}

/** Computes runs on this machine; `KernelPool` is one. The runner keeps the results. */
export interface Executor {
  /**
   * Paths are absolute. Throws CancelledError when the signal fires or the executor is disposed, else whatever the run
   * failed with.
   */
  execute(request: RunRequest, options: CallOptions): Promise<Result>;
  /** How many runs at once pay off. */
  readonly parallel: number;
  /** Runs in flight end with CancelledError. */
  dispose(): Promise<void>;
}

/** Delegates runs to other processes that share the files and keep the results themselves. */
export interface RemoteExecutor {
  /**
   * The record of the run, done or failed, once it is in the store. Throws as {@link Executor.execute}, except for a
   * failed run.
   */
  delegate(store: RunStore, run: PlannedRun, options: CallOptions): Promise<RunRecord>;
  /** How many runs it takes at once. */
  readonly parallel: number;
  dispose(): Promise<void>;
}

export interface RunEvent {
  /** `skipped`: it already existed; `done` and `failed` also for runs that another process made meanwhile. */
  type: 'started' | 'progress' | 'done' | 'failed' | 'skipped' | 'cancelled';
  runId: string;
  label: string;
  /** 0 to 1, for `progress`. */
  fraction?: number;
  message?: string;
  /** For `failed`. */
  error?: ErrorData;
  /** For `done` and `failed`. */
  record?: RunRecord;
}

export type RunListener = (event: RunEvent) => void;
