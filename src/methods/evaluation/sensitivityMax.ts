/** Sensitivity-max: how far a map moves when the input moves a little. */
import { spanOf } from '../../shared/range';
import * as z from 'zod';
import { defineMeasure, part } from './measure';

export const sensitivityMax = defineMeasure({
  id: 'sensitivity-max',
  title: 'Sensitivity-max',
  better: 'lower',
  summary:
    'Explains slightly changed inputs again and keeps the largest change of the map. Stable is not the same as right: a map that is always the same scores best.',
  source: 'Yeh et al. 2019, arXiv:1901.09392',
  parameters: z.object({
    samples: z
      .int()
      .min(1)
      .max(1000)
      .default(10)
      .describe('Number of changed inputs; each method explains every one of them.'),
    radius: z
      .number()
      .positive()
      .max(1)
      .default(0.02)
      .describe('Largest change of any value, as a fraction of the range of each sample.'),
  }),
  async run(context, explanations, { samples: draws, radius }) {
    const { shape, data } = context.input;
    const samples = shape[0]!;
    const size = data.length / samples;
    const ofSample = (values: Float32Array, n: number): Float32Array => values.subarray(n * size, (n + 1) * size);
    const reach = Array.from({ length: samples }, (_, n) => radius * spanOf(ofSample(data, n)));
    const scores = explanations.map(() => Array.from({ length: samples }, () => 0));
    const explained = draws * explanations.length;
    for (let draw = 0; draw < draws; draw++) {
      const moved = data.map((value, i) => value + reach[Math.floor(i / size)]! * (2 * context.random.uniform() - 1));
      for (const [e, { map, explain }] of explanations.entries()) {
        const done = draw * explanations.length + e;
        const progress = part(context, done / explained, (done + 1) / explained);
        const again = await explain({ ...progress, input: { dtype: 'float32', shape, data: moved } });
        for (let n = 0; n < samples; n++)
          scores[e]![n] = Math.max(scores[e]![n]!, relativeChange(ofSample(map, n), ofSample(again, n)));
      }
    }
    return {
      scores,
      conventions: [
        `The largest of ${draws} changes ‖map(x + δ) − map(x)‖ / ‖map(x)‖ (Euclidean norms), δ uniform in ±${radius} × the range of each sample; the target stays the same.`,
        'Sampling methods reuse their random numbers, so their own noise does not count.',
      ],
    };
  },
});

/** A map that changes from 0 everywhere to something has changed by 1. */
function relativeChange(before: Float32Array, after: Float32Array): number {
  const norm = normOf(before) || normOf(after);
  return norm === 0 ? 0 : normOf(after.map((value, i) => value - before[i]!)) / norm;
}

function normOf(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares);
}
