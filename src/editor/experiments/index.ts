/** The Experiments view, its commands, the CodeLenses in experiment files, and the grids of this window. */
import * as vscode from 'vscode';
import type { Activity } from '../activity';
import { showError } from '../commands';
import type { RunKeeper } from '../runs/keep';
import type { CloudFeature } from '../cloud';
import type { ExplainPanels } from '../explain/panels';
import { ExperimentLenses } from './codeLens';
import { Executors } from '../runs/executors';
import { registerExperimentActions } from './experimentActions';
import { ExperimentFiles } from './experimentFiles';
import type { FolderRuns } from '../runs/folderRuns';
import { tellOf } from '../runs/gridMessages';
import { Grids, nameOf, type ActiveGrid, type GridPlan } from '../runs/grids';
import { createExperimentLanguage } from './language';
import { openRun } from './open';
import { registerRunActions, repeatRuns } from './runActions';
import { registerSaveAs } from './saveAs';
import { emptyAll } from './trash';
import { ExperimentTree } from './tree';
import { createView } from './view';
import type { WorkspaceRuns } from '../runs/workspaceRuns';

export interface ExperimentsContext {
  extension: vscode.Uri;
  runs: WorkspaceRuns;
  keeper: RunKeeper;
  panels: ExplainPanels;
  clouds: Pick<CloudFeature, 'show' | 'active'>;
  activity: Activity;
  log: vscode.LogOutputChannel;
}

export interface ExperimentsFeature extends vscode.Disposable {
  tree: ExperimentTree;
  grids: Grids;
}

export function createExperiments({
  extension,
  runs,
  keeper,
  panels,
  clouds,
  activity,
  log,
}: ExperimentsContext): ExperimentsFeature {
  const files = new ExperimentFiles();
  const tree = new ExperimentTree(runs, files);
  const executors = new Executors(extension, log);
  const grids = new Grids(executors, activity, log, (root) => void keeper.offer.make(root));
  const { view, subscriptions: viewSubscriptions } = createView(tree, runs, log);
  const show = async ({ runs: of, grid }: ActiveGrid) => {
    await vscode.commands.executeCommand('netloupe.experiments.focus');
    const node = tree.find(of, grid.experiment);
    if (node) await view.reveal(node, { expand: true });
  };
  const tell = (active: ActiveGrid, about: { title: string; kept?: number }) =>
    void tellOf(active, about, log, () => show(active));
  const run = async (into: FolderRuns, plan: GridPlan) => {
    const active = await grids.start(into, plan);
    tell(active, { title: nameOf(active.grid) });
  };
  const repeat = (of: FolderRuns, id: string) => repeatRuns([{ runs: of, id }], run);
  const open = (of: FolderRuns, id: string) => openRun(of, id, { panels, clouds, keeper, repeat });
  void grids.resume(() => runs.folders);
  for (const { store } of runs.folders) emptyAll(store).catch((error: unknown) => showError(log, error));
  const subscriptions = vscode.Disposable.from(
    registerRunActions({ log, view, open, run }),
    registerExperimentActions({ log, files, runs, grids, open, tell }),
    registerSaveAs({ log, runs, panels, clouds }),
    new ExperimentLenses(runs, grids),
    createExperimentLanguage(),
    grids,
    executors,
    viewSubscriptions,
    files,
  );
  return { tree, grids, dispose: () => void subscriptions.dispose() };
}
