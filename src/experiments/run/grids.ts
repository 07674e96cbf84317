/**
 * Grids that have started and not finished, one small file each: their runs with fixed ids, so that whoever resumes a
 * grid, now or after a crash, makes each run once. `runner.ts` resumes them.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Job } from '../experiment';
import { aboutFields, aboutOf } from '../store/about';
import { cannotWrite, replaceFile } from '../store/durable';
import { newRunId, type RunStore } from '../store/store';
import { Question } from '../../shared/question/fields';
import { claim, liveClaims, type HeldClaim } from './claims';
import type { PlannedRun } from './executor';

const text = z.string();

const StoredGrid = z.object({
  version: z.literal(1),
  id: text,
  /** ISO 8601, UTC. */
  started: text,
  ...aboutFields,
  runs: z.array(z.object({ id: text, label: text, request: Question })),
});

export type Grid = z.infer<typeof StoredGrid>;

/** The claims of grids that this process has started but not yet run. */
const starting = new WeakMap<Grid, HeldClaim>();

/** Fixes the ids of the runs and writes the grid's file. Throws FormatError if the folder cannot be written. */
export async function startGrid(
  store: RunStore,
  { jobs, ...about }: { experiment?: string; notes?: string; jobs: readonly Job[] },
): Promise<Grid> {
  const now = new Date();
  // A millisecond apart, so that they sort in order and are unique, however many there are.
  const idOf = (index: number) => newRunId(new Date(now.getTime() + index));
  const runs = jobs.map(({ label, request }, index) => ({ id: idOf(index), label, request }));
  const id = newRunId(now);
  const isGroup = about.experiment === undefined && runs.length > 1;
  const grid: Grid = { version: 1, id, started: now.toISOString(), ...about, ...(isGroup && { together: id }), runs };
  // Before the file, so that nobody takes the grid for one left by a crash.
  const held = await claim(store, grid.id);
  if (held) starting.set(grid, held);
  try {
    await writeGrid(store, grid);
  } catch (error) {
    await held?.release();
    throw error;
  }
  return grid;
}

/** Removes unwanted runs from a grid that no process works on. Throws FormatError as {@link startGrid}. */
export async function dropRuns(store: RunStore, grid: Grid, ids: ReadonlySet<string>): Promise<Grid> {
  const rest = { ...grid, runs: grid.runs.filter(({ id }) => !ids.has(id)) };
  await writeGrid(store, rest);
  return rest;
}

/** The claim on the grid as a whole while this process works on it; undefined if another process has it. */
export async function holdGrid(store: RunStore, grid: Grid): Promise<HeldClaim | undefined> {
  const held = starting.get(grid);
  starting.delete(grid);
  return held ?? claim(store, grid.id);
}

/**
 * Every grid that has started and not finished, oldest first, whoever works on it. Files that are not grids are left
 * alone.
 */
export async function startedGrids(store: RunStore): Promise<Grid[]> {
  const names = await readdir(folderOf(store)).catch(() => []);
  const grids = names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readGrid(store, name.slice(0, -5)));
  return (await Promise.all(grids)).filter((grid) => grid !== undefined);
}

/** Those that no process works on: left by a crash, to be resumed or cancelled. */
export async function unfinishedGrids(store: RunStore): Promise<Grid[]> {
  const [grids, claims] = [await startedGrids(store), await liveClaims(store)];
  return grids.filter(({ id }) => !claims.has(id));
}

/** Whether it has neither finished nor been cancelled. */
export async function isStarted(store: RunStore, id: string): Promise<boolean> {
  return (await readGrid(store, id)) !== undefined;
}

/** Removes the grid's file: whatever process works on the grid stops, and keeps what is done. */
export async function cancelGrid(store: RunStore, id: string): Promise<void> {
  const path = pathOf(store, id);
  await rm(path, { force: true }).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

export function plannedRuns(grid: Grid): PlannedRun[] {
  const about = aboutOf(grid);
  return grid.runs.map((run) => ({ ...run, ...about, grid: grid.id }));
}

async function writeGrid(store: RunStore, grid: Grid): Promise<void> {
  const path = pathOf(store, grid.id);
  await mkdir(folderOf(store), { recursive: true }).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
  await replaceFile(path, JSON.stringify(grid), store.aside);
}

async function readGrid(store: RunStore, id: string): Promise<Grid | undefined> {
  try {
    return StoredGrid.parse(JSON.parse(await readFile(pathOf(store, id), 'utf8')));
  } catch {
    return undefined;
  }
}

function pathOf(store: RunStore, id: string): string {
  return join(folderOf(store), `${id}.json`);
}

function folderOf({ folder }: RunStore): string {
  return join(folder, 'grids');
}
