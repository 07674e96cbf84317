/** Registers commands so that none fails silently: an error becomes one notification and a line in the log. */
import * as vscode from 'vscode';
import { NetLoupeError } from '../shared/errors';

export function registerCommand<Arguments extends unknown[]>(
  log: vscode.LogOutputChannel,
  id: string,
  run: (...args: Arguments) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: Arguments) => {
    try {
      return await run(...args);
    } catch (error) {
      void showError(log, error);
      return undefined;
    }
  });
}

/** Cancelled work is not a failure and stays silent. */
export async function showError(log: vscode.LogOutputChannel, error: unknown): Promise<void> {
  const { kind, message } = NetLoupeError.toData(error);
  if (kind === 'cancelled') return;
  log.error(error instanceof Error && kind === 'internal' ? error : message);
  if ((await vscode.window.showErrorMessage(message, 'Show Log')) !== undefined) log.show(true);
}

const warned = new Set<string>();

/** A failure beside the requested work: reported once per cause and window. */
export async function warnOnce(log: vscode.LogOutputChannel, cause: string, message: string): Promise<void> {
  log.warn(message);
  if (warned.has(cause)) return;
  warned.add(cause);
  if ((await vscode.window.showWarningMessage(message, 'Show Log')) !== undefined) log.show(true);
}
