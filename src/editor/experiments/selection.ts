/** The runs that a command acts on: those of the row whose menu was opened, or, for a key, the selected ones. */
import { setTimeout as sleep } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';
import type { Node, RunNode } from './nodes';
import { isBusy } from '../runs/rows';

/** A redrawn view has no selection for some milliseconds, and a key may come just then. */
const patience = 1000;

/**
 * What can be acted on: runs with an outcome, good or bad. A menu passes its row and all selected ones, a key passes
 * nothing. Throws ArgumentError if there is none.
 */
export async function chosenRuns(view: vscode.TreeView<Node>, node: unknown, nodes?: unknown): Promise<RunNode[]> {
  const given = Array.isArray(nodes) ? (nodes as Node[]) : node === undefined ? undefined : [node as Node];
  const ended = (given ?? (await selected(view))).flatMap(runsOf).filter(({ row }) => !isBusy(row));
  if (ended.length > 0) return ended;
  throw new ArgumentError('First select a finished run in the Experiments view.');
}

/** A heading stands for its runs where these were started together. */
function runsOf(node: Node): RunNode[] {
  if (node.kind === 'run') return [node];
  if (node.kind !== 'group' || node.group.kind !== 'together') return [];
  return node.group.rows.map((row) => ({ kind: 'run', runs: node.runs, row, parent: node }));
}

async function selected(view: vscode.TreeView<Node>): Promise<readonly Node[]> {
  const end = Date.now() + patience;
  while (view.selection.length === 0 && Date.now() < end) await sleep(20);
  return view.selection;
}
