/** What a request to evaluate names, looked up and checked before anything runs; and the sanity check of one method. */
import { Engine } from '../engine/engine';
import { predictionMethod } from '../methods';
import { measureById } from '../methods/evaluation';
import { evaluate, explanationBy, type Chosen } from '../methods/evaluation/evaluate';
import type { EvaluationContext, Measure } from '../methods/evaluation/measure';
import {
  cascade,
  CASCADE_CONVENTIONS,
  parameterRandomisation,
  verdict,
  type Similarity,
} from '../methods/evaluation/parameterRandomisation';
import { estimate } from '../methods/evaluation/statistics';
import { parseParameters, type PredictionMethod } from '../methods/method';
import { random } from '../shared/random';
import type { AttributeRequest, CallOptions, EvaluateRequest, RunRequest } from '../shared/requests';
import type { EvaluationResult, SanityCheckResult } from '../shared/evaluation';
import { sizeOf } from '../shared/tensor';
import type { Prepared } from './prepare';

const EVALUATION_CONVENTIONS = [
  'Scores are means over the samples with their standard errors; differences from the first-ranked method are taken sample by sample.',
  'The mean rank counts all measures alike.',
];

/** Throws ArgumentError for what there is not, with the nearest name. */
export function chosenFor({ methods, measures }: Pick<EvaluateRequest, 'methods' | 'measures'>): {
  methods: Chosen<PredictionMethod>[];
  measures: Chosen<Measure>[];
} {
  const parsed = <T extends PredictionMethod | Measure>(of: T, given: Record<string, unknown>): Chosen<T> => ({
    of,
    parameters: parseParameters(of, given),
  });
  return {
    methods: methods.map(({ id, parameters }) => parsed(predictionMethod(id), parameters)),
    measures: measures.map(({ id, parameters }) => parsed(measureById(id), parameters)),
  };
}

/** How the chosen methods do by the chosen measures. */
export async function evaluatePrepared(
  { context }: Prepared,
  { methods, measures }: ReturnType<typeof chosenFor>,
  request: EvaluateRequest,
  { onProgress }: CallOptions,
): Promise<Omit<EvaluationResult, 'provenance'>> {
  const evaluation = await evaluate(
    evaluationContext(context, request, () => undefined),
    methods,
    measures,
    request.seed,
    (fraction, message) => onProgress?.({ fraction, message }),
  );
  const { target } = context;
  return {
    kind: 'evaluation',
    ...evaluation,
    samples: target.indices.length,
    target,
    conventions: [`Explains "${target.value}" as the network gives it.`, ...EVALUATION_CONVENTIONS],
  };
}

/** How one method's maps change as the network loses its training. */
export async function checkPrepared(
  { context: prepared }: Prepared,
  method: Chosen<PredictionMethod>,
  request: AttributeRequest,
  { onProgress }: CallOptions,
): Promise<Omit<SanityCheckResult, 'provenance'>> {
  const message = parameterRandomisation.title;
  const context = evaluationContext(prepared, request, (fraction) => onProgress?.({ fraction, message }));
  const explanation = await explanationBy({ ...context, progress: () => undefined }, method, request.seed);
  const sample = context.input.shape.slice(1);
  const size = sizeOf(sample);
  const layers: string[] = [];
  const similarities: Similarity[][] = [];
  const maps = [explanation.map.slice(0, size)];
  for await (const step of cascade(context, [explanation])) {
    layers.push(step.layer);
    similarities.push(step.similarities[0]!);
    maps.push(step.maps[0]!.slice(0, size));
  }
  const all = new Float32Array(maps.length * size);
  maps.forEach((map, i) => all.set(map, i * size));
  const scores = (of: (one: Similarity) => number) => similarities.map((ofLayer) => estimate(ofLayer.map(of)));
  const mark = verdict(similarities);
  return {
    kind: 'sanity check',
    layers,
    spearman: scores((one) => one.spearman),
    absolute: scores((one) => one.absolute),
    ...(similarities[0]![0]?.ssim !== undefined && { ssim: scores((one) => one.ssim!) }),
    maps: { dtype: 'float32', shape: [maps.length, ...sample], data: all },
    ...(mark !== undefined && { mark }),
    conventions: CASCADE_CONVENTIONS,
  };
}

function evaluationContext(
  prepared: Prepared['context'],
  { seed, threads }: Pick<RunRequest, 'seed' | 'threads'>,
  progress: (fraction: number) => void,
): EvaluationContext {
  const spareEngine = (): Engine => new Engine(threads === undefined ? {} : { threads });
  return { ...prepared, random: random(seed), progress, spareEngine };
}
