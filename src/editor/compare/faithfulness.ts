/**
 * How faithful the compared methods are: one run that evaluates them all on what they explained, requested once while
 * the panel is open, since its page comes and goes. It does not know VS Code; the page draws it.
 */
import type { Job } from '../../experiments/experiment';
import { canonical } from '../../experiments/key';
import { stalenessOf } from '../../experiments/store/staleness';
import { summaryOf, type RunRecord } from '../../experiments/store/record';
import type { RunStore } from '../../experiments/store/store';
import { STANDARD_MEASURES } from '../../methods/evaluation';
import { faithfulness } from '../../methods/evaluation/faithfulness';
import { placesOf } from '../../methods/evaluation/places';
import { SEARCHABLE } from '../../methods/evaluation/removal';
import type { Faithfulness } from '../../shared/compare';
import { ArgumentError } from '../../shared/errors';
import type { CallOptions } from '../../shared/requests';
import type { Shape } from '../../shared/tensor';
import { JoinedRun } from '../page/joinedRun';
import { labelOf, questionOf, requestOf, type PanelQuestion } from '../runs/question';

/** A ranking over more samples takes minutes, and standard errors are small by then. */
const MOST_SAMPLES = 100;

/** Makes the run, with `make`. Throws ArgumentError for runs that cannot be ranked, and the evaluation's failure. */
export async function evaluateRuns(
  store: RunStore,
  ids: readonly string[],
  make: (job: Job, options: CallOptions) => Promise<string>,
  options: CallOptions,
): Promise<Faithfulness> {
  const explained = await explanationsAmong(store, ids);
  const [first] = explained;
  const result = first && (await store.result(first.id));
  const question = evaluationOf(explained, store.root, result?.kind === 'attribution' ? result.input.shape : []);
  const [stale] = (await stalenessOf(store.root, explained.map(summaryOf))).flat();
  if (stale)
    throw new ArgumentError(
      `The ${stale.file} of these runs ${stale.now === 'missing' ? 'no longer exists' : 'has changed since they were made'}; make the runs again to evaluate them.`,
    );
  const run = await make({ request: requestOf(question, store.root), label: labelOf(question) }, options);
  return keptEvaluation(store, ids, run);
}

/** The evaluation in `run`. Throws FormatError for a missing run, ArgumentError for a run of something else. */
export async function keptEvaluation(store: RunStore, ids: readonly string[], run: string): Promise<Faithfulness> {
  const runs = (await explanationsAmong(store, ids)).map(({ id }) => id);
  const result = await store.result(run);
  if (result.kind === 'evaluation' && result.methods.length === runs.length) return { runs, run, result };
  throw new ArgumentError(`Run ${run} does not evaluate these runs; evaluate them again.`);
}

async function explanationsAmong(store: RunStore, ids: readonly string[]): Promise<RunRecord[]> {
  const records = await Promise.all(ids.map((id) => store.read(id).catch(() => undefined)));
  return records.flatMap((record) => (record?.kind === 'attribution' ? record : []));
}

/**
 * The methods of runs with the same question, on the standard measures. `root` is the folder with the runs, `shape`
 * that of the input they explain, [N, …].
 */
export function evaluationOf(
  records: readonly Pick<RunRecord, 'request'>[],
  root: string,
  shape: Shape,
): PanelQuestion {
  const questions = records.flatMap(({ request }) => questionOf(request, root) ?? []);
  const [first] = questions;
  if (!first) throw new ArgumentError('None of these runs explains a prediction; choose runs that do.');
  const differing = Object.entries(shared)
    .filter(([, of]) => new Set(questions.map((question) => canonical(of(question)))).size > 1)
    .map(([name]) => name);
  if (differing.length)
    throw new ArgumentError(
      `These runs differ in ${differing.join(' and ')}; only methods with the same model, data, target and seed can be ranked.`,
    );
  const parameters = {
    methods: questions.map(({ form: { method, parameters } }) => ({ id: method, parameters })),
    measures: STANDARD_MEASURES.map((id) =>
      id === 'pixel-flipping' ? { id, parameters: { patch: searchablePatch(shape) } } : id,
    ),
    samples: MOST_SAMPLES,
  };
  return { ...first, form: { ...first.form, method: faithfulness.id, parameters } };
}

/** The smallest side of regions few enough for a search of their best order; columns of a table are never joined. */
function searchablePatch(shape: Shape): number | 'auto' {
  const { kind, sides } = placesOf(shape);
  if (kind === 'tabular') return 'auto';
  let patch = 1;
  while (sides.reduce((count, side) => count * Math.ceil(side / patch), 1) > SEARCHABLE) patch++;
  return patch;
}

/** What runs must share to be ranked against each other. */
const shared: Record<string, (question: PanelQuestion) => unknown> = {
  model: ({ model }) => model,
  data: ({ input }) => input,
  target: ({ form }) => form.target,
  preprocessing: ({ form }) => form.preprocessing,
  seed: ({ form }) => form.seed,
};

/** One evaluation at a time, joined by later requests while it is running or known. A failed one is repeated. */
export class Evaluation {
  #run: JoinedRun<Faithfulness> | undefined;

  /** `kept` is an existing one. */
  constructor(
    private readonly ask: (options: CallOptions) => Promise<Faithfulness>,
    kept?: Promise<Faithfulness>,
  ) {
    if (kept) this.#begin(() => kept);
  }

  /** Whether it is running or known. */
  get asked(): boolean {
    return this.#run !== undefined && !this.#run.isCancelled;
  }

  run(options?: CallOptions): Promise<Faithfulness> {
    const run = this.#run && this.asked ? this.#run : this.#begin(this.ask);
    return run.follow(options);
  }

  cancel(): void {
    this.#run?.cancel();
  }

  #begin(ask: (options: CallOptions) => Promise<Faithfulness>): JoinedRun<Faithfulness> {
    const run = new JoinedRun<Faithfulness>(async (options) => {
      try {
        return await ask(options);
      } catch (error) {
        if (this.#run === run) this.#run = undefined;
        throw error;
      }
    });
    return (this.#run = run);
  }
}
