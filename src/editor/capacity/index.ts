/** The command "Perceptron Capacity" and its one panel, restored after a reload of the window. It needs no folder and no model. */
import * as vscode from 'vscode';
import type { CapacityState } from '../../shared/api/capacity';
import { registerCommand } from '../commands';
import { restorePanels } from '../page/restore';
import { webviewFolder } from '../page/html';
import { Measurements, type MeasureContext } from './measure';
import { CapacityPanel, viewType, type PanelContext } from './panel';

export type CapacityContext = Omit<PanelContext, 'measurements'> & MeasureContext;

export function createCapacity(context: CapacityContext): vscode.Disposable {
  const { extension, log } = context;
  let panel: CapacityPanel | undefined;
  const open = (view: vscode.WebviewPanel, state?: unknown): void => {
    const measurements = new Measurements(context, stateOf(state).run);
    const opened = new CapacityPanel(view, { ...context, measurements });
    panel = opened;
    view.onDidDispose(() => {
      if (panel === opened) panel = undefined;
    });
  };
  return vscode.Disposable.from(
    restorePanels(viewType, open),
    registerCommand(log, 'netloupe.capacity', () => {
      if (panel) {
        panel.view.reveal();
        return;
      }
      open(
        vscode.window.createWebviewPanel(
          viewType,
          'Perceptron Capacity',
          { viewColumn: vscode.ViewColumn.Active },
          { enableScripts: true, localResourceRoots: [webviewFolder(extension)] },
        ),
      );
    }),
  );
}

/** Stored state may come from an earlier version. */
function stateOf(value: unknown): CapacityState {
  const { run } = (value ?? {}) as { run?: { root?: unknown; id?: unknown } };
  return typeof run?.root === 'string' && typeof run.id === 'string' ? { run: { root: run.root, id: run.id } } : {};
}
