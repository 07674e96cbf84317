/** One compare panel: a webview and the runs it shows. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Job } from '../../experiments/experiment';
import { RunStore } from '../../experiments/store/store';
import { compareEditor, type CompareEditor, type CompareExport, type CompareState } from '../../shared/api/compare';
import type { Comparison } from '../../shared/compare';
import { csvOf, type Row } from '../../shared/csv';
import { ArgumentError } from '../../shared/errors';
import type { CallOptions, Service } from '../../shared/requests';
import type { Float32Tensor } from '../../shared/tensor';
import { showError } from '../commands';
import type { Grids } from '../runs/grids';
import { makeOne } from '../runs/makeOne';
import type { WorkspaceRuns } from '../runs/workspaceRuns';
import { PageConnection } from '../page/connection';
import { panelHtml, webviewFolder } from '../page/html';
import { gather } from './comparison';
import { Evaluation, evaluateRuns, keptEvaluation } from './faithfulness';

export const viewType = 'netloupe.compare';

export interface CompareContext {
  extension: vscode.Uri;
  service: Pick<Service, 'encodeNpz'>;
  runs: WorkspaceRuns;
  grids: Pick<Grids, 'start'>;
  log: vscode.LogOutputChannel;
}

export class ComparePanel {
  readonly #store: RunStore;
  readonly #evaluation: Evaluation;

  constructor(
    readonly view: vscode.WebviewPanel,
    readonly state: CompareState,
    private readonly context: CompareContext,
  ) {
    const { extension } = context;
    const { ids, evaluation } = state;
    const store = new RunStore(state.root);
    this.#store = store;
    this.#evaluation = new Evaluation(
      (options) => evaluateRuns(store, ids, (...asked) => this.#make(...asked), options),
      evaluation === undefined ? undefined : keptEvaluation(store, ids, evaluation),
    );
    view.title = state.ids.length === 1 ? 'Run' : `Compare ${state.ids.length} Runs`;
    const icon = (name: string) => vscode.Uri.joinPath(extension, 'media', name);
    view.iconPath = { light: icon('panel-light.svg'), dark: icon('panel-dark.svg') };
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    const connection = new PageConnection(view.webview, context.log, (page) =>
      page.serve(compareEditor, this.#answers()),
    );
    view.onDidDispose(() => {
      this.#evaluation.cancel();
      connection.dispose();
    });
    view.webview.html = panelHtml(view.webview, extension, 'compare');
  }

  #answers(): CompareEditor {
    return {
      ready: async () => {
        const comparison = await gather(this.#store, this.state.ids);
        return { comparison, state: this.state, evaluating: this.#evaluation.asked };
      },
      evaluate: (_, options) => this.#evaluation.run(options),
      export: async (request) => {
        try {
          return await this.#export(parseExport(request));
        } catch (error) {
          void showError(this.context.log, error);
          return '';
        }
      },
    };
  }

  #make(job: Job, options: CallOptions): Promise<string> {
    const { runs, grids } = this.context;
    const folder = runs.at(this.state.root);
    if (!folder)
      throw new ArgumentError(`Open the folder ${this.state.root} first: the result is kept there as a run.`);
    return makeOne(grids, folder, job, options);
  }

  async #export(request: CompareExport): Promise<string> {
    if (request.kind === 'png') return this.#save('Picture', 'png', request.png);
    const comparison = await gather(this.#store, this.state.ids);
    if (request.kind === 'csv') return this.#save('Table', 'csv', new TextEncoder().encode(csvOf(rowsOf(comparison))));
    return this.#save('NumPy arrays', 'npz', await this.context.service.encodeNpz(differencesOf(comparison)));
  }

  async #save(title: string, extension: string, bytes: Uint8Array): Promise<string> {
    const uri = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.file(join(this.state.root, `comparison.${extension}`)),
      filters: { [title]: [extension] },
    });
    if (!uri) return '';
    await vscode.workspace.fs.writeFile(uri, bytes);
    return uri.fsPath;
  }
}

/** Throws ArgumentError for a state that this panel never stored. */
export function parseState(value: unknown): CompareState {
  const { root, ids, evaluation } = (value ?? {}) as Partial<CompareState>;
  if (typeof root === 'string' && Array.isArray(ids) && ids.every((id) => typeof id === 'string'))
    return { root, ids, ...(typeof evaluation === 'string' && { evaluation }) };
  throw new ArgumentError('A comparison of an earlier window could not be restored; choose its runs again.');
}

function parseExport(value: unknown): CompareExport {
  const { kind, png } = (value ?? {}) as { kind?: unknown; png?: unknown };
  if (kind === 'csv' || kind === 'npz') return { kind };
  if (kind === 'png' && png instanceof Uint8Array) return { kind, png };
  throw new ArgumentError('The panel asked for an unknown export; the kinds are png, csv and npz.');
}

/** One line per sample and pair of runs. */
function rowsOf({ runs, measures }: Comparison): Row[] {
  const pairs = runs.flatMap((_, i) => runs.slice(i + 1).map((_, k) => [i, i + 1 + k] as const));
  return [
    ['sample', 'first', 'second', 'pearson', 'spearman', 'cosine', 'top_overlap'],
    ...measures.flatMap(({ pearson, spearman, cosine, top }, sample) =>
      pairs.map(([i, j]): Row => [
        ...[sample, runs[i]!.title, runs[j]!.title],
        ...[pearson, spearman, cosine, top].map((table) => table[i]![j]!),
      ]),
    ),
  ];
}

/** Each run's map, and each map minus the first. */
function differencesOf({ runs }: Comparison): Record<string, Float32Tensor> {
  const maps = runs.flatMap(({ map }, i) => (map ? [{ map, name: `map_${i}` }] : []));
  const [first] = maps;
  const differences = maps
    .slice(1)
    .flatMap(({ map, name }) =>
      map.data.length === first?.map.data.length
        ? [
            [
              `${name}_minus_${first.name}`,
              { ...map, data: map.data.map((value, k) => value - first.map.data[k]!) },
            ] as const,
          ]
        : [],
    );
  return Object.fromEntries([...maps.map(({ map, name }) => [name, map] as const), ...differences]);
}
