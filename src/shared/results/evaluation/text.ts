/** An evaluation for the terminal: the ranking, and the meaning of the measures. */
import { table } from '../../table';
import { madeText } from '../text';
import type { EvaluationResult, MeasureResult, Score } from './result';
import { isClose, isNoBetterThanRandom } from './verdict';

export function evaluationLines(result: EvaluationResult): string[] {
  const { methods, measures, samples, target, provenance, conventions } = result;
  const order = [...methods.keys()].sort((a, b) => methods[a]!.meanRank - methods[b]!.meanRank);
  const heading = measures.flatMap(({ measure, better }) => [`${measure} ${better === 'higher' ? '↑' : '↓'}`, '#']);
  const rows = order.map((i) => [
    methods[i]!.name,
    methods[i]!.meanRank.toFixed(2),
    ...measures.flatMap((measure) => {
      const method = measure.methods[i]!;
      return [scoreText(method), `${method.rank}${isClose(method) ? '≈' : ''}`];
    }),
  ]);
  const bounds = (name: string, of: (measure: MeasureResult) => Score | undefined): string[][] =>
    measures.some(of)
      ? [[name, '', ...measures.flatMap((measure) => [of(measure) ? scoreText(of(measure)!) : '', ''])]]
      : [];
  return [
    `${samples} sample${samples === 1 ? '' : 's'}, "${target.value}"  ${madeText(provenance)}`,
    '',
    ...table([
      ['method', 'mean rank', ...heading],
      ...rows,
      ...bounds('random', ({ random }) => random),
      ...bounds('best found', ({ best }) => best),
    ]).split('\n'),
    '',
    ...(rows.some((row) => row.some((cell) => cell.endsWith('≈')))
      ? ['≈ indistinguishable from the first: within two standard errors of the difference.']
      : []),
    ...measures.flatMap((measure) =>
      measure.methods.flatMap(({ mark }, i) => (mark ? [`${methods[i]!.name}, ${measure.measure}: ${mark}.`] : [])),
    ),
    ...chanceLines(result),
    ...conventions,
    ...remarks(measures),
  ];
}

/** "0.512 ± 0.003" */
export function scoreText({ score, standardError }: Score): string {
  const number = (value: number): string =>
    value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4) ? value.toFixed(3) : value.toExponential(1);
  return standardError === undefined ? number(score) : `${number(score)} ± ${number(standardError)}`;
}

/** "deletion: no better than random: occlusion, saliency." */
function chanceLines({ methods, measures }: EvaluationResult): string[] {
  return measures.flatMap((measure) => {
    const names = methods.flatMap(({ name }, i) => (isNoBetterThanRandom(measure, measure.methods[i]!) ? [name] : []));
    return names.length ? [`${measure.measure}: no better than random: ${names.join(', ')}.`] : [];
  });
}

/** What each measure means here; shared sentences appear once. */
function remarks(measures: readonly MeasureResult[]): string[] {
  const counts = new Map<string, number>();
  for (const sentence of measures.flatMap((measure) => measure.conventions))
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  const own = measures.map(({ measure, conventions }) =>
    [`${measure}:`, ...conventions.filter((sentence) => counts.get(sentence) === 1)].join(' '),
  );
  return [...own, ...[...counts].filter(([, count]) => count > 1).map(([sentence]) => sentence)];
}
