/** Actions on the runs of the view: open, repeat, rename, delete, compare, copy and find on disk. */
import * as vscode from 'vscode';
import type { Job } from '../../experiments/experiment';
import { ArgumentError } from '../../shared/errors';
import { cloudCommand, cloudQuestion } from '../cloud/question';
import { registerCommand } from '../commands';
import { commandLine } from '../runs/commandLine';
import { deleteRuns } from './deleteRuns';
import type { FolderRuns } from '../runs/folderRuns';
import type { GridPlan } from '../runs/grids';
import type { Node, RunNode } from './nodes';
import { laysOutPoints, questionOf } from '../runs/question';
import { nameOf } from '../runs/rows';
import { chosenRuns } from './selection';

export interface RunActionsContext {
  log: vscode.LogOutputChannel;
  view: vscode.TreeView<Node>;
  open(runs: FolderRuns, id: string): Promise<void>;
  run(runs: FolderRuns, plan: GridPlan): Promise<void>;
}

export function registerRunActions({ log, view, open, run }: RunActionsContext): vscode.Disposable {
  const many = (node: unknown, nodes: unknown) => chosenRuns(view, node, nodes);
  const one = async (node: unknown) => (await chosenRuns(view, node))[0]!;

  return vscode.Disposable.from(
    registerCommand(log, 'netloupe.openRun', async (node: unknown) => {
      const { runs, row } = await one(node);
      await open(runs, row.run.id);
    }),
    registerCommand(log, 'netloupe.repeatRuns', async (node: unknown, nodes: unknown) => {
      const chosen = await many(node, nodes);
      await repeatRuns(
        chosen.map(({ runs, row }) => ({ runs, id: row.run.id })),
        run,
      );
    }),
    registerCommand(log, 'netloupe.renameRun', async (node: unknown) => rename(await one(node))),
    registerCommand(log, 'netloupe.deleteRuns', async (node: unknown, nodes: unknown) =>
      deleteRuns(await many(node, nodes), log),
    ),
    registerCommand(log, 'netloupe.compareSelectedRuns', async (node: unknown, nodes: unknown) =>
      vscode.commands.executeCommand(
        'netloupe.compareRuns',
        (await many(node, nodes))
          .filter(({ row: { state } }) => state === 'done' || state === 'stale')
          .map(({ runs, row }) => ({ root: runs.store.root, id: row.run.id })),
      ),
    ),
    registerCommand(log, 'netloupe.copyRunCommand', async (node: unknown) => copyCommand(await one(node))),
    registerCommand(log, 'netloupe.copyRunId', async (node: unknown, nodes: unknown) =>
      vscode.env.clipboard.writeText((await many(node, nodes)).map(({ row }) => row.run.id).join('\n')),
    ),
    registerCommand(log, 'netloupe.revealRun', async (node: unknown) =>
      vscode.commands.executeCommand('revealInExplorer', folderOf(await one(node))),
    ),
    registerCommand(log, 'netloupe.revealRunInSystem', async (node: unknown) =>
      vscode.commands.executeCommand('revealFileInOS', folderOf(await one(node))),
    ),
  );
}

/** Asks the same questions again, whatever the experiment's file says now. */
export async function repeatRuns(
  chosen: readonly { runs: FolderRuns; id: string }[],
  run: RunActionsContext['run'],
): Promise<void> {
  const plans = new Map<string, { runs: FolderRuns; experiment?: string; jobs: Job[] }>();
  for (const { runs, id } of chosen) {
    const { experiment, label, request } = await runs.store.read(id);
    const key = `${runs.store.root}\n${experiment ?? ''}`;
    const plan = plans.get(key) ?? { runs, jobs: [], ...(experiment !== undefined && { experiment }) };
    plan.jobs.push({ label, request });
    plans.set(key, plan);
  }
  await Promise.all(Array.from(plans.values(), ({ runs, ...plan }) => run(runs, plan)));
}

async function rename({ runs, row }: RunNode): Promise<void> {
  const { id, title = '' } = await runs.store.read(row.run.id);
  const answer = await vscode.window.showInputBox({
    title: 'Rename Run',
    prompt: 'Leave empty to name it after its data and method',
    value: title || nameOf(row),
  });
  if (answer === undefined) return;
  await runs.store.rename(id, title === '' && answer.trim() === nameOf(row) ? '' : answer);
  runs.refresh();
}

async function copyCommand({ runs, row }: RunNode): Promise<void> {
  const { request, experiment } = await runs.store.read(row.run.id);
  const { root } = runs.store;
  if (laysOutPoints(request.method) && request.input !== undefined) {
    await vscode.env.clipboard.writeText(cloudCommand(cloudQuestion(request, root), process.platform));
    return;
  }
  const question = questionOf(request, root);
  if (!question)
    throw new ArgumentError(
      `${nameOf(row)} has no command line of its own${experiment === undefined ? '' : `; run its experiment: netloupe experiment run ${experiment}`}.`,
    );
  await vscode.env.clipboard.writeText(commandLine({ ...question, platform: process.platform }));
}

function folderOf({ runs, row }: RunNode): vscode.Uri {
  return vscode.Uri.file(runs.store.pathOf(row.run.id));
}
