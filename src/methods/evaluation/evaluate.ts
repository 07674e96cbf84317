/** Explains with several methods, scores them by each measure, and ranks them. */
import { ArgumentError } from '../../shared/errors';
import { layoutOf } from '../../shared/picture/layout';
import { mapOf } from '../../shared/picture/map';
import { random } from '../../shared/random';
import type { MeasureResult, MethodScore, RankedMethod, Score } from '../../shared/results';
import type { Shape } from '../../shared/tensor';
import type { Chosen } from '../choice';
import type { Attribution, PredictionMethod, StudyContext } from '../method';
import { part, type EvaluationContext, type Explanation, type Measure, type Measured } from './measure';
import { estimate, mean } from './statistics';

export interface Evaluation {
  methods: RankedMethod[];
  measures: MeasureResult[];
}

/** Shares of the work: a measure takes about as long as several maps. */
const [MAP_SHARE, MEASURE_SHARE] = [1, 4];

/**
 * At least one of each. All draw from the same seed, so that adding one does not change the others. Throws
 * ArgumentError for maps that cannot be measured.
 */
export async function evaluate(
  context: StudyContext,
  methods: readonly Chosen<PredictionMethod>[],
  measures: readonly Chosen<Measure>[],
): Promise<Evaluation> {
  const { seed } = context;
  const whole = methods.length * MAP_SHARE + measures.length * MEASURE_SHARE;
  let done = 0;
  const next = (share: number, message: string): EvaluationContext => {
    const from = done / whole;
    done += share;
    context.progress(from, message);
    const telling = { ...context, random: random(seed), progress: (f: number) => { context.progress(f, message); } }; // prettier-ignore
    return part(telling, from, done / whole);
  };
  const explanations: Explanation[] = [];
  const names = namesOf(methods.map(({ of }) => of.id));
  for (const [i, method] of methods.entries())
    explanations.push(await explanationBy(next(MAP_SHARE, method.of.title), method, seed, names[i]));

  const results: MeasureResult[] = [];
  for (const { of: measure, parameters } of measures) {
    const measured = await measure.run(next(MEASURE_SHARE, measure.title), explanations, parameters);
    results.push(resultOf(measure, parameters, measured));
  }
  return {
    methods: methods.map(({ of, parameters }, i) => ({
      name: names[i]!,
      id: of.id,
      title: of.title,
      parameters,
      meanRank: mean(results.map((result) => result.methods[i]!.rank)),
    })),
    measures: results,
  };
}

/**
 * The map of one method, and how to make it again. Throws ArgumentError for a map that does not fit the input, or is
 * not finite.
 */
export async function explanationBy(
  context: EvaluationContext,
  { of: method, parameters }: Chosen<PredictionMethod>,
  seed: number,
  name = method.id,
): Promise<Explanation> {
  const explain: Explanation['explain'] = async (given) =>
    overInput(name, await method.run({ ...given, random: random(seed) }, parameters), given.input.shape);
  return { name, map: await explain(context), explain };
}

/** The map as one number per element of the input; a map over places gives each channel an equal part. */
function overInput(name: string, attribution: Attribution, shape: Shape): Float32Array {
  const map = mapOf(attribution);
  const input = layoutOf(shape);
  const perSample = map.data.length / input.samples;
  const bad = map.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new ArgumentError(
      `The map of ${name} is not finite at sample ${Math.floor(bad / perSample) + 1}; leave out that method or that sample.`,
    );
  if (perSample === input.sampleSize) return map.data;
  const { samples, sampleSize, channels, channelStride } = input;
  if (perSample * channels !== sampleSize)
    throw new ArgumentError(
      `The map of ${name} has shape [${map.shape.join()}], which does not fit the input [${shape.join()}]; set its parameters to explain the input.`,
    );
  const place = (i: number): number => (channelStride === 1 ? Math.floor(i / channels) : i % channelStride);
  return Float32Array.from(
    { length: samples * sampleSize },
    (_, i) => map.data[Math.floor(i / sampleSize) * perSample + place(i % sampleSize)]! / channels,
  );
}

function resultOf(
  { id, title, better }: Measure,
  parameters: Record<string, unknown>,
  measured: Measured,
): MeasureResult {
  const { scores, random: chance, best, plot, marks, conventions } = measured;
  const estimates = scores.map((ofMethod) => estimate(ofMethod));
  const sign = better === 'higher' ? -1 : 1;
  const first = estimates.reduce(
    (found, { score }, i) => (sign * score < sign * estimates[found]!.score ? i : found),
    0,
  );
  return {
    measure: id,
    title,
    better,
    parameters,
    methods: estimates.map((own, i): MethodScore => {
      const mark = marks?.[i];
      return {
        ...own,
        rank: 1 + estimates.filter(({ score }) => sign * score < sign * own.score).length,
        ...(i !== first && { fromFirst: differenceOf(scores[i]!, scores[first]!) }),
        ...(chance?.length === scores[i]!.length && { fromRandom: differenceOf(scores[i]!, chance) }),
        perSample: scores[i]!,
        ...(mark !== undefined && { mark }),
      };
    }),
    ...(chance && { random: estimate(chance) }),
    ...(best && { best: estimate(best) }),
    ...(plot && { plot }),
    conventions,
  };
}

/** Sample by sample, so that what samples have in common cancels. */
function differenceOf(a: readonly number[], b: readonly number[]): Score {
  return estimate(a.map((value, n) => value - b[n]!));
}

/** Ids, numbered if a method occurs more than once. */
function namesOf(ids: readonly string[]): string[] {
  return ids.map((id, i) => {
    const several = ids.indexOf(id) !== ids.lastIndexOf(id);
    return several ? `${id} (${ids.slice(0, i + 1).filter((other) => other === id).length})` : id;
  });
}
