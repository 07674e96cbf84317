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
import type { Grids } from '../runs/grids';
import { makeOne } from '../runs/makeOne';
import type { WorkspaceRuns } from '../runs/workspaceRuns';
import { saveAs } from '../page/files';
import { showPage, type PageContext } from '../page/show';
import { gather } from './comparison';
import { Evaluation, evaluateRuns, keptEvaluation } from './faithfulness';

export const viewType = 'netloupe.compare';

export interface CompareContext extends PageContext {
  service: Pick<Service, 'encodeNpz'>;
  runs: WorkspaceRuns;
  grids: Pick<Grids, 'start'>;
}

export class ComparePanel {
  readonly #store: RunStore;
  readonly #evaluation: Evaluation;

  constructor(
    readonly view: vscode.WebviewPanel,
    readonly state: CompareState,
    private readonly context: CompareContext,
  ) {
    const { ids, evaluation } = state;
    const store = new RunStore(state.root);
    this.#store = store;
    this.#evaluation = new Evaluation(
      (options) => evaluateRuns(store, ids, (...asked) => this.#make(...asked), options),
      evaluation === undefined ? undefined : keptEvaluation(store, ids, evaluation),
    );
    view.onDidDispose(() => this.#evaluation.cancel());
    showPage(view, context, {
      name: 'compare',
      title: ids.length === 1 ? 'Run' : `Compare ${ids.length} Runs`,
      serve: (page) => page.serve(compareEditor, this.#answers()),
    });
  }

  #answers(): CompareEditor {
    return {
      ready: async () => {
        const comparison = await gather(this.#store, this.state.ids);
        return { comparison, state: this.state, evaluating: this.#evaluation.asked };
      },
      evaluate: (_, options) => this.#evaluation.run(options),
      export: (request) => this.#export(request),
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
    const file = vscode.Uri.file(join(this.state.root, `comparison.${request.kind}`));
    if (request.kind === 'png') return saveAs(file, () => request.png);
    const comparison = await gather(this.#store, this.state.ids);
    return saveAs(file, () =>
      request.kind === 'csv'
        ? new TextEncoder().encode(csvOf(rowsOf(comparison)))
        : this.context.service.encodeNpz(differencesOf(comparison)),
    );
  }
}

/** Throws ArgumentError for a state that this panel never stored. */
export function parseState(value: unknown): CompareState {
  const { root, ids, evaluation } = (value ?? {}) as Partial<CompareState>;
  if (typeof root === 'string' && Array.isArray(ids) && ids.every((id) => typeof id === 'string'))
    return { root, ids, ...(typeof evaluation === 'string' && { evaluation }) };
  throw new ArgumentError('A comparison of an earlier window could not be restored; choose its runs again.');
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
