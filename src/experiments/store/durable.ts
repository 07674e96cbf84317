/**
 * Files and folders that exist whole or not at all, even if the process or the power fails in between: written aside,
 * flushed to disk, then renamed, which file systems do in one step. Callers decide on the contents.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FormatError, messageOf } from '../../shared/errors';

const DAY = 24 * 60 * 60 * 1000;

/** Windows refuses to rename what a virus scanner or an indexer has open, usually for some milliseconds. */
const RENAME_ATTEMPTS = process.platform === 'win32' ? 10 : 1;
const RENAME_PAUSE_MS = 20;

/**
 * The folder `target` with these files; false if a non-empty folder of that name exists, which stays as it is: of
 * several processes that place one folder, one succeeds. `aside` is a folder on the same disk. Throws FormatError.
 */
export async function placeFolder(
  target: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  aside: string,
): Promise<boolean> {
  const folder = asideOf(target, aside);
  try {
    await ensureFolder(aside);
    await ensureFolder(dirname(target));
    await mkdir(folder);
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, name), content, { flag: 'wx', flush: true });
    }
    await flushFolder(folder);
    const placed = await renameFolder(folder, target);
    if (placed) await flushFolder(dirname(target));
    else await discard(folder);
    return placed;
  } catch (error) {
    await discard(folder);
    throw cannotWrite(target, error);
  }
}

/** The file `path` with this content, replacing an existing one. `aside` as above. Throws FormatError. */
export async function replaceFile(path: string, content: string | Uint8Array, aside: string): Promise<void> {
  const file = asideOf(path, aside);
  try {
    await ensureFolder(aside);
    await writeFile(file, content, { flag: 'wx', flush: true });
    await patiently(() => rename(file, path));
    await flushFolder(dirname(path));
  } catch (error) {
    await discard(file);
    throw cannotWrite(path, error);
  }
}

/** Deletes a folder in one step for all observers; false if there is none. `aside` as above. Throws FormatError. */
export async function removeFolder(path: string, aside: string): Promise<boolean> {
  const folder = asideOf(path, aside);
  try {
    await ensureFolder(aside);
    await patiently(() => rename(path, folder));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw cannotWrite(path, error);
  }
  await discard(folder);
  return true;
}

/** Removes what processes that ended in mid-write left in `aside`; after a day nothing is being written any more. */
export async function discardLeftovers(aside: string): Promise<void> {
  for (const name of await readdir(aside).catch(() => [])) {
    const path = join(aside, name);
    const state = await stat(path).catch(() => undefined);
    if (state && Date.now() - state.mtimeMs > DAY) await discard(path);
  }
}

function asideOf(path: string, aside: string): string {
  return join(aside, `${basename(path)}-${randomBytes(4).toString('hex')}`);
}

/** Files aside bother nobody and may stay if they cannot be removed. */
async function discard(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

/** False if something exists there already. */
function renameFolder(from: string, to: string): Promise<boolean> {
  return patiently(async () => {
    try {
      await rename(from, to);
      return true;
    } catch (error) {
      const there = await readdir(to).catch(() => []);
      if (there.length) return false;
      // On other systems a rename replaces an empty folder by itself.
      if (process.platform === 'win32') await rmdir(to).catch(() => undefined);
      throw error;
    }
  });
}

async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      const passing = ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
      if (!passing || attempt >= RENAME_ATTEMPTS) throw error;
      await sleep(attempt * RENAME_PAUSE_MS);
    }
  }
}

/**
 * A new folder survives a power cut only if its parent was flushed too. Step by step, because Node's recursive mkdir
 * reports a read-only disk as a missing folder.
 */
async function ensureFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await ensureFolder(dirname(path));
    return ensureFolder(path);
  }
  await flushFolder(dirname(path));
}

/** Windows and some network file systems cannot flush a folder; their own journal must do. */
async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined);
  await handle?.sync().catch((error: unknown) => {
    if (!['EPERM', 'EINVAL', 'ENOTSUP', 'EBADF', 'EISDIR'].includes(codeOf(error))) throw error;
  });
  await handle?.close();
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'cannot be written because the disk is full; free some space and run it again',
  EDQUOT: 'cannot be written because your disk quota is used up; free some space and run it again',
  EFBIG: 'cannot be written because the file would exceed the size that the system allows',
  EROFS: 'cannot be written because the disk is read-only; open a writable copy of the folder',
  EACCES: 'cannot be written: permission denied; change the permissions of the folder or open a copy of it',
  EPERM: 'cannot be written: permission denied; change the permissions of the folder or open a copy of it',
  EBUSY: 'cannot be written because another program has it open; close it and run it again',
  EEXIST: 'cannot be written because a file is in the place of a folder; move that file away',
  ENOTDIR: 'cannot be written because a file is in the place of a folder; move that file away',
  ENOENT: 'cannot be written because its folder no longer exists',
  EMFILE: 'cannot be written because too many files are open; close some and run it again',
};

export function cannotWrite(path: string, error: unknown): FormatError {
  const other = `cannot be written (${messageOf(error)})`;
  return new FormatError(path, reasons[codeOf(error)] ?? other, undefined, { cause: error });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
