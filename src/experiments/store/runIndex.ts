/**
 * The index of a workspace's runs: what lists show of each, so that 10 000 records need not be read to list them. It is a cache
 * and nothing more. An entry counts only for the very `run.json` it was made from; the folders say which runs there are.
 */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { version } from '../../shared/version';
import { replaceFile } from './durable';
import type { ReadableRun } from './record';

/**
 * Size, times in milliseconds and inode of a run.json, by which git, too, knows a file again. Nobody can set the second time, so
 * an index that came from elsewhere fits no file here.
 */
export type Stamp = readonly [bytes: number, modified: number, changed: number, inode: number];

/** Counts what entries have looked like. */
const LAYOUT = 2;

export interface Entry {
  stamp: Stamp;
  run: ReadableRun;
}

/**
 * Entries by the run's id; none where the file is missing, not as it was written, or of another version of the product, which
 * may read more out of the same records. The hash in the first line stands for a check of each entry: of 10 000, that takes 7 ms
 * in place of 130.
 */
export async function readIndex(file: string): Promise<Map<string, Entry>> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const end = bytes.indexOf('\n');
  const body = bytes.subarray(end + 1);
  if (end < 0 || bytes.toString('latin1', 0, end) !== headOf(body)) return new Map();
  const rows = JSON.parse(body.toString()) as [...Stamp, ReadableRun, gap: string | null][];
  return new Map(
    rows.map(([bytes, modified, changed, inode, run, gap]) => {
      if (gap !== null && run.law) run.law.gap = Number(gap);
      return [run.id, { stamp: [bytes, modified, changed, inode], run }];
    }),
  );
}

/** Replaces the index in one step: of two processes at once the later one's stays, and either is right. `aside` as in `durable.ts`. */
export async function writeIndex(file: string, entries: Iterable<Entry>, aside: string): Promise<void> {
  const rows = Array.from(entries, ({ stamp, run }) => {
    const gap = run.law?.gap;
    // JSON has no NaN and no infinity.
    return [...stamp, run, gap === undefined || Number.isFinite(gap) ? null : String(gap)];
  });
  const body = Buffer.from(JSON.stringify(rows));
  // Where nothing can be written, lists are slower and that is all.
  await replaceFile(file, Buffer.concat([Buffer.from(`${headOf(body)}\n`), body]), aside).catch(() => undefined);
}

export function stampOfStats({ size, mtimeMs, ctimeMs, ino }: Stats): Stamp {
  return [size, mtimeMs, ctimeMs, ino];
}

export function isStill({ stamp }: Entry, now: Stamp): boolean {
  return stamp.every((part, index) => part === now[index]);
}

function headOf(body: Uint8Array): string {
  return `NetLoupe ${version} ${LAYOUT} ${createHash('sha256').update(body).digest('hex')}`;
}
