/** The extension's entry: wires the features of src/editor to VS Code; nothing else. */
import * as vscode from 'vscode';
import { createActivations } from './editor/activations';
import { Activity } from './editor/activity';
import { createCapacity } from './editor/capacity';
import { createCloud } from './editor/cloud';
import { registerCommand } from './editor/commands';
import { createClusters } from './editor/clusters';
import { createCompare, mostRuns } from './editor/compare';
import { registerCompareMethods } from './editor/compare/methods';
import { createExplain } from './editor/explain';
import { Memory } from './editor/explain/choice';
import { RunKeeper } from './editor/explain/keep';
import { createExperiments } from './editor/experiments';
import { WorkspaceRuns } from './editor/experiments/workspaceRuns';
import { createHovers } from './editor/hover';
import { createKernel } from './editor/kernel';
import { Ledgers } from './editor/ledgers';
import { createModels } from './editor/models';
import { createStatusBar } from './editor/statusBar';
import type { TestApi } from './editor/testApi';
import { createVectors } from './editor/vectors';

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const log = vscode.window.createOutputChannel('NetLoupe', { log: true });
  const kernel = createKernel(context.extensionUri, log);
  const { service } = kernel;
  const activity = new Activity();
  const ledgers = new Ledgers();
  const models = createModels(service, ledgers, log);
  const runs = new WorkspaceRuns();
  const memory = new Memory(context.workspaceState);
  const keeper = new RunKeeper(runs, context, log);
  const explain = createExplain({
    extension: context.extensionUri,
    service,
    memory,
    keeper,
    ledgers,
    activity,
    log,
  });
  const clouds = createCloud({
    extension: context.extensionUri,
    service,
    activity,
    runs,
    keeper,
    memory,
    log,
  });
  const experiments = createExperiments({
    extension: context.extensionUri,
    runs,
    keeper,
    panels: explain.panels,
    clouds,
    activity,
    log,
  });
  const compare = createCompare({
    extension: context.extensionUri,
    service,
    runs,
    clouds,
    grids: experiments.grids,
    log,
  });
  context.subscriptions.push(
    explain,
    clouds,
    createActivations({ service, activity, memory, log }),
    experiments,
    createCapacity({ extension: context.extensionUri, service, activity, runs, grids: experiments.grids, log }),
    compare,
    registerCompareMethods({
      service,
      runs,
      explain,
      grids: experiments.grids,
      open: compare.open,
      most: mostRuns,
      log,
    }),
    createClusters({ extension: context.extensionUri, service, memory, runs, grids: experiments.grids, log }),
    createVectors({ extension: context.extensionUri, service, activity, log }),
    runs,
    models,
    ledgers,
    createHovers(service, models.files, log),
    createStatusBar(service, activity, log),
    activity,
    { dispose: () => kernel.dispose() },
    registerCommand(log, 'netloupe.showLog', () => log.show()),
    log,
  );
  if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  return { kernel, models: models.tree, panels: explain.panels, clouds, experiments };
}
