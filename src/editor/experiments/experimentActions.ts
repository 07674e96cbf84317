/** Actions on an experiment as a whole: run it, cancel it, open its file or its last result. */
import * as vscode from 'vscode';
import { readExperiment } from '../../experiments/experiment';
import { ArgumentError } from '../../shared/errors';
import { registerCommand, showError } from '../commands';
import { startedGrids } from '../../experiments/run/grids';
import { localPath } from '../localFile';
import { pathIn, type ExperimentFiles } from './experimentFiles';
import type { FolderRuns } from '../runs/folderRuns';
import type { ActiveGrid, ExperimentPlan, Grids } from '../runs/grids';
import type { GroupNode, RunNode } from './nodes';
import { experimentOf, isBusy } from '../runs/rows';
import type { WorkspaceRuns } from '../runs/workspaceRuns';

export interface ExperimentActionsContext {
  log: vscode.LogOutputChannel;
  files: ExperimentFiles;
  runs: WorkspaceRuns;
  grids: Grids;
  open(runs: FolderRuns, id: string): Promise<void>;
  tell(active: ActiveGrid, about: { title: string; kept: number }): void;
}

export function registerExperimentActions({
  log,
  files,
  runs,
  grids,
  open,
  tell,
}: ExperimentActionsContext): vscode.Disposable {
  /** A row of the view, a file from a CodeLens or a menu, or the edited file. */
  const chosen = async (given: unknown): Promise<{ runs: FolderRuns; path: string; uri: vscode.Uri } | undefined> => {
    if (isNode(given)) {
      const { folder } = given.runs;
      const path = given.kind === 'group' ? given.group.of : experimentOf(given.row);
      if (path !== '') return { runs: given.runs, path, uri: vscode.Uri.joinPath(folder.uri, path) };
      throw new ArgumentError('This run belongs to no experiment; make one with "Save as Experiment…".');
    }
    const uri = given instanceof vscode.Uri ? given : (activeExperiment() ?? (await pick(files)));
    if (!uri) return undefined;
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const own = folder && runs.of(localPath(uri));
    if (own) return { runs: own, path: pathIn(folder, uri), uri };
    throw new ArgumentError(`${uri.fsPath} is outside the workspace; open its folder to run it and keep its runs.`);
  };

  const run = async (into: FolderRuns, plan: ExperimentPlan, title: string): Promise<void> => {
    const { started, kept } = await grids.startExperiment(into, plan);
    for (const active of started) tell(active, { title, kept });
    if (started.length === 0 && kept > 0)
      void offerAgain(title, kept, () => run(into, { ...plan, again: true }, title));
  };
  /** Nothing has changed since: the results would be the same. */
  const offerAgain = async (title: string, kept: number, again: () => Promise<void>): Promise<void> => {
    const runsText = kept === 1 ? 'its run is' : `all ${kept} runs are`;
    const sentence = `${title}: ${runsText} already done, with the same files.`;
    if ((await vscode.window.showInformationMessage(sentence, 'Run Again')) === undefined) return;
    await again().catch((error: unknown) => showError(log, error));
  };

  return vscode.Disposable.from(
    registerCommand(log, 'netloupe.runExperiment', async (given: unknown) => {
      const experiment = await chosen(given);
      if (!experiment) return;
      const { path, uri } = experiment;
      const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
      if (document?.isDirty && !(await document.save())) return;
      const read = await readExperiment(uri.fsPath, experiment.runs.store.root);
      const { name = path, notes } = read.experiment;
      await run(experiment.runs, { experiment: path, ...(notes && { notes }), jobs: read.jobs }, name);
    }),
    registerCommand(log, 'netloupe.cancelExperiment', async (given: unknown) => {
      if (isNode(given)) {
        const rows = given.kind === 'run' ? [given.row] : given.kind === 'group' ? given.group.rows : [];
        const busy = new Set(rows.filter(isBusy).map(({ grid }) => grid));
        await Promise.all(Array.from(busy, (grid) => grids.cancel(given.runs, grid)));
        return;
      }
      const experiment = await chosen(given);
      const started = experiment ? await startedGrids(experiment.runs.store) : [];
      for (const { id, experiment: path } of started)
        if (path === experiment!.path) await grids.cancel(experiment!.runs, id);
    }),
    registerCommand(log, 'netloupe.openExperiment', async (given: unknown) => {
      const experiment = await chosen(given);
      if (experiment) await vscode.window.showTextDocument(experiment.uri);
    }),
    registerCommand(log, 'netloupe.openLastResult', async (given: unknown) => {
      const experiment = await chosen(given);
      if (!experiment) return;
      const rows = await experiment.runs.rows();
      const last = rows.find((row) => ['done', 'stale'].includes(row.state) && experimentOf(row) === experiment.path);
      if (!last) throw new ArgumentError(`${experiment.path} has no result yet; run it first.`);
      await open(experiment.runs, last.run.id);
    }),
  );
}

function isNode(given: unknown): given is GroupNode | RunNode {
  return (
    typeof given === 'object' && given !== null && 'kind' in given && (given.kind === 'group' || given.kind === 'run')
  );
}

function activeExperiment(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && isExperiment(uri) ? uri : undefined;
}

export function isExperiment({ path }: vscode.Uri): boolean {
  return /\.netloupe\.(yaml|yml|json)$/.test(path);
}

async function pick(files: ExperimentFiles): Promise<vscode.Uri | undefined> {
  const uris = await files.list();
  if (uris.length === 0)
    throw new ArgumentError(
      'There is no experiment in this workspace; make one from a run with "Save as Experiment…".',
    );
  const items = uris.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return (
    await vscode.window.showQuickPick(items, { title: 'NetLoupe: Experiment', placeHolder: 'Choose an experiment' })
  )?.uri;
}
