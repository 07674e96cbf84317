/**
 * The index of a workspace's runs: what lists show, so that listing 10 000 runs need not read as many records. It is
 * only a cache. An entry is valid only for the exact `run.json` it was made from; the folders say which runs exist.
 */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { version } from '../../shared/version';
import { replaceFile } from './durable';
import type { ReadableRun } from './record';

/**
 * Size, times in milliseconds and inode of a run.json, by which git, too, recognises a file. Nobody can set the change
 * time, so an index from elsewhere matches no file here.
 */
export type Stamp = readonly [bytes: number, modified: number, changed: number, inode: number];

/** Version of the entries' form. */
const LAYOUT = 2;

export interface Entry {
  stamp: Stamp;
  run: ReadableRun;
}

/**
 * Entries by run id; none if the file is missing, altered, or from another version of NetLoupe, which may read more
 * from the same records. The hash in the first line replaces a check of each entry, which would take 130 ms for 10 000
 * instead of 7.
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

/**
 * Replaces the index in one step: of two processes at once the later one wins, and either is right. `aside` as in
 * `durable.ts`.
 */
export async function writeIndex(file: string, entries: Iterable<Entry>, aside: string): Promise<void> {
  const rows = Array.from(entries, ({ stamp, run }) => {
    const gap = run.law?.gap;
    // JSON has no NaN and no infinity.
    return [...stamp, run, gap === undefined || Number.isFinite(gap) ? null : String(gap)];
  });
  const body = Buffer.from(JSON.stringify(rows));
  // If nothing can be written, lists are only slower.
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
