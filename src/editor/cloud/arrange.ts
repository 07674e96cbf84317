/** Room for clouds side by side: a grid of editor columns. */
import * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';

/** VS Code numbers no more columns. */
const most = 9;

/** At least so many columns, numbered from 1 in the order in which they are read. Throws ArgumentError for more than there can be. */
export async function makeRoom(count: number): Promise<void> {
  if (count > most)
    throw new ArgumentError(`${count} clouds side by side are more than the editor has columns; choose up to ${most}.`);
  if (vscode.window.tabGroups.all.length >= count) return;
  await vscode.commands.executeCommand('vscode.setEditorLayout', { orientation: 1, groups: gridOf(count) });
}

/** Rows of nearly as many columns as there are rows: 2 × 1, 3 × 1, 2 × 2, 3 × 2, 3 × 3. */
function gridOf(count: number): { groups: object[] }[] {
  const columns = count <= 3 ? count : Math.ceil(Math.sqrt(count));
  return Array.from({ length: Math.ceil(count / columns) }, (_, row) => ({
    groups: Array.from({ length: Math.min(columns, count - row * columns) }, () => ({})),
  }));
}
