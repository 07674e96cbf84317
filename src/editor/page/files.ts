/** Exports from a panel: to a file that the user chooses, or as text to the clipboard. */
import { homedir } from 'node:os';
import { extname } from 'node:path';
import * as vscode from 'vscode';
import type { SaveRequest } from '../../shared/api/save';

/** What the dialog calls files by their extension. */
const titles: Record<string, string> = { csv: 'Table', npz: 'NumPy arrays', png: 'Picture', svg: 'Drawing' };

/** Asks for a file like `suggestion`, and writes it. Returns where it was saved; '' if the user cancels. */
export async function saveAs(suggestion: vscode.Uri, bytes: () => Uint8Array | Promise<Uint8Array>): Promise<string> {
  const extension = extname(suggestion.path).slice(1);
  const filters = { [titles[extension] ?? extension]: [extension] };
  const uri = await vscode.window.showSaveDialog({ defaultUri: suggestion, filters });
  if (!uri) return '';
  await vscode.workspace.fs.writeFile(uri, await bytes());
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}

/** A file that a page made, into the first folder of the workspace unless the person chooses another. As {@link saveAs}. */
export function saveFile({ name, bytes }: SaveRequest): Promise<string> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  return saveAs(vscode.Uri.joinPath(folder, name), () => bytes);
}

export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
}
