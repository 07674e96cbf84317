/**
 * The runs of a workspace folder, each a folder under `.netloupe/runs`: listed, read, written, renamed and deleted. Any
 * number of processes may use one workspace at once. `run/` decides who computes a run, and when.
 */
import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError, FormatError } from '../../shared/errors';
import type { Result } from '../../shared/results';
import { readArrays, sealArrays } from './arrays';
import { damageOf, readArtefact, sealArtefacts, type NewArtefact } from './artefacts';
import { discardLeftovers, placeFolder, removeFolder, replaceFile } from './durable';
import { readRecord, RunList } from './list';
import { pack, unpack } from './pack';
import { RECORD_VERSION, summaryOf, type NewRun, type ReadableRun, type RunRecord, type RunSummary } from './record';
import { formatRecord } from './recordText';
import { stalenessOf, type Staleness } from './staleness';

const NO_RUN = 'there is no such run; list the runs again';

export class RunStore {
  /** ROOT/.netloupe */
  readonly folder: string;
  /** Where files are written before they are renamed into place. */
  readonly aside: string;
  readonly #runs: string;
  readonly #list: RunList;

  /** `root` is the workspace folder; nothing is created in it until something is written. */
  constructor(readonly root: string) {
    this.folder = join(root, '.netloupe');
    this.aside = join(this.folder, 'tmp');
    this.#runs = join(this.folder, 'runs');
    this.#list = new RunList(this.#runs, join(this.folder, 'index.json'), this.aside);
  }

  /** Newest first; unreadable runs say why. Throws FormatError if the folder of the runs cannot be listed. */
  list(): Promise<RunSummary[]> {
    return this.#list.list();
  }

  /** The run's folder, whether it exists or not. Throws ArgumentError for an invalid folder name. */
  pathOf(id: string): string {
    if (!/^[^./\\:\0][^/\\:\0]*$/.test(id)) throw new ArgumentError(`"${id}" is not the id of a run.`);
    return join(this.#runs, id);
  }

  has(id: string): Promise<boolean> {
    return isThere(join(this.pathOf(id), 'run.json'));
  }

  /** Throws FormatError with one sentence for a run that is missing, broken, or of another version. */
  async read(id: string): Promise<RunRecord> {
    const folder = this.pathOf(id);
    if (!(await isThere(folder))) throw new FormatError(folder, NO_RUN);
    return readRecord(this.#runs, id);
  }

  /** The result with its arrays. Throws FormatError if they are missing or not those that the run made. */
  async result(id: string): Promise<Result> {
    const record = await this.read(id);
    if (record.result === undefined)
      throw new ArgumentError(`Run ${id} has no result: ${record.error?.message ?? 'it failed.'}`);
    return unpack(record.result, await readArrays(this.pathOf(id), record.arrays));
  }

  /**
   * Keeps a run and its files: done if it has a result, else failed. 'exists' if a run of that id is there already, which stays as it is.
   * Throws FormatError with one sentence, and leaves nothing behind, where the folder cannot be written or the disk is full.
   */
  async write(
    run: NewRun,
    result: Result | undefined,
    artefacts: readonly NewArtefact[] = [],
  ): Promise<RunRecord | 'exists'> {
    const folder = this.pathOf(run.id);
    if (await this.has(run.id)) return 'exists';
    await discardLeftovers(this.aside);
    const packed = result && pack(result);
    const sealed = packed && (await sealArrays(folder, packed.arrays));
    const record: RunRecord = {
      version: RECORD_VERSION,
      ...run,
      state: result ? 'done' : 'failed',
      ...(result && { kind: result.kind }),
      ...(result?.law && { law: result.law }),
      ...(packed && { result: packed.json }),
      ...(sealed && { arrays: sealed.seal }),
      ...(artefacts.length > 0 && { artefacts: sealArtefacts(artefacts) }),
    };
    const files = {
      ...(sealed && { 'arrays.npz': sealed.bytes }),
      ...Object.fromEntries(artefacts.map(({ name, content }) => [name, content])),
      'run.json': formatRecord(record),
    };
    return (await placeFolder(folder, files, this.aside)) ? record : 'exists';
  }

  /**
   * Adds a file to a run that is there, in place of one of that name; gives its path. The file is there before the record names it, so that a
   * process that ends in between leaves the run as it was. Throws as {@link read} and {@link write}.
   */
  async attach(id: string, artefact: NewArtefact): Promise<string> {
    const record = await this.read(id);
    const [seal] = sealArtefacts([artefact]);
    const path = join(this.pathOf(id), artefact.name);
    const others = (record.artefacts ?? []).filter(({ name }) => name !== artefact.name);
    await replaceFile(path, artefact.content, this.aside);
    const attached = { ...record, artefacts: [...others, seal!] };
    await replaceFile(join(this.pathOf(id), 'run.json'), formatRecord(attached), this.aside);
    return path;
  }

  /** A file that the run keeps. Throws FormatError if it is not there or not as the run keeps it, ArgumentError if it keeps no such. */
  async artefact(id: string, name: string): Promise<Uint8Array> {
    const { artefacts = [] } = await this.read(id);
    const found = artefacts.find((one) => one.name === name);
    if (found) return readArtefact(this.pathOf(id), found);
    const names = artefacts.map((one) => one.name).join(', ');
    throw new ArgumentError(`Run ${id} keeps no file "${name}"; it keeps ${names || 'none'}.`);
  }

  /** The files that the run keeps that are not as it keeps them. */
  damage({ id, artefacts = [] }: Pick<RunRecord, 'id' | 'artefacts'>): Promise<Staleness[]> {
    return damageOf(this.pathOf(id), artefacts);
  }

  /** Gives the run a title; an empty one takes it away. Throws as {@link read} and {@link write}. */
  async rename(id: string, title: string): Promise<void> {
    const { title: _before, ...record } = await this.read(id);
    const renamed = title.trim() === '' ? record : { ...record, title: title.trim() };
    await replaceFile(join(this.pathOf(id), 'run.json'), formatRecord(renamed), this.aside);
  }

  /**
   * Deletes for good; an editor moves {@link pathOf} to the trash instead. Throws FormatError if it cannot be deleted.
   */
  async delete(id: string): Promise<void> {
    const folder = this.pathOf(id);
    if (!(await removeFolder(folder, this.aside))) throw new FormatError(folder, NO_RUN);
  }

  /** What has become of the files that the run read; empty if they are unchanged. */
  async stale(run: RunRecord | ReadableRun): Promise<Staleness[]> {
    return (await this.staleness([run]))[0]!;
  }

  /** The same for many runs, in order; each file is checked, and hashed, once. */
  staleness(runs: readonly (RunRecord | ReadableRun)[]): Promise<Staleness[][]> {
    return stalenessOf(
      this.root,
      runs.map((run) => ('request' in run ? summaryOf(run) : run)),
    );
  }
}

/** Sortable and unique, and a valid folder name on every system: 20261121T042016.123Z-1f3a9c */
export function newRunId(date = new Date()): string {
  return `${date.toISOString().replaceAll(/[-:]/g, '')}-${randomBytes(3).toString('hex')}`;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
