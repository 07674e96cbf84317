/**
 * Grids that have been started and not finished, one small file each: their runs with the ids that these will have, so that
 * whoever goes on with a grid, now or after a crash, makes each run once. Going on is `runner.ts`' business.
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

/** The claims of grids that this process has started and not yet run. */
const starting = new WeakMap<Grid, HeldClaim>();

/** Fixes the ids of the runs and writes the grid's file. Throws FormatError where the folder cannot be written. */
export async function startGrid(
  store: RunStore,
  { jobs, ...about }: { experiment?: string; notes?: string; jobs: readonly Job[] },
): Promise<Grid> {
  const now = new Date();
  // A millisecond apart, so that they sort in their order and no two are alike however many there are.
  const idOf = (index: number) => newRunId(new Date(now.getTime() + index));
  const runs = jobs.map(({ label, request }, index) => ({ id: idOf(index), label, request }));
  const id = newRunId(now);
  const isGroup = about.experiment === undefined && runs.length > 1;
  const grid: Grid = { version: 1, id, started: now.toISOString(), ...about, ...(isGroup && { together: id }), runs };
  // Before the file, lest somebody takes the grid for one that a crash has left.
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

/** Takes runs out of a grid that nobody is at, whose outcome nobody wants any more. Throws FormatError as {@link startGrid}. */
export async function dropRuns(store: RunStore, grid: Grid, ids: ReadonlySet<string>): Promise<Grid> {
  const rest = { ...grid, runs: grid.runs.filter(({ id }) => !ids.has(id)) };
  await writeGrid(store, rest);
  return rest;
}

/** The claim on the grid as a whole, for as long as this process is at it; undefined if another process has it. */
export async function holdGrid(store: RunStore, grid: Grid): Promise<HeldClaim | undefined> {
  const held = starting.get(grid);
  starting.delete(grid);
  return held ?? claim(store, grid.id);
}

/** Every grid that has been started and not finished, oldest first, whoever is at it. Files that are no grids are left alone. */
export async function startedGrids(store: RunStore): Promise<Grid[]> {
  const names = await readdir(folderOf(store)).catch(() => []);
  const grids = names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readGrid(store, name.slice(0, -5)));
  return (await Promise.all(grids)).filter((grid) => grid !== undefined);
}

/** Those that nobody is at: what a crash has left, to be gone on with or cancelled. */
export async function unfinishedGrids(store: RunStore): Promise<Grid[]> {
  const [grids, claims] = [await startedGrids(store), await liveClaims(store)];
  return grids.filter(({ id }) => !claims.has(id));
}

/** Whether it has been neither finished nor cancelled. */
export async function isStarted(store: RunStore, id: string): Promise<boolean> {
  return (await readGrid(store, id)) !== undefined;
}

/** Takes the grid's file away: whoever is at the grid, in whichever process, stops and keeps what is done. */
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
