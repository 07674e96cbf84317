/** One clusters panel: a webview and the run it shows. */
import { resolve } from 'node:path';
import type * as vscode from 'vscode';
import { RunStore } from '../../experiments/store/store';
import { clustersEditor, type ClustersSetup, type ClustersState } from '../../shared/api/clusters';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import { copyText } from '../page/files';
import { showPage, type PageContext } from '../page/show';

export const viewType = 'netloupe.clusters';

export interface ClustersPanelContext extends PageContext {
  service: Pick<Service, 'describeModel'>;
}

export class ClustersPanel {
  readonly #store: RunStore;

  constructor(
    readonly view: vscode.WebviewPanel,
    readonly state: ClustersState,
    private readonly context: ClustersPanelContext,
  ) {
    this.#store = new RunStore(state.root);
    showPage(view, context, {
      name: 'clusters',
      title: 'Clever Hans',
      serve: (page) =>
        page.serve(clustersEditor, {
          ready: () => this.#setup(),
          copy: (rows) => copyText(rows.join(', ')),
        }),
    });
  }

  async #setup(): Promise<ClustersSetup> {
    const { state } = this;
    const { label, title = label, request } = await this.#store.read(state.id);
    const result = await this.#store.result(state.id);
    if (result.kind !== 'clusters')
      throw new ArgumentError(`“${title}” has no clusters to show: its result is of kind "${result.kind}".`);
    const names = await this.#names(resolve(state.root, request.model ?? '')).catch(() => undefined);
    return { state, title, result, ...(names && { names }) };
  }

  /** The model may have moved since; its classes are then shown by number. */
  async #names(model: string): Promise<string[] | undefined> {
    return (await this.context.service.describeModel(model)).labels;
  }
}

/** Throws ArgumentError for a state that this panel never stored. */
export function parseState(value: unknown): ClustersState {
  const { root, id } = (value ?? {}) as Partial<ClustersState>;
  if (typeof root === 'string' && typeof id === 'string') return { root, id };
  throw new ArgumentError('The clusters of an earlier window could not be restored; open their run again.');
}
