/** The runs that a command is about: those of the row whose menu was opened, or, for a key, those that are selected. */
import { setTimeout as sleep } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';
import type { Node, RunNode } from './nodes';
import { isBusy } from '../runs/rows';

/** A view that is drawn again has no selection for some milliseconds, and a key may come just then. */
const patience = 1000;

/**
 * What can be acted on: runs with an outcome, good or bad. A menu gives the row it was opened on and all that are selected, a key
 * gives nothing. Throws ArgumentError where there is none.
 */
export async function chosenRuns(view: vscode.TreeView<Node>, node: unknown, nodes?: unknown): Promise<RunNode[]> {
  const given = Array.isArray(nodes) ? (nodes as Node[]) : node === undefined ? undefined : [node as Node];
  const ended = (given ?? (await selected(view))).filter(
    (each): each is RunNode => each.kind === 'run' && !isBusy(each.row),
  );
  if (ended.length > 0) return ended;
  throw new ArgumentError('Select a run that has ended in the Experiments view first.');
}

async function selected(view: vscode.TreeView<Node>): Promise<readonly Node[]> {
  const end = Date.now() + patience;
  while (view.selection.length === 0 && Date.now() < end) await sleep(20);
  return view.selection;
}
