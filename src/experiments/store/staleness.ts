/**
 * Whether the files and folders that runs have read are unchanged: compared by size and time first, and by content only
 * if just the times differ, as after a checkout or a copy.
 */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openDataset, splitSpec } from '../../formats';
import { sha256OfFile } from '../../formats/bytes';
import { folderState } from '../../formats/dataset/folder';
import { FormatError } from '../../shared/errors';
import type { FileStamp, ReadableRun, ReadFile } from './record';

/** What has become of a file that a run read. */
export interface Staleness {
  /** "model", "data", "earlier map" … */
  file: string;
  now: 'changed' | 'missing';
}

/** This process's last hash of each file, valid while size and time stay the same. */
const hashes = new Map<string, { bytes: number; modified: number; sha256: Promise<string> }>();

/** One file at a time: they share a disk, and after a checkout there may be thousands. */
let hashing: Promise<unknown> = Promise.resolve();

/**
 * The current state of a file or a folder of pictures. Throws FormatError if it cannot be read, ArgumentError for a
 * folder without pictures. Size and time are from before the hash, so that a change in between is noticed later.
 */
export async function stampOf(path: string): Promise<FileStamp> {
  const state = await stateOf(path);
  if (!state) throw new FormatError(path, 'there is no such file');
  const { bytes, modified, isFolder } = state;
  const known = hashes.get(path);
  if (known?.bytes === bytes && known.modified === modified) return { sha256: await known.sha256, bytes, modified };
  const sha256 = hashing.then(async () => (isFolder ? (await openDataset(path)).sha256() : sha256OfFile(path)));
  hashing = sha256.catch(() => hashes.delete(path));
  hashes.set(path, { bytes, modified, sha256 });
  return { sha256: await sha256, bytes, modified };
}

/** For each run, what has become of its files; paths are relative to `root`. Each file is checked, and hashed, once. */
export async function stalenessOf(root: string, runs: readonly ReadableRun[]): Promise<Staleness[][]> {
  const paths = new Map<string, Promise<string>>();
  const states = new Map<string, Promise<State | undefined>>();
  const pathOf = ({ names, spec }: ReadFile) =>
    remember(paths, `${names} ${spec}`, async () => {
      const full = resolve(root, spec);
      return names === 'data' ? (await splitSpec(full)).path : full;
    });

  const check = async (read: ReadFile): Promise<Staleness[]> => {
    const { file, names, stamp: then } = read;
    const path = await pathOf(read);
    const now = await remember(states, path, () => stateOf(path));
    if (!now || (names === 'path' && now.isFolder)) return [{ file, now: 'missing' }];
    if (now.bytes === then.bytes && now.modified === then.modified) return [];
    const isChanged = now.bytes !== then.bytes || (await hashOf(path)) !== then.sha256;
    return isChanged ? [{ file, now: 'changed' }] : [];
  };

  return Promise.all(runs.map(async ({ files = [] }) => (await Promise.all(files.map(check))).flat()));
}

function hashOf(path: string): Promise<string | undefined> {
  return stampOf(path).then(
    ({ sha256 }) => sha256,
    () => undefined,
  );
}

interface State {
  bytes: number;
  /** Milliseconds since 1970; for a folder, of the latest file in it. */
  modified: number;
  isFolder: boolean;
}

/** Undefined for what is neither file nor folder: it cannot be read as one. */
export async function stateOf(path: string): Promise<State | undefined> {
  const state = await stat(path).catch(() => undefined);
  if (state?.isFile()) return { bytes: state.size, modified: state.mtimeMs, isFolder: false };
  if (!state?.isDirectory()) return undefined;
  const found = await folderState(path).catch(() => undefined);
  return found && { ...found, isFolder: true };
}

function remember<T>(memory: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let value = memory.get(key);
  if (!value) memory.set(key, (value = make()));
  return value;
}
