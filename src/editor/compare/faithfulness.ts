/**
 * How faithful the methods of the runs beside each other are: one request to evaluate them all on what they explained, and the answer
 * kept while the panel is open, since its page comes and goes. Knows nothing of VS Code; how it looks is the page's business.
 */
import { stalenessOf } from '../../experiments/store/staleness';
import { summaryOf, type RunRecord } from '../../experiments/store/record';
import type { RunStore } from '../../experiments/store/store';
import { STANDARD_MEASURES } from '../../methods/evaluation';
import { placesOf } from '../../methods/evaluation/places';
import { SEARCHABLE } from '../../methods/evaluation/removal';
import type { Faithfulness } from '../../shared/compare';
import { ArgumentError } from '../../shared/errors';
import type { CallOptions, Choice, EvaluateRequest, Progress, Service } from '../../shared/requests';
import type { Shape } from '../../shared/tensor';
import { questionOf, type PanelQuestion } from '../experiments/question';

/** A ranking over more samples than this takes minutes, and its standard errors are small by then. */
const MOST_SAMPLES = 100;

/** Throws ArgumentError for runs that cannot be ranked, and what the evaluation throws. */
export async function faithfulnessOf(
  service: Pick<Service, 'evaluate'>,
  store: RunStore,
  ids: readonly string[],
  memoryBudget: number,
  options: CallOptions,
): Promise<Faithfulness> {
  const records = await Promise.all(ids.map((id) => store.read(id).catch(() => undefined)));
  const explained = records.flatMap((record) => (record?.kind === 'attribution' ? record : []));
  const [first] = explained;
  const result = first && (await store.result(first.id));
  const shape = result?.kind === 'attribution' ? result.input.shape : [];
  const request = evaluationOf(explained, store.root, memoryBudget, shape);
  const [stale] = (await stalenessOf(store.root, explained.map(summaryOf))).flat();
  if (stale)
    throw new ArgumentError(
      `The ${stale.replace('missing ', '')} of these runs ${stale.startsWith('missing') ? 'is not there any more' : 'has changed since they were made'}; make the runs again to evaluate them.`,
    );
  return { runs: explained.map(({ id }) => id), result: await service.evaluate(request, options) };
}

/**
 * The methods of runs that ask the same question, by the standard measures. `root` is the folder that keeps the runs, `shape` that of the
 * input they explain, [N, …].
 */
export function evaluationOf(
  records: readonly Pick<RunRecord, 'request'>[],
  root: string,
  memoryBudget: number,
  shape: Shape,
): EvaluateRequest {
  const questions = records.flatMap(({ request }) => questionOf(request, root) ?? []);
  const [first] = questions;
  if (!first) throw new ArgumentError('None of these runs explains a prediction; choose runs that do.');
  const differing = Object.entries(shared)
    .filter(([, of]) => new Set(questions.map((question) => JSON.stringify(of(question)))).size > 1)
    .map(([name]) => name);
  if (differing.length)
    throw new ArgumentError(
      `These runs differ in ${differing.join(' and ')}; methods are ranked where model, data, target and seed are the same.`,
    );
  const { model, input, form } = first;
  const { target, seed, device, preprocessing } = form;
  return {
    ...{ model, input, target, seed, device, memoryBudget },
    ...(Object.keys(preprocessing).length > 0 && { preprocessing }),
    methods: questions.map(({ form: { method, parameters } }) => ({ id: method, parameters })),
    measures: STANDARD_MEASURES.map((id): Choice => ({
      id,
      parameters: id === 'pixel-flipping' ? { patch: searchablePatch(shape) } : {},
    })),
    samples: MOST_SAMPLES,
  };
}

/** The smallest side of regions that are few enough for a search of their best order; columns of a table are never joined. */
function searchablePatch(shape: Shape): number | 'auto' {
  const { kind, sides } = placesOf(shape);
  if (kind === 'tabular') return 'auto';
  let patch = 1;
  while (sides.reduce((count, side) => count * Math.ceil(side / patch), 1) > SEARCHABLE) patch++;
  return patch;
}

/** What runs have in common that are ranked against each other. */
const shared: Record<string, (question: PanelQuestion) => unknown> = {
  model: ({ model }) => model,
  data: ({ input }) => input,
  target: ({ form }) => form.target,
  preprocessing: ({ form }) => form.preprocessing,
  seed: ({ form }) => form.seed,
};

/** One evaluation at a time, joined by whoever asks while it is under way or there. */
export class Evaluation {
  #current: { answer: Promise<Faithfulness>; controller: AbortController } | undefined;
  #report: (progress: Progress) => void = () => undefined;

  constructor(private readonly ask: (options: CallOptions) => Promise<Faithfulness>) {}

  /** Whether it is under way or there. */
  get asked(): boolean {
    return this.#current !== undefined;
  }

  /** `report` hears how far it is, in place of those who asked before. */
  run(report: (progress: Progress) => void): Promise<Faithfulness> {
    this.#report = report;
    if (this.#current) return this.#current.answer;
    const controller = new AbortController();
    const answer = this.ask({ signal: controller.signal, onProgress: (progress) => this.#report(progress) });
    const current = { answer, controller };
    this.#current = current;
    // What failed is asked anew.
    answer.catch(() => this.#current === current && (this.#current = undefined));
    return answer;
  }

  cancel(): void {
    this.#current?.controller.abort();
    this.#current = undefined;
  }
}
