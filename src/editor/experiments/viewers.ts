/**
 * What opens the result of a run: a list of viewers, each with a guard. The first that accepts a run shows it, so a new
 * panel is one entry here and nobody switches on kinds.
 */
import * as vscode from 'vscode';
import type { RunRecord } from '../../experiments/store/record';
import type { Result } from '../../shared/results';
import type { CloudFeature } from '../cloud';
import type { RunKeeper } from '../runs/keep';
import type { ExplainPanels } from '../explain/panels';
import type { FolderRuns } from '../runs/folderRuns';
import { questionOf } from '../runs/question';

export interface Panels {
  panels: ExplainPanels;
  clouds: Pick<CloudFeature, 'show'>;
  keeper: RunKeeper;
}

export interface Viewer {
  accepts(record: Pick<RunRecord, 'kind' | 'request'>): boolean;
  /** Shows the result without computing anything. */
  open(runs: FolderRuns, record: RunRecord, panels: Panels): Promise<void>;
}

const explanation: Viewer = {
  accepts: ({ kind, request }) => kind === 'attribution' && questionOf(request, '') !== undefined,
  async open({ store }, { id, request }, { panels, keeper }) {
    const question = questionOf(request, store.root);
    const result = await store.result(id);
    if (!question || result.kind !== 'attribution') return;
    const { model, input, form } = question;
    panels.show(model, input, form, result);
    await keeper.remember(model, input, { root: store.root, id });
  },
};

const cloud: Viewer = {
  accepts: ({ kind }) => kind === 'cloud',
  open: ({ store }, { id }, { clouds }) => clouds.show({ root: store.root, id }),
};

const clusters: Viewer = {
  accepts: ({ kind }) => kind === 'clusters',
  open: async ({ store }, { id }) =>
    vscode.commands.executeCommand('netloupe.findCleverHans', { root: store.root, id }),
};

/** A comparison of a single run, for results with charts and tables but no panel of their own. */
const comparison: Viewer = {
  accepts: ({ kind }) => kind !== undefined && compared.has(kind),
  open: async ({ store }, { id }) => vscode.commands.executeCommand('netloupe.compareRuns', [{ root: store.root, id }]),
};

const compared: ReadonlySet<Result['kind']> = new Set<Result['kind']>(['curves', 'evaluation', 'sanity']);

export const viewers: readonly Viewer[] = [explanation, cloud, clusters, comparison];

/** Undefined if nothing shows such a run. */
export function viewerOf(record: Pick<RunRecord, 'kind' | 'request'>): Viewer | undefined {
  return viewers.find((viewer) => viewer.accepts(record));
}
