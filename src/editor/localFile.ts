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

/** The folder of a file, from its workspace folder on, or from that folder's name where there are several and it is wanted. */
export function folderText(file: vscode.Uri, withRoot = false): string {
  const folder = vscode.Uri.joinPath(file, '..');
  const root = vscode.workspace.getWorkspaceFolder(folder);
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  if (root?.uri.toString() === folder.toString()) return withRoot && several ? root.name : '';
  return vscode.workspace.asRelativePath(folder, withRoot && several);
}
