/** Everything that a user opens: panels, experiments and their commands, wired to each other. Loaded on first use. */
import * as vscode from 'vscode';
import type { Service } from '../shared/requests';
import { createActivations } from './activations';
import type { Activity } from './activity';
import { createCapacity } from './capacity';
import { createCloud, type CloudFeature } from './cloud';
import { createClusters } from './clusters';
import { createCompare, mostRuns } from './compare';
import { registerCompareMethods } from './compare/methods';
import { createExperiments, type ExperimentsFeature } from './experiments';
import { WorkspaceRuns } from './runs/workspaceRuns';
import { createExplain } from './explain';
import { Memory } from './ask/choice';
import { RunKeeper } from './runs/keep';
import type { ExplainPanels } from './explain/panels';
import type { Ledgers } from './ledgers';
import { createVectors } from './vectors';

export interface FeaturesContext {
  context: vscode.ExtensionContext;
  service: Service;
  ledgers: Ledgers;
  activity: Activity;
  log: vscode.LogOutputChannel;
}

export interface Features extends vscode.Disposable {
  panels: ExplainPanels;
  clouds: CloudFeature;
  experiments: ExperimentsFeature;
}

export function createFeatures({ context, service, ledgers, activity, log }: FeaturesContext): Features {
  const extension = context.extensionUri;
  const runs = new WorkspaceRuns();
  const memory = new Memory(context.workspaceState);
  const keeper = new RunKeeper(runs, context, log);
  const explain = createExplain({ extension, service, memory, keeper, ledgers, activity, log });
  const clouds = createCloud({ extension, service, activity, runs, keeper, memory, log });
  const experiments = createExperiments({ extension, runs, keeper, panels: explain.panels, clouds, activity, log });
  const { grids } = experiments;
  const compare = createCompare({ extension, service, runs, clouds, grids, log });
  const subscriptions = vscode.Disposable.from(
    explain,
    clouds,
    createActivations({ service, activity, memory, log }),
    experiments,
    createCapacity({ extension, service, activity, runs, grids, log }),
    compare,
    registerCompareMethods({ service, runs, explain, grids, open: compare.open, most: mostRuns, log }),
    createClusters({ extension, service, memory, runs, grids, log }),
    createVectors({ extension, service, activity, log }),
    runs,
  );
  return { panels: explain.panels, clouds, experiments, dispose: () => void subscriptions.dispose() };
}
