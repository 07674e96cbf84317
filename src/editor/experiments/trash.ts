/**
 * Where deleted runs go: aside at once, from where they can come back, and then to the trash of the system, or away for good where
 * it has none. When is for others to say.
 */
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunStore } from '../../experiments/store/store';
import { FormatError } from '../../shared/errors';

/** Out of every list in one step. Throws FormatError where the folder cannot be changed. */
export async function putAside(store: RunStore, id: string): Promise<void> {
  const folder = store.pathOf(id);
  try {
    await mkdir(asideOf(store), { recursive: true });
    await rename(folder, join(asideOf(store), id));
  } catch (cause) {
    throw new FormatError(folder, `cannot be deleted (${reason(cause)})`, undefined, { cause });
  }
}

/** Throws FormatError where it is not aside any more. */
export async function putBack(store: RunStore, id: string): Promise<void> {
  const folder = store.pathOf(id);
  try {
    await rename(join(asideOf(store), id), folder);
  } catch (cause) {
    throw new FormatError(folder, `cannot be put back (${reason(cause)})`, undefined, { cause });
  }
}

/** One run that was put aside goes to the trash. */
export async function empty(store: RunStore, id: string): Promise<void> {
  const uri = vscode.Uri.file(join(asideOf(store), id));
  const remove = (useTrash: boolean) => vscode.workspace.fs.delete(uri, { recursive: true, useTrash });
  // The disk of a remote machine has no trash.
  await Promise.resolve(remove(true)).catch(() => remove(false));
}

/** What a window left aside that closed before it could ask. */
export async function emptyAll(store: RunStore): Promise<void> {
  for (const id of await readdir(asideOf(store)).catch(() => [])) await empty(store, id);
}

/** Among the temporary files, which git is told to leave out and which nobody keeps for longer than a day. */
function asideOf({ aside }: RunStore): string {
  return join(aside, 'deleted');
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
