/** How panels return after a reload of the window: their feature restores them, and is loaded first if necessary. */
import * as vscode from 'vscode';
import { messageOf } from '../../shared/errors';

/** Throws for an unusable state, such as one from an earlier version. */
type Restore = (view: vscode.WebviewPanel, state: unknown) => unknown;

const restorers = new Map<string, Restore>();

export function restorePanels(viewType: string, restore: Restore): vscode.Disposable {
  restorers.set(viewType, restore);
  return new vscode.Disposable(() => restorers.delete(viewType));
}

/**
 * Takes panels of these types from VS Code once `load` has loaded their feature. One that cannot be restored is closed;
 * the log says why.
 */
export function registerSerializers(
  viewTypes: readonly string[],
  load: () => Promise<unknown>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const restore = async (viewType: string, view: vscode.WebviewPanel, state: unknown): Promise<void> => {
    try {
      await load();
      await restorers.get(viewType)!(view, state);
    } catch (error) {
      log.warn(messageOf(error));
      view.dispose();
    }
  };
  return vscode.Disposable.from(
    ...viewTypes.map((viewType) =>
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: (view, state: unknown) => restore(viewType, view, state),
      }),
    ),
  );
}
