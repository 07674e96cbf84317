/** The command "Perceptron Capacity" and its one panel, restored after a reload of the window. It needs no folder and no model. */
import * as vscode from 'vscode';
import type { CapacityState } from '../../shared/api/capacity';
import { registerCommand } from '../commands';
import { Panels } from '../page/panels';
import { Measurements, type MeasureContext } from './measure';
import { CapacityPanel, viewType, type PanelContext } from './panel';

export type CapacityContext = Omit<PanelContext, 'measurements'> & MeasureContext;

export function createCapacity(context: CapacityContext): vscode.Disposable {
  const { log } = context;
  const create = (view: vscode.WebviewPanel, { run }: CapacityState): CapacityPanel =>
    new CapacityPanel(view, { ...context, measurements: new Measurements(context, run) });
  const panels = new Panels(viewType, (view, state) => create(view, stateOf(state)));
  return vscode.Disposable.from(
    panels,
    registerCommand(log, 'netloupe.capacity', () => {
      const [panel] = panels;
      if (panel) panel.view.reveal();
      else panels.open((view) => create(view, {}));
    }),
  );
}

/** Stored state may come from an earlier version. */
function stateOf(value: unknown): CapacityState {
  const { run } = (value ?? {}) as { run?: { root?: unknown; id?: unknown } };
  return typeof run?.root === 'string' && typeof run.id === 'string' ? { run: { root: run.root, id: run.id } } : {};
}
