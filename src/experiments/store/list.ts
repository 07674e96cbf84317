/**
 * Lists the runs of one folder by the index, reading only records that it lacks. One instance remembers what it has
 * seen, so that listing again after a run costs only that run.
 */
import { readFile, stat } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FormatError } from '../../shared/errors';
import { summaryOf, type RunRecord, type RunSummary, type UnreadableRun } from './record';
import { MAXIMUM_RECORD, parseRecord, REMEDY } from './recordText';
import { isStill, readIndex, stampOfStats, writeIndex, type Entry, type Stamp } from './runIndex';

// For 10 000 files those of node:fs/promises take two to three times as long.
const [statFile, readWhole] = [promisify(stat), promisify(readFile)];

/** Records read at once. */
const AT_ONCE = 64;

/** Matches no file. */
const NEVER: Stamp = [-1, -1, -1, -1];

/** This many records are read in about ten milliseconds: below that an index is not worth writing. */
const WORTH_WRITING = 100;

export class RunList {
  #entries: Map<string, Entry> | undefined;
  #unsaved = 0;

  /** `runs` is the folder of the runs, `index` the file of the index; `aside` as in `durable.ts`. */
  constructor(
    readonly runs: string,
    readonly index: string,
    readonly aside: string,
  ) {}

  /** Newest first. Throws FormatError if the folder exists but cannot be listed. */
  async list(): Promise<RunSummary[]> {
    const names = await namesIn(this.runs);
    const [stamps, known] = await Promise.all([
      stampsOf(names.map((id) => `${this.runs}/${id}/run.json`)),
      this.#entries ?? readIndex(this.index),
    ]);
    const entries = new Map<string, Entry>();
    const unreadable: UnreadableRun[] = [];
    const changed: [id: string, stamp: Stamp | undefined][] = [];
    for (const [at, id] of names.entries()) {
      const [entry, stamp] = [known.get(id), stamps[at]];
      if (entry && stamp && isStill(entry, stamp)) entries.set(id, entry);
      else changed.push([id, stamp]);
    }
    for (let at = 0; at < changed.length; at += AT_ONCE) {
      const some = changed.slice(at, at + AT_ONCE);
      for (const found of await Promise.all(some.map(([id, stamp]) => lookInto(this.runs, id, stamp)))) {
        if (!found) continue;
        if ('unreadable' in found) unreadable.push(found);
        else entries.set(found.run.id, found);
      }
    }
    this.#unsaved += changed.length - unreadable.length;
    this.#entries = entries;
    if (this.#unsaved >= WORTH_WRITING) {
      this.#unsaved = 0;
      await writeIndex(this.index, entries.values(), this.aside);
    }
    return newestFirst([...Array.from(entries.values(), ({ run }) => run), ...unreadable]);
  }
}

/**
 * Every listing checks each file: 5 µs per run buy correct answers. For 10 000 files that is 45 to 70 ms, with the
 * promises of node:fs/promises 130 to 330 ms; the synchronous `stat` blocks for 40 ms.
 */
function stampsOf(files: readonly string[]): Promise<(Stamp | undefined)[]> {
  return new Promise((resolve) => {
    const stamps = new Array<Stamp | undefined>(files.length);
    let left = files.length;
    if (!left) resolve(stamps);
    for (const [at, file] of files.entries()) {
      stat(file, (error, state) => {
        if (!error) stamps[at] = stampOfStats(state);
        if (--left === 0) resolve(stamps);
      });
    }
  });
}

/** The record of a run in the folder `runs`. Throws FormatError with one sentence. */
export async function readRecord(runs: string, id: string): Promise<RunRecord> {
  const file = join(runs, id, 'run.json');
  return parseRecord(await readText(file), id, file);
}

/** In one open, so that a record replaced meanwhile is read either as it was or as it is. */
async function readText(file: string): Promise<string> {
  const fail = (reason: string, cause?: unknown) => new FormatError(file, reason, undefined, { cause });
  try {
    // Before opening, since opening a named pipe waits for a writer.
    const state = await statFile(file);
    if (!state.isFile()) throw fail(`is not a file; ${REMEDY}`);
    if (state.size > MAXIMUM_RECORD) throw fail(`has ${state.size} bytes, more than any record; ${REMEDY}`);
    return await readWhole(file, 'utf8');
  } catch (error) {
    if (error instanceof FormatError) throw error;
    if (codeOf(error) === 'ENOENT') throw fail(`is missing; ${REMEDY}`, error);
    throw fail(`cannot be read (${String(error)}); check its permissions`, error);
  }
}

/** The stamp is taken before the record is read: later changes are read again the next time. */
async function lookInto(runs: string, id: string, stamp: Stamp = NEVER): Promise<Entry | UnreadableRun | undefined> {
  try {
    return { stamp, run: summaryOf(await readRecord(runs, id)) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    // A stray file among the folders, or a run just deleted, is not shown.
    const folder = await statFile(join(runs, id)).catch(() => undefined);
    return folder?.isDirectory() ? { id, unreadable: `run.json ${error.reason}` } : undefined;
  }
}

/** Names that start with a dot belong to other tools. */
async function namesIn(runs: string): Promise<string[]> {
  try {
    return (await readdir(runs)).filter((name) => !name.startsWith('.'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new FormatError(runs, `cannot be listed (${String(error)}); check its permissions`, undefined, {
      cause: error,
    });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** By start time; for an unreadable run its id tells, or nothing. */
function newestFirst(runs: RunSummary[]): RunSummary[] {
  const time = (run: RunSummary): string => ('started' in run ? run.started : timeOfId(run.id));
  const keyed = runs.map((run) => ({ run, key: `${time(run)} ${run.id}` }));
  return keyed.sort((a, b) => (a.key < b.key ? 1 : -1)).map(({ run }) => run);
}

function timeOfId(id: string): string {
  return id.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(.*Z)-.*$/, '$1-$2-$3T$4:$5:$6');
}
