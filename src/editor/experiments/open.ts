/** Shows what came out of a run: its result in the panel of its kind, without computing anything, or why there is none. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunRecord } from '../../experiments/store/record';
import { NetLoupeError } from '../../shared/errors';
import type { CloudFeature } from '../cloud';
import type { RunKeeper } from '../explain/keep';
import type { ExplainPanels } from '../explain/panels';
import type { FolderRuns } from './folderRuns';
import { questionOf, type PanelQuestion } from './question';
import { staleText } from './rows';

export interface Viewers {
  panels: ExplainPanels;
  clouds: Pick<CloudFeature, 'show'>;
  keeper: RunKeeper;
  /** Makes a run again. */
  repeat(runs: FolderRuns, id: string): Promise<void>;
}

export async function openRun(
  runs: FolderRuns,
  id: string,
  { panels, clouds, keeper, repeat }: Viewers,
): Promise<void> {
  const again = () => repeat(runs, id);
  const record = await runs.store.read(id);
  if (record.state === 'failed') {
    void offer(vscode.window.showErrorMessage, `${nameOf(record)} failed: ${record.error?.message ?? ''}`, again);
    return;
  }
  try {
    if (!(await show(runs, record, { panels, clouds, keeper }))) {
      void offerRecord(runs, record);
      return;
    }
  } catch (error) {
    void offer(vscode.window.showErrorMessage, NetLoupeError.toData(error).message, again);
    return;
  }
  const stale = await runs.store.stale(record);
  if (stale.length > 0)
    void offer(
      vscode.window.showWarningMessage,
      `${nameOf(record)} is what came out then; since: ${staleText(stale)}.`,
      again,
    );
}

/** False where its kind has no viewer. */
async function show(
  runs: FolderRuns,
  record: RunRecord,
  { panels, clouds, keeper }: Pick<Viewers, 'panels' | 'clouds' | 'keeper'>,
): Promise<boolean> {
  const run = { root: runs.store.root, id: record.id };
  const question = questionOf(record.request, run.root);
  switch (record.kind) {
    case 'attribution':
      if (!question) return false;
      await showExplanation(runs, record.id, question, { panels, keeper });
      return true;
    case 'cloud':
      await clouds.show(run);
      return true;
    case 'clusters':
      await vscode.commands.executeCommand('netloupe.findCleverHans', run);
      return true;
    case 'curves':
    case 'evaluation':
    case 'sanity':
      await vscode.commands.executeCommand('netloupe.compareRuns', [run]);
      return true;
    default:
      return false;
  }
}

async function showExplanation(
  { store }: FolderRuns,
  id: string,
  { model, input, form }: PanelQuestion,
  { panels, keeper }: Pick<Viewers, 'panels' | 'keeper'>,
): Promise<void> {
  const result = await store.result(id);
  if (result.kind !== 'attribution') return;
  panels.show(model, input, form, result);
  await keeper.remember(model, input, { root: store.root, id });
}

function nameOf({ title, label }: RunRecord): string {
  return `“${title ?? label}”`;
}

async function offerRecord({ store }: FolderRuns, record: RunRecord): Promise<void> {
  const sentence = `${nameOf(record)} is of a kind that has no viewer yet (${record.kind ?? 'none'}); its record has what came out.`;
  if ((await vscode.window.showInformationMessage(sentence, 'Open Record')) === undefined) return;
  await vscode.window.showTextDocument(vscode.Uri.file(join(store.pathOf(record.id), 'run.json')));
}

async function offer(
  show: (message: string, ...items: string[]) => Thenable<string | undefined>,
  message: string,
  again: () => Promise<void>,
): Promise<void> {
  if ((await show(message, 'Run Again')) !== undefined) await again();
}
