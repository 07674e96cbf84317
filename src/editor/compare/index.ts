/** The command "Compare Runs…" and its panels. */
import * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';
import type { CompareState } from '../../shared/api/compare';
import type { CloudFeature } from '../cloud';
import { registerCommand } from '../commands';
import type { WorkspaceRuns } from '../runs/workspaceRuns';
import { Panels } from '../page/panels';
import { ComparePanel, parseState, viewType, type CompareContext } from './panel';

/** More heatmaps than this are too small to read. */
export const mostRuns = 12;

export interface CompareFeature extends vscode.Disposable {
  open(state: CompareState): ComparePanel;
}

export function createCompare(context: CompareContext & { clouds: Pick<CloudFeature, 'showFilm'> }): CompareFeature {
  const { log, runs, clouds } = context;
  const panels = new Panels(viewType, (view, state) => new ComparePanel(view, parseState(state), context));
  const open = (state: CompareState): ComparePanel => {
    if (state.ids.length > mostRuns)
      throw new ArgumentError(
        `${state.ids.length} runs are more than a panel can show side by side; choose up to ${mostRuns}.`,
      );
    return panels.open((view) => new ComparePanel(view, state, context));
  };
  const subscriptions = vscode.Disposable.from(
    panels,
    registerCommand(log, 'netloupe.compareRuns', async (given: unknown) => {
      const state = Array.isArray(given) && given.length ? stateOf(given) : await choose(runs);
      if (!state) return;
      const { root, ids } = state;
      if (ids.length > 1 && (await areClouds(runs, state))) await clouds.showFilm(ids.map((id) => ({ root, id })));
      else open(state);
    }),
  );
  return { open, dispose: () => void subscriptions.dispose() };
}

/** Throws ArgumentError for runs of several workspace folders, whose stores are separate. */
function stateOf(given: readonly unknown[]): CompareState {
  const chosen = given as readonly { root: string; id: string }[];
  const { root } = chosen[0]!;
  if (chosen.some((run) => run.root !== root))
    throw new ArgumentError('Runs of different workspace folders cannot be compared; choose runs of one folder.');
  return { root, ids: chosen.map(({ id }) => id) };
}

/** Maps of points are compared as a film. The panel reports what cannot be read. */
async function areClouds(runs: WorkspaceRuns, { root, ids }: CompareState): Promise<boolean> {
  const store = runs.at(root)?.store;
  if (!store) return false;
  const records = await Promise.all(ids.map((id) => store.read(id).catch(() => undefined)));
  return records.every((record) => record?.kind === 'cloud');
}

async function choose(runs: WorkspaceRuns): Promise<CompareState | undefined> {
  const stores = runs.folders.map(({ store }) => store);
  const lists = await Promise.all(
    stores.map(async (store) => (await store.list()).map((run) => ({ run, root: store.root }))),
  );
  const items = lists.flat().flatMap(({ run, root }) =>
    'unreadable' in run || run.state !== 'done'
      ? []
      : [
          {
            label: run.title ?? run.label,
            description: new Date(run.started).toLocaleString(),
            detail: run.experiment ?? '',
            id: run.id,
            root,
          },
        ],
  );
  if (!items.length) {
    void vscode.window.showInformationMessage(
      'There are no finished runs to compare yet. First explain a prediction or run an experiment.',
    );
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: 'NetLoupe: Compare Runs',
    placeHolder: 'Two or more runs',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.length ? stateOf(picked) : undefined;
}
