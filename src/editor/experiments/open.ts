/** Shows the result of a run in the panel of its kind, without computing anything, or why there is none. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunRecord } from '../../experiments/store/record';
import { NetLoupeError } from '../../shared/errors';
import type { FolderRuns } from '../runs/folderRuns';
import { staleText } from '../runs/rows';
import { viewerOf, type Panels } from './viewers';

export interface OpenContext extends Panels {
  /** Repeats a run. */
  repeat(runs: FolderRuns, id: string): Promise<void>;
}

export async function openRun(runs: FolderRuns, id: string, { repeat, ...panels }: OpenContext): Promise<void> {
  const again = () => repeat(runs, id);
  const record = await runs.store.read(id);
  if (record.state === 'failed') {
    void offer(vscode.window.showErrorMessage, `${nameOf(record)} failed: ${record.error?.message ?? ''}`, again);
    return;
  }
  const viewer = viewerOf(record);
  if (!viewer) {
    void offerRecord(runs, record);
    return;
  }
  try {
    await viewer.open(runs, record, panels);
  } catch (error) {
    void offer(vscode.window.showErrorMessage, NetLoupeError.toData(error).message, again);
    return;
  }
  const stale = [...(await runs.store.stale(record)), ...(await runs.store.damage(record))];
  if (stale.length > 0)
    void offer(
      vscode.window.showWarningMessage,
      `${nameOf(record)} is the result of that time; since then: ${staleText(stale)}.`,
      again,
    );
}

function nameOf({ title, label }: RunRecord): string {
  return `“${title ?? label}”`;
}

async function offerRecord({ store }: FolderRuns, record: RunRecord): Promise<void> {
  const sentence = `${nameOf(record)} has a result that no panel shows (${record.kind ?? 'none'}); see its record.`;
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
