/** What came out of an evaluation or a sanity check, for the terminal and for files. */
import type { EvaluationResult, MeasureResult, SanityResult, Score } from '../shared/evaluation';
import type { Tensor } from '../shared/tensor';
import { table } from './table';

/** Typed arrays as lists. */
export function jsonOf(result: EvaluationResult | SanityResult): string {
  return JSON.stringify(result, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
  );
}

export function arraysOfEvaluation({ measures }: EvaluationResult): Record<string, Tensor> {
  const arrays: Record<string, Tensor> = {};
  const float64 = (shape: number[], data: Float64Array): Tensor => ({ dtype: 'float64', shape, data });
  for (const { measure, methods, plot } of measures) {
    const samples = methods[0]!.perSample.length;
    const scores = Float64Array.from(methods.flatMap(({ perSample }) => perSample));
    arrays[`${measure}/scores`] = float64([methods.length, samples], scores);
    const [first] = plot?.curves ?? [];
    if (!plot || !first) continue;
    const y = Float64Array.from(plot.curves.flatMap((curve) => Array.from(curve.y)));
    arrays[`${measure}/x`] = float64([first.x.length], first.x);
    arrays[`${measure}/curves`] = float64([plot.curves.length, first.x.length], y);
  }
  return arrays;
}

export function linesOfEvaluation(result: EvaluationResult): string[] {
  const { methods, measures, samples, target, provenance, conventions } = result;
  const order = [...methods.keys()].sort((a, b) => methods[a]!.meanRank - methods[b]!.meanRank);
  const heading = measures.flatMap(({ measure, better }) => [`${measure} ${better === 'higher' ? '↑' : '↓'}`, '#']);
  const rows = order.map((i) => [
    methods[i]!.name,
    methods[i]!.meanRank.toFixed(2),
    ...measures.flatMap((measure) => {
      const { rank, fromFirst } = measure.methods[i]!;
      return [show(measure.methods[i]!), `${rank}${fromFirst && isClose(fromFirst) ? '≈' : ''}`];
    }),
  ]);
  const bounds = (name: string, of: (measure: MeasureResult) => Score | undefined): string[][] =>
    measures.some(of)
      ? [[name, '', ...measures.flatMap((measure) => [of(measure) ? show(of(measure)!) : '', ''])]]
      : [];
  return [
    `${samples} sample${samples === 1 ? '' : 's'}, "${target.value}"  [${provenance.device}, ${provenance.seconds.toFixed(2)} s]`,
    '',
    ...table([
      ['method', 'mean rank', ...heading],
      ...rows,
      ...bounds('random', ({ random }) => random),
      ...bounds('best found', ({ best }) => best),
    ]).split('\n'),
    '',
    ...(rows.some((row) => row.some((cell) => cell.endsWith('≈')))
      ? ['≈ not told apart from the first: nearer than two standard errors of the difference.']
      : []),
    ...measures.flatMap((measure) =>
      measure.methods.flatMap(({ mark }, i) => (mark ? [`${methods[i]!.name}, ${measure.measure}: ${mark}.`] : [])),
    ),
    ...conventions,
    ...remarks(measures),
  ];
}

/** Layers in the order in which they lost their training. */
export function linesOfSanity({ method, layers, spearman, absolute, ssim, mark, ...rest }: SanityResult): string[] {
  const { provenance, conventions } = rest;
  const rows = layers.map((layer, i) => [
    layer,
    show(spearman[i]!),
    show(absolute[i]!),
    ...(ssim ? [show(ssim[i]!)] : []),
  ]);
  const heading = ['layer', 'rank correlation', 'of absolute values', ...(ssim ? ['SSIM'] : [])];
  return [
    `${method}: ${mark ?? 'reacts to the weights'}  [${provenance.device}, ${provenance.seconds.toFixed(2)} s]`,
    '',
    ...table([heading, ...rows]).split('\n'),
    '',
    ...conventions,
  ];
}

/** What each measure means here, and once what several have in common. */
function remarks(measures: readonly MeasureResult[]): string[] {
  const counts = new Map<string, number>();
  for (const sentence of measures.flatMap((measure) => measure.conventions))
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  const own = measures.map(({ measure, conventions }) =>
    [`${measure}:`, ...conventions.filter((sentence) => counts.get(sentence) === 1)].join(' '),
  );
  return [...own, ...[...counts].filter(([, count]) => count > 1).map(([sentence]) => sentence)];
}

function isClose({ score, standardError }: Score): boolean {
  return standardError !== undefined && Math.abs(score) < 2 * standardError;
}

function show({ score, standardError }: Score): string {
  const number = (value: number): string =>
    value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4) ? value.toFixed(3) : value.toExponential(1);
  return standardError === undefined ? number(score) : `${number(score)} ± ${number(standardError)}`;
}
