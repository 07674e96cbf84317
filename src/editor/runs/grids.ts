/**
 * The grids that this window computes: started, resumed after a crash, cancelled. The executor computes, the runner
 * decides on storage and order, `gridMessages.ts` informs the user.
 */
import * as vscode from 'vscode';
import type { Executor, RemoteExecutor, RunEvent } from '../../experiments/run/executor';
import { cancelGrid, startGrid, unfinishedGrids, type Grid } from '../../experiments/run/grids';
import { planRuns } from '../../experiments/run/plan';
import { runGrid, type GridOutcome } from '../../experiments/run/runner';
import type { Job } from '../../experiments/experiment';
import { NetLoupeError } from '../../shared/errors';
import type { Activity } from '../activity';
import { readSettings } from '../settings';
import type { Executors } from './executors';
import type { FolderRuns } from './folderRuns';

/** The process that computed a grid may have died; another one then resumes it. */
const takeOverAfter = 30_000;

export interface GridPlan {
  /** Path of the experiment file relative to the workspace folder, for runs that belong to one. */
  experiment?: string;
  notes?: string;
  jobs: readonly Job[];
}

export type ExperimentPlan = GridPlan & { experiment: string; again?: boolean };

/** A grid in progress in this window. */
export interface ActiveGrid {
  readonly runs: FolderRuns;
  readonly grid: Grid;
  /** How many of its runs are made here. */
  readonly total: number;
  /** Runs that have ended, successfully or not. */
  ended: number;
  /** The current run and its step, and the fraction of all work done, 0 to 1. */
  readonly onProgress: vscode.Event<{ fraction: number; label: string; message: string }>;
  cancel(): void;
  /** Rejects with CancelledError if it was cancelled, FormatError if runs cannot be kept. */
  readonly outcome: Promise<GridOutcome>;
}

export class Grids implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** A grid started, progressed by a run, or ended. */
  readonly onDidChange = this.#changed.event;
  readonly #active = new Map<string, ActiveGrid>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly executors: Executors,
    private readonly activity: Activity,
    private readonly log: vscode.LogOutputChannel,
    /** Called for each run kept. */
    private readonly kept: (root: string) => void,
  ) {}

  get active(): ActiveGrid[] {
    return [...this.#active.values()];
  }

  /** Those of one experiment. */
  of(runs: FolderRuns, experiment: string): ActiveGrid[] {
    return this.active.filter((active) => active.runs === runs && active.grid.experiment === experiment);
  }

  /**
   * Makes runs, whatever exists already. Throws FormatError if the folder cannot be written, DeviceError for a lost
   * queue.
   */
  async start(runs: FolderRuns, plan: GridPlan): Promise<ActiveGrid> {
    const [active] = await this.#take(async () => [{ grid: await startGrid(runs.store, plan) }], runs);
    return active!;
  }

  /** Makes the missing runs of an experiment: all if `again`. Throws as {@link start}. */
  async startExperiment(runs: FolderRuns, plan: ExperimentPlan): Promise<{ started: ActiveGrid[]; kept: number }> {
    let kept = 0;
    const started = await this.#take(async () => {
      const planned = await planRuns(runs.store, plan);
      kept = planned.kept.length;
      return planned.parts;
    }, runs);
    return { started, kept };
  }

  /** Resumes what a crash left, and checks again later: a process that works on a grid now may die. */
  async resume(folders: () => readonly FolderRuns[]): Promise<void> {
    clearTimeout(this.#timer);
    for (const runs of folders()) {
      try {
        const left = (await unfinishedGrids(runs.store)).filter(({ id }) => !this.#active.has(id));
        if (left.length === 0) continue;
        for (const grid of left) this.log.info(`Resuming ${nameOf(grid)}, which was interrupted.`);
        const grids = await this.#take(() => Promise.resolve(left.map((grid) => ({ grid }))), runs);
        for (const { outcome } of grids) outcome.catch((error: unknown) => this.#warn(error));
      } catch (error) {
        this.#warn(error);
      }
    }
    this.#timer = setTimeout(() => void this.resume(folders), takeOverAfter);
  }

  /** Stops a grid, in whatever process; finished runs stay. */
  async cancel(runs: FolderRuns, id: string): Promise<void> {
    const active = this.#active.get(id);
    if (active) active.cancel();
    else await cancelGrid(runs.store, id);
  }

  /** Leaves the grids as they are, for the next window to resume. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }

  /** What is planned, except what this window is working on. The executor exists before anything starts. */
  async #take(
    plan: () => Promise<{ grid: Grid; only?: ReadonlySet<string> }[]>,
    runs: FolderRuns,
  ): Promise<ActiveGrid[]> {
    const { executor, giveBack } = await this.executors.take();
    let active: ActiveGrid[] = [];
    try {
      const parts = (await plan()).filter(({ grid }) => !this.#active.has(grid.id));
      active = parts.map(({ grid, only }) => this.#run(runs, executor, grid, only));
      return active;
    } finally {
      void Promise.allSettled(active.map(({ outcome }) => outcome)).then(giveBack);
    }
  }

  #run(runs: FolderRuns, executor: Executor | RemoteExecutor, grid: Grid, only?: ReadonlySet<string>): ActiveGrid {
    const controller = new AbortController();
    const progress = new vscode.EventEmitter<{ fraction: number; label: string; message: string }>();
    const total = only?.size ?? grid.runs.length;
    const fractions = new Map<string, number>();
    const onEvent = (event: RunEvent) => {
      this.#tell(runs, event);
      const ended = event.type !== 'started' && event.type !== 'progress';
      if (ended) active.ended++;
      fractions.set(event.runId, ended ? 1 : (event.fraction ?? 0));
      const done = [...fractions.values()].reduce((sum, fraction) => sum + fraction, 0);
      progress.fire({ fraction: done / total, label: event.label, message: event.message ?? '' });
      if (ended) this.#changed.fire();
    };
    const outcome = runGrid(runs.store, grid, executor, {
      signal: controller.signal,
      onEvent,
      ...(only && { only }),
      memoryBudget: readSettings().memoryBudget,
    });
    const active: ActiveGrid = {
      runs,
      grid,
      total,
      ended: 0,
      onProgress: progress.event,
      cancel: () => controller.abort(),
      outcome: this.activity
        .track(outcome, () => undefined)
        .finally(() => {
          this.#active.delete(grid.id);
          progress.dispose();
          runs.refresh();
          this.#changed.fire();
        }),
    };
    this.#active.set(grid.id, active);
    runs.refresh();
    this.#changed.fire();
    return active;
  }

  #warn(error: unknown): void {
    this.log.warn(NetLoupeError.toData(error).message);
  }

  /** The view and the log. */
  #tell(runs: FolderRuns, { type, runId, label, fraction = 0, message = '', record, error }: RunEvent): void {
    if (type === 'started' || type === 'progress') {
      void runs.report(runId, { fraction, message });
      return;
    }
    runs.finish(runId);
    if (type === 'done' || type === 'failed') this.kept(runs.store.root);
    if (type === 'done' && record) this.log.info(`${label}: ${record.seconds.toFixed(3)} s on ${record.device ?? '?'}`);
    else if (type === 'failed') this.log.error(`${label}: ${error?.message ?? 'failed'}`);
    else this.log.info(`${label}: ${type}`);
  }
}

export function nameOf({ experiment, runs }: Pick<Grid, 'experiment' | 'runs'>): string {
  return experiment ?? (runs.length === 1 ? runs[0]!.label : `${runs.length} runs`);
}
