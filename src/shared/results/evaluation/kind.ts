/** Evaluations as arrays by measure, as a table with one score per row, and as text. */
import type { Row } from '../../csv';
import type { Tensor } from '../../tensor';
import { defineKind } from '../kind';
import type { EvaluationResult } from './result';
import { evaluationLines } from './text';

export const evaluation = defineKind<EvaluationResult>({
  kind: 'evaluation',
  lists: { 'target.indices': 'target' },

  /** `MEASURE/scores` [methods, samples]; for a measure with curves also `MEASURE/x` and `MEASURE/curves`. */
  arrays({ measures }) {
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
  },

  rows: ({ methods, measures }) => [
    ['measure', 'better', 'method', 'score', 'standard_error', 'rank', 'mean_rank'],
    ...measures.flatMap(({ measure, better, methods: scores, random, best }) => [
      ...scores.map(({ score, standardError, rank }, i): Row => [
        ...[measure, better, methods[i]!.name, score, standardError, rank, methods[i]!.meanRank],
      ]),
      ...(random ? [[measure, better, 'random', random.score, random.standardError, undefined, undefined]] : []),
      ...(best ? [[measure, better, 'best found', best.score, best.standardError, undefined, undefined]] : []),
    ]),
  ],

  lines: evaluationLines,
});
