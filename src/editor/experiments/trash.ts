/**
 * Where deleted runs go: aside at once, from where they can return, and later to the system's trash, or deleted for
 * good if there is none. Callers decide when.
 */
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunStore } from '../../experiments/store/store';
import { FormatError, messageOf } from '../../shared/errors';

/** Leaves every list in one step. Throws FormatError if the folder cannot be changed. */
export async function putAside(store: RunStore, id: string): Promise<void> {
  const folder = store.pathOf(id);
  try {
    await mkdir(asideOf(store), { recursive: true });
    await rename(folder, join(asideOf(store), id));
  } catch (cause) {
    throw new FormatError(folder, `cannot be deleted (${messageOf(cause)})`, undefined, { cause });
  }
}

/** Throws FormatError if it is no longer aside. */
export async function putBack(store: RunStore, id: string): Promise<void> {
  const folder = store.pathOf(id);
  try {
    await rename(join(asideOf(store), id), folder);
  } catch (cause) {
    throw new FormatError(folder, `cannot be put back (${messageOf(cause)})`, undefined, { cause });
  }
}

/** One run that was put aside goes to the trash. */
export async function empty(store: RunStore, id: string): Promise<void> {
  const uri = vscode.Uri.file(join(asideOf(store), id));
  const remove = (useTrash: boolean) => vscode.workspace.fs.delete(uri, { recursive: true, useTrash });
  // The disk of a remote machine has no trash.
  await Promise.resolve(remove(true)).catch(() => remove(false));
}

/** What a window left aside when it closed before it could ask. */
export async function emptyAll(store: RunStore): Promise<void> {
  for (const id of await readdir(asideOf(store)).catch(() => [])) await empty(store, id);
}

/** Among the temporary files, which git ignores and which are removed after a day. */
function asideOf({ aside }: RunStore): string {
  return join(aside, 'deleted');
}
