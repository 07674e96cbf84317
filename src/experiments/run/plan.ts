/**
 * Which runs an experiment still needs: interrupted ones are resumed, those of another process are joined, finished
 * ones are kept, and only the rest is new. So running a file twice, or in two places at once, computes nothing twice.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { NetLoupeError } from '../../shared/errors';
import type { Job } from '../experiment';
import { jobKey } from '../key';
import type { RunStore } from '../store/store';
import { claim, liveClaims, type HeldClaim } from './claims';
import { cancelGrid, dropRuns, startedGrids, startGrid, type Grid } from './grids';
import { hashesOf, stampFiles, withDefaults } from './make';

const POLL_MS = 100;

/** Planning takes milliseconds, plus hashing what the runs read; anyone who waits longer goes on without. */
const PATIENCE_MS = 60_000;

export interface Request {
  /** Path of the experiment file, relative to the workspace folder, with slashes. */
  experiment: string;
  notes?: string;
  /** All runs of the file. */
  jobs: readonly Job[];
  /** Whether a run is wanted; by default all are. */
  isWanted?: (job: Job) => boolean;
  /** Repeats finished runs. */
  again?: boolean;
}

export interface Plan {
  /** In this order, `only` those of their runs. */
  parts: { grid: Grid; only: ReadonlySet<string>; state: 'new' | 'left' | 'joined' }[];
  /** Ids of runs that already exist. */
  kept: string[];
}

/** Throws FormatError if the folder cannot be written. */
export async function planRuns(store: RunStore, request: Request): Promise<Plan> {
  // Two processes that plan at once would each find nothing and start everything.
  const held = await claimPlanning(store, request.experiment);
  try {
    return await plan(store, request);
  } finally {
    await held?.release();
  }
}

async function plan(
  store: RunStore,
  { experiment, notes, jobs, isWanted = () => true, again = false }: Request,
): Promise<Plan> {
  const inFile = new Set(jobs.map(question));
  const open = new Map(jobs.filter(isWanted).map((job) => [question(job), job]));
  const wanted = new Set(open.keys());
  const parts: Plan['parts'] = [];
  const claims = await liveClaims(store);
  for (const started of (await startedGrids(store)).filter((grid) => grid.experiment === experiment)) {
    const live = claims.has(started.id);
    const grid = live ? started : await withoutDropped(store, started, inFile);
    if (!grid) continue;
    const left = live ? grid.runs : await missing(store, grid);
    const mine = left.filter((run) => wanted.has(question(run)));
    for (const run of mine) open.delete(question(run));
    if (mine.length) parts.push({ grid, only: idsOf(mine), state: live ? 'joined' : 'left' });
  }
  const done = again ? new Map<string, string>() : await doneRuns(store, experiment, [...open.values()]);
  const fresh = [...open.values()].filter((job) => !done.has(question(job)));
  if (fresh.length) {
    const grid = await startGrid(store, { experiment, ...(notes !== undefined && { notes }), jobs: fresh });
    parts.push({ grid, only: idsOf(grid.runs), state: 'new' });
  }
  return { parts, kept: [...done.values()] };
}

/** Equal for the same question, whatever its files hold. */
function question({ request }: Job): string {
  return jobKey(withDefaults(request), {});
}

/** Undefined if the file was edited and no longer asks for any of what is left. */
async function withoutDropped(store: RunStore, grid: Grid, inFile: ReadonlySet<string>): Promise<Grid | undefined> {
  const left = await missing(store, grid);
  const dropped = left.filter((run) => !inFile.has(question(run)));
  if (dropped.length < left.length) return dropped.length ? dropRuns(store, grid, idsOf(dropped)) : grid;
  await cancelGrid(store, grid.id);
  return undefined;
}

async function missing(store: RunStore, { runs }: Grid): Promise<Grid['runs']> {
  const there = await Promise.all(runs.map(({ id }) => store.has(id)));
  return runs.filter((_, index) => !there[index]);
}

/** The jobs that a run of the experiment has already answered, with the same question and files: the run's id. */
async function doneRuns(store: RunStore, experiment: string, jobs: readonly Job[]): Promise<Map<string, string>> {
  const byKey = new Map<string, string>();
  for (const run of await store.list()) {
    if ('unreadable' in run || run.experiment !== experiment || run.state !== 'done') continue;
    const { key } = await store.read(run.id);
    if (!byKey.has(key)) byKey.set(key, run.id);
  }
  const done = new Map<string, string>();
  if (!byKey.size) return done;
  for (const job of jobs) {
    const id = byKey.get(await keyOf(store, job));
    if (id !== undefined) done.set(question(job), id);
  }
  return done;
}

async function keyOf({ root }: RunStore, { request }: Job): Promise<string> {
  try {
    return jobKey(withDefaults(request), hashesOf(await stampFiles(root, request)));
  } catch (error) {
    // A missing file: no run has answered that.
    if (error instanceof NetLoupeError) return '';
    throw error;
  }
}

function idsOf(runs: readonly { id: string }[]): Set<string> {
  return new Set(runs.map(({ id }) => id));
}

async function claimPlanning(store: RunStore, experiment: string): Promise<HeldClaim | undefined> {
  const id = `plan-${createHash('sha256').update(experiment).digest('hex').slice(0, 16)}`;
  for (const start = Date.now(); Date.now() - start < PATIENCE_MS; await sleep(POLL_MS)) {
    const held = await claim(store, id);
    if (held) return held;
  }
  return undefined;
}
