/** The command "Find Clever Hans…": asks for a model and a data set, makes the run, and shows its clusters. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { parseParameters } from '../../methods/method';
import { spray } from '../../methods/spray/spray';
import type { ClustersState } from '../../shared/api/clusters';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import { registerCommand } from '../commands';
import type { Grids } from '../runs/grids';
import { onlyRun } from '../runs/onlyRun';
import { pathFrom } from '../runs/question';
import type { WorkspaceRuns } from '../runs/workspaceRuns';
import { parseChoice, type Choice, type Memory } from '../ask/choice';
import { arrayStep, dataStep, modelStep } from '../ask/fileSteps';
import { askSteps } from '../ask/wizard';
import { Panels } from '../page/panels';
import { labelsStep } from './labelsStep';
import { ClustersPanel, parseState, viewType, type ClustersPanelContext } from './panel';

export interface ClustersContext extends ClustersPanelContext {
  service: Pick<Service, 'describeModel' | 'describeInput' | 'fitData'>;
  memory: Memory;
  runs: WorkspaceRuns;
  grids: Grids;
}

export function createClusters(context: ClustersContext): vscode.Disposable {
  const { service, memory, log } = context;
  const panels = new Panels(viewType, (view, state) => new ClustersPanel(view, parseState(state), context));
  const open = (state: ClustersState): void => {
    panels.open((view) => new ClustersPanel(view, state, context));
  };
  const steps = [
    modelStep<Choice>(),
    dataStep<Choice>(service, memory, 'The data set whose relevance maps to cluster'),
    arrayStep<Choice>(service),
    labelsStep(service),
  ];
  return vscode.Disposable.from(
    panels,
    registerCommand(log, 'netloupe.findCleverHans', async (given: unknown) => {
      if (isRun(given)) {
        open(given);
        return;
      }
      const start = typeof given === 'object' && given !== null ? parseChoice(given) : {};
      const choice = await askSteps<Choice>('NetLoupe: Find Clever Hans', steps, start);
      if (choice) open(await find(context, choice as Required<Choice>));
    }),
  );
}

/** Makes the run, visible in the Experiments view meanwhile. Throws its failure, CancelledError. */
async function find(
  { runs, grids }: ClustersContext,
  { model, input, target }: Required<Choice>,
): Promise<ClustersState> {
  const folder = runs.of(model);
  if (!folder) throw new ArgumentError('Open a folder first: the result is kept there as a run.');
  const { root } = folder.store;
  const request = {
    method: spray.id,
    parameters: parseParameters(spray, {}),
    seed: 0,
    device: 'auto',
    model: pathFrom(root, model),
    input: pathFrom(root, input),
    target: target.includes('#') ? pathFrom(root, target) : target,
  };
  const label = [spray.id, basename(input), basename(model)].join(' · ');
  const active = await grids.start(folder, { jobs: [{ request, label }] });
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Explaining ${basename(input)}`, cancellable: true },
    async (progress, token) => {
      token.onCancellationRequested(() => active.cancel());
      let before = 0;
      const subscription = active.onProgress(({ fraction }) => {
        progress.report({ increment: 100 * (fraction - before) });
        before = fraction;
      });
      try {
        return await onlyRun(active);
      } finally {
        subscription.dispose();
      }
    },
  );
}

function isRun(given: unknown): given is ClustersState {
  return typeof given === 'object' && given !== null && 'root' in given && 'id' in given;
}
