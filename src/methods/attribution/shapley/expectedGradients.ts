/** Expected gradients: integrated gradients over random baselines and random points of the way, in one mean. */
import { z } from 'zod';
import { float32, sizeOf } from '../../../shared/tensor';
import { baselineParameter } from '../../baseline';
import { defineMethod } from '../../method';
import { Moments } from '../../moments';
import { absentRows, backgroundParameter } from '../coalitions';
import { gradientsAt } from '../points';

export const expectedGradients = defineMethod({
  id: 'expected-gradients',
  title: 'Expected Gradients',
  family: 'Shapley values',
  takes: 'prediction',
  summary:
    'Integrated gradients averaged over a background, so that no single baseline need be chosen; the error is shown. Blind to differences below that error, which one random point at a time leaves large.',
  source: 'Erion et al. 2021, arXiv:1906.10670',
  parameters: z.object({
    samples: z
      .int()
      .min(2)
      .max(100_000)
      .default(200)
      .describe('Random points, each on the way from a random background row.'),
    background: backgroundParameter,
    baseline: baselineParameter,
    tolerance: z
      .number()
      .positive()
      .default(0.1)
      .describe('Largest standard error, relative to the largest value, up to which the result counts as converged.'),
  }),
  async run(context, { samples, tolerance, ...choice }) {
    const { shape, data } = context.input;
    const size = sizeOf(shape.slice(1));
    const absent = await absentRows(context, choice);
    const moments = new Moments(data.length);
    // What a point was drawn from, until its gradient is there.
    const starts = new Map<number, number>();
    await gradientsAt(context, {
      count: shape[0]! * samples,
      sampleOf: (i) => Math.floor(i / samples),
      write(i, row) {
        const n = Math.floor(i / samples);
        const from = absent.at(n, Math.floor(context.random.uniform() * absent.rows));
        const along = context.random.uniform();
        starts.set(i, from);
        for (let j = 0; j < size; j++) {
          const start = absent.data[from + j]!;
          row[j] = start + along * (data[n * size + j]! - start);
        }
      },
      take(i, gradient) {
        const n = Math.floor(i / samples);
        const from = starts.get(i)!;
        starts.delete(i);
        const weighted = gradient.map((g, j) => g * (data[n * size + j]! - absent.data[from + j]!));
        moments.add(weighted, n * size, (i % samples) + 1);
      },
    });
    moments.count = samples;
    const errors = moments.errorOfMean();
    const gap = Array.from({ length: shape[0]! }, (_, n) => {
      const largest = (values: Float64Array): number =>
        values.subarray(n * size, (n + 1) * size).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      return largest(errors) / (largest(moments.mean) || 1);
    });
    return {
      attribution: float32(shape, moments.mean),
      standardError: float32(shape, errors),
      law: {
        name: 'standard error',
        statement: 'The largest standard error of any input value (variance over n), relative to the largest value.',
        gap,
        tolerance,
        holds: gap.every((g) => g <= tolerance),
      },
      conventions: [
        `${samples} points, each uniform on the way from a random one of: ${absent.description}.`,
        'Mean of gradient × (input − start).',
      ],
    };
  },
});
