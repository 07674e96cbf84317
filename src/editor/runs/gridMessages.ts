/** Messages about a grid the user started: a notification with Cancel while it runs, and one sentence at its end. */
import * as vscode from 'vscode';
import { showError } from '../commands';
import type { ActiveGrid } from './grids';

/** Resolves when the grid has ended, in whatever way; `kept` runs existed before. `show` brings its runs into view. */
export async function tellOf(
  active: ActiveGrid,
  { title, kept = 0 }: { title: string; kept?: number },
  log: vscode.LogOutputChannel,
  show: () => unknown,
): Promise<void> {
  showProgress(active, title);
  try {
    const { done, failed } = await active.outcome;
    const sentence = `${title}: ${outcomeText(done.length, failed.length, kept)}.`;
    const answer =
      failed.length > 0
        ? await vscode.window.showWarningMessage(sentence, 'Show')
        : await vscode.window.showInformationMessage(sentence, 'Show');
    if (answer !== undefined) await show();
  } catch (error) {
    void showError(log, error);
  }
}

/** A notification with Cancel while the grid runs. */
export function showProgress(active: ActiveGrid, title: string): void {
  const { total } = active;
  void vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      token.onCancellationRequested(active.cancel);
      let reported = 0;
      active.onProgress(({ fraction, label }) => {
        const count = total > 1 ? `${active.ended} of ${total} · ` : '';
        progress.report({ message: `${count}${label}`, increment: (fraction - reported) * 100 });
        reported = fraction;
      });
      await active.outcome.catch(() => undefined);
    },
  );
}

/** "5 done, 1 failed, 2 kept" */
export function outcomeText(done: number, failed: number, kept: number): string {
  const parts = [
    ...(done > 0 || failed === 0 ? [`${done} done`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(kept > 0 ? [`${kept} already done`] : []),
  ];
  return parts.join(', ');
}
