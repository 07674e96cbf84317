/** What any page can request: saving a file that it made, and copying text. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';
import type { SaveRequest } from '../../shared/api/save';

/** Where it was saved; '' if the user cancels. Throws ArgumentError for anything but a panel's file. */
export async function saveFile(value: unknown): Promise<string> {
  const { kind, name, bytes } = parseSave(value);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: kind === 'csv' ? { Table: ['csv'] } : { Picture: ['png'] },
  });
  if (!uri) return '';
  await vscode.workspace.fs.writeFile(uri, bytes);
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}

export async function copyText(text: unknown): Promise<void> {
  await vscode.env.clipboard.writeText(String(text));
}

function parseSave(value: unknown): SaveRequest {
  const { kind, name, bytes } = (value ?? {}) as Partial<SaveRequest>;
  if ((kind === 'csv' || kind === 'png') && typeof name === 'string' && bytes instanceof Uint8Array)
    return { kind, name, bytes };
  throw new ArgumentError('The panel asked for an unknown export; the kinds are csv and png.');
}
