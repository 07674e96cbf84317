/** A notification with Cancel for a long run that nothing else on screen shows. */
import * as vscode from 'vscode';
import type { Progress } from '../../shared/requests';
import type { Run } from './session';

/** Shorter work ends before anyone could read that it started. */
const patience = 500;

/** `isShown` says whether the run is visible; `onDidChange` fires when that may have changed. */
export function notifyWhenOutOfSight(
  title: string,
  run: Run,
  isShown: () => boolean,
  onDidChange: vscode.Event<unknown>,
): void {
  let fraction = 0;
  let message = '';
  let report: vscode.Progress<{ message?: string; increment?: number }> | undefined;
  let notified = false;
  let late = false;

  const onProgress = (progress: Progress): void => {
    report?.report({ message: progress.message, increment: (progress.fraction - fraction) * 100 });
    ({ fraction, message } = progress);
  };
  const notify = () => {
    if (!late || notified || isShown()) return;
    notified = true;
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => {
        report = progress;
        progress.report({ message, increment: fraction * 100 });
        token.onCancellationRequested(() => run.cancel());
        return run.outcome;
      },
    );
  };
  const timer = setTimeout(() => {
    late = true;
    notify();
  }, patience);
  const listener = onDidChange(notify);
  void run.follow({ onProgress }).then(() => {
    clearTimeout(timer);
    listener.dispose();
  });
}
