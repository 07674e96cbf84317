/** The panels of one kind on screen: opened in tabs, restored after a reload of the window, closed with their feature. */
import * as vscode from 'vscode';
import { restorePanels } from './restore';

export interface Panel {
  readonly view: vscode.WebviewPanel;
}

interface Place {
  viewColumn: vscode.ViewColumn;
  preserveFocus?: boolean;
}

export class Panels<P extends Panel> implements vscode.Disposable {
  readonly #panels = new Set<P>();
  readonly #restoring: vscode.Disposable;

  /** `revive` makes a panel of what its page kept with setState; it throws for a state that no such page kept. */
  constructor(
    private readonly viewType: string,
    private readonly revive: (view: vscode.WebviewPanel, state: unknown) => P | Promise<P>,
  ) {
    this.#restoring = restorePanels(viewType, (view, state) => this.restore(view, state));
  }

  [Symbol.iterator](): IterableIterator<P> {
    return this.#panels.values();
  }

  /** The one in front, where the person is. */
  get active(): P | undefined {
    return this.find(({ view }) => view.active);
  }

  find(isWanted: (panel: P) => boolean): P | undefined {
    return [...this.#panels].find(isWanted);
  }

  /** Makes a panel in a new tab, by default over the tabs in front. */
  open(create: (view: vscode.WebviewPanel) => P, place: Place = { viewColumn: vscode.ViewColumn.Active }): P {
    return this.#add(create(vscode.window.createWebviewPanel(this.viewType, 'NetLoupe', place)));
  }

  /** In the tab it had before the window was reloaded. */
  async restore(view: vscode.WebviewPanel, state: unknown): Promise<P> {
    return this.#add(await this.revive(view, state));
  }

  dispose(): void {
    this.#restoring.dispose();
    for (const { view } of this.#panels) view.dispose();
  }

  #add(panel: P): P {
    this.#panels.add(panel);
    panel.view.onDidDispose(() => this.#panels.delete(panel));
    return panel;
  }
}
