/** Who computes runs, and what is heard of them meanwhile. The order of runs, their records and claims are the runner's. */
import type { ErrorData } from '../../shared/errors';
import type { CallOptions, RunRequest } from '../../shared/requests';
import type { Result } from '../../shared/results';
import type { Job } from '../experiment';
import type { About } from '../store/about';
import type { RunRecord } from '../store/record';
import type { RunStore } from '../store/store';

/** A run that is to be made. Its id is fixed before anything starts: a run is made iff its folder is there. */
export interface PlannedRun extends Job, About {
  id: string;
  /** The grid it belongs to. */
  grid?: string;
}

/** Computes runs on this machine; `KernelPool` is one. The runner keeps what comes out. */
export interface Executor {
  /** Paths are absolute. Throws CancelledError when the signal fires or the executor is disposed, else what the run failed of. */
  execute(request: RunRequest, options: CallOptions): Promise<Result>;
  /** How many runs at once pay off. */
  readonly parallel: number;
  /** Runs in flight end with CancelledError. */
  dispose(): Promise<void>;
}

/** Has runs made by other processes that see the same files and keep what comes out themselves. */
export interface RemoteExecutor {
  /** The record of the run, done or failed, once it is in the store. Throws as {@link Executor.execute}, but not for a failed run. */
  delegate(store: RunStore, run: PlannedRun, options: CallOptions): Promise<RunRecord>;
  /** How many runs it takes at once. */
  readonly parallel: number;
  dispose(): Promise<void>;
}

export interface RunEvent {
  /** `skipped`: it was there before; `done` and `failed` also for runs that another process has made meanwhile. */
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
