/** Files on disk: their paths for the compute process, which reads files itself, and their folders for people. */
import * as vscode from 'vscode';
import { ArgumentError } from '../shared/errors';

/** Throws ArgumentError for a resource that is not a file on disk. */
export function localPath(uri: vscode.Uri): string {
  if (uri.scheme === 'file') return uri.fsPath;
  throw new ArgumentError(
    `${uri.toString(true)} is not a file on disk (its scheme is "${uri.scheme}"); save a copy into a folder and open that.`,
  );
}

/** The folder of a file as the workspace knows it; empty at the root of a workspace folder. */
export function folderText(file: vscode.Uri): string {
  const folder = vscode.Uri.joinPath(file, '..');
  const { workspaceFolders: roots = [] } = vscode.workspace;
  const root = roots.find(({ uri }) => uri.toString() === folder.toString());
  if (root) return roots.length > 1 ? root.name : '';
  return vscode.workspace.asRelativePath(folder);
}
