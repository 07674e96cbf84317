/** Completeness: whether a map sums to the change of the target from a baseline to the input. */
import * as z from 'zod';
import { baselineParameter, makeBaseline } from '../baseline';
import { valuesAt } from '../values';
import { defineMeasure } from './measure';

export const completeness = defineMeasure({
  id: 'completeness',
  title: 'Completeness',
  better: 'lower',
  summary:
    'How far the sum of a map is from the change of the target it should distribute. Does not tell where the relevance went, and gradients and class activation maps never promised it.',
  source: 'Sundararajan, Taly, Yan 2017, arXiv:1703.01365',
  parameters: z.object({
    baseline: baselineParameter,
    tolerance: z.number().positive().default(0.01).describe('Gap up to which a sample counts as complete.'),
  }),
  async run(context, explanations, { baseline, tolerance }) {
    const { shape, data } = context.input;
    const samples = shape[0]!;
    const size = data.length / samples;
    const from = await makeBaseline(context, baseline);
    const change = new Float64Array(samples);
    await valuesAt(context, {
      count: 2 * samples,
      sampleOf: (i) => i % samples,
      write(i, row) {
        const n = i % samples;
        row.set((i < samples ? data : from.data).subarray(n * size, (n + 1) * size));
      },
      take: (i, value) => (change[i % samples]! += i < samples ? value : -value),
    });
    const scores = explanations.map(({ map }) =>
      Array.from(change, (expected, n) => {
        let sum = 0;
        for (let i = 0; i < size; i++) sum += map[n * size + i]!;
        // Between 0 and 1, so that no sample whose target hardly changes outweighs the others.
        return Math.abs(sum - expected) / (Math.abs(sum) + Math.abs(expected) || 1);
      }),
    );
    return {
      scores,
      marks: scores.map((gaps) => {
        const open = gaps.filter((gap) => gap > tolerance).length;
        return open ? `not complete for ${open} of ${samples} samples` : undefined;
      }),
      conventions: [
        `Gap: |Σ map − Δ| / (|Σ map| + |Δ|), 0 to 1; Δ is the change of the target from the baseline (${from.description}) to the input; complete up to ${tolerance}.`,
      ],
    };
  },
});
