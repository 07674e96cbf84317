/** Completion of paths in experiment files: models, data files and folders near the file, one folder at a time. */
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { TypedPath } from '../../experiments/language';
import { dataExtensions, hasExtension, modelExtensions } from '../fileTypes';

export async function completePath(
  document: vscode.TextDocument,
  position: vscode.Position,
  { key, typed }: TypedPath,
): Promise<vscode.CompletionItem[]> {
  const slash = typed.lastIndexOf('/') + 1;
  const folder = resolve(dirname(document.uri.fsPath), typed.slice(0, slash));
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const extensions = key === 'model' ? modelExtensions : dataExtensions;
  const range = new vscode.Range(position.translate(0, slash - typed.length), position);
  return entries.flatMap((entry) => {
    const isFolder = entry.isDirectory();
    if (entry.name.startsWith('.') || !(isFolder || hasExtension(entry.name, extensions))) return [];
    const { Folder, File } = vscode.CompletionItemKind;
    const item = new vscode.CompletionItem(isFolder ? `${entry.name}/` : entry.name, isFolder ? Folder : File);
    item.range = range;
    item.detail = join(folder, entry.name);
    // Into the folder, which may also be data itself.
    if (isFolder) item.command = { command: 'editor.action.triggerSuggest', title: 'Go On' };
    return [item];
  });
}
