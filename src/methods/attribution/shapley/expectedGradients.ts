/** Expected gradients: integrated gradients over random baselines and random points on the path, as one mean. */
import * as z from 'zod';
import { float32, sizeOf } from '../../../shared/tensor';
import { baselineParameter } from '../../baseline';
import { defineMethod, prediction } from '../../method';
import { Moments } from '../../moments';
import { convergence, relativeErrors, toleranceParameter } from '../convergence';
import { absentRows, backgroundParameter } from '../coalitions';
import { gradientsAt } from '../points';

export const expectedGradients = defineMethod({
  id: 'expected-gradients',
  title: 'Expected Gradients',
  family: 'Shapley values',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Integrated gradients averaged over a background, so you need not choose a single baseline; the error is shown. Misses differences below that error, which is large for few samples.',
  source: 'Erion et al. 2021, arXiv:1906.10670',
  parameters: z.object({
    samples: z
      .int()
      .min(2)
      .max(100_000)
      .default(200)
      .describe('Number of random points, each on the path from a random background row.'),
    background: backgroundParameter,
    baseline: baselineParameter,
    tolerance: toleranceParameter,
  }),
  presets: [
    { title: 'Quick', parameters: { samples: 50 } },
    { title: 'Precise', parameters: { samples: 1000 } },
  ],
  async run(context, { samples, tolerance, ...choice }) {
    const { shape, data } = context.input;
    const size = sizeOf(shape.slice(1));
    const absent = await absentRows(context, choice);
    const moments = new Moments(data.length);
    // The draw behind a point, kept until its gradient arrives.
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
    return {
      attribution: float32(shape, moments.mean),
      standardError: float32(shape, errors),
      law: convergence('input value', relativeErrors(moments.mean, errors, shape[0]!), tolerance),
      conventions: [
        `${samples} points, each uniform on the path from a random row of: ${absent.description}.`,
        'Mean of gradient × (input − start).',
      ],
    };
  },
});
