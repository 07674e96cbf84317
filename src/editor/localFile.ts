/** Files on disk: their paths for the compute process, which reads files itself, and their folders for users. */
import * as vscode from 'vscode';
import { ArgumentError } from '../shared/errors';

/** Throws ArgumentError for a resource other than a file on disk. */
export function localPath(uri: vscode.Uri): string {
  if (uri.scheme === 'file') return uri.fsPath;
  throw new ArgumentError(
    `${uri.toString(true)} is not a file on disk (its scheme is "${uri.scheme}"); save a copy to a folder and open that.`,
  );
}

/**
 * The folder of a file, relative to its workspace folder, preceded by that folder's name if there are several and it is
 * wanted.
 */
export function folderText(file: vscode.Uri, withRoot = false): string {
  const folder = vscode.Uri.joinPath(file, '..');
  const root = vscode.workspace.getWorkspaceFolder(folder);
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  if (root?.uri.toString() === folder.toString()) return withRoot && several ? root.name : '';
  return vscode.workspace.asRelativePath(folder, withRoot && several);
}
