/** Deletes runs, several at once, with an Undo as long as the notification is shown. */
import * as vscode from 'vscode';
import { showError } from '../commands';
import type { RunNode } from './nodes';
import { nameOf } from '../runs/rows';
import { empty, putAside, putBack } from './trash';

export async function deleteRuns(nodes: readonly RunNode[], log: vscode.LogOutputChannel): Promise<void> {
  const deleted: RunNode[] = [];
  try {
    for (const node of nodes) {
      await putAside(node.runs.store, node.row.run.id);
      deleted.push(node);
    }
  } finally {
    refresh(nodes);
    if (deleted.length > 0) void offerUndo(deleted, log);
  }
}

async function offerUndo(nodes: readonly RunNode[], log: vscode.LogOutputChannel): Promise<void> {
  const what = nodes.length === 1 ? `“${nameOf(nodes[0]!.row)}”` : `${nodes.length} runs`;
  try {
    const answer = await vscode.window.showInformationMessage(`Deleted ${what}.`, 'Undo');
    const act = answer === undefined ? empty : putBack;
    for (const { runs, row } of nodes) await act(runs.store, row.run.id);
    if (answer !== undefined) refresh(nodes);
  } catch (error) {
    void showError(log, error);
  }
}

function refresh(nodes: readonly RunNode[]): void {
  for (const runs of new Set(nodes.map((node) => node.runs))) runs.refresh();
}
