/** Makes room for clouds side by side: a grid of editor columns. */
import * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';

/** VS Code numbers no more columns. */
const most = 9;

/** At least this many columns, numbered from 1 in reading order. Throws ArgumentError beyond the maximum. */
export async function makeRoom(count: number): Promise<void> {
  if (count > most)
    throw new ArgumentError(`The editor has no room for ${count} clouds side by side; choose up to ${most}.`);
  if (vscode.window.tabGroups.all.length >= count) return;
  await vscode.commands.executeCommand('vscode.setEditorLayout', { orientation: 1, groups: gridOf(count) });
}

/** Grids as square as possible: 2 × 1, 3 × 1, 2 × 2, 3 × 2, 3 × 3. */
function gridOf(count: number): { groups: object[] }[] {
  const columns = count <= 3 ? count : Math.ceil(Math.sqrt(count));
  return Array.from({ length: Math.ceil(count / columns) }, (_, row) => ({
    groups: Array.from({ length: Math.min(columns, count - row * columns) }, () => ({})),
  }));
}
