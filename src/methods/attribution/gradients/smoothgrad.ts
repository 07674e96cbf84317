/**
 * SmoothGrad with its squared and variance forms: gradients in the input's neighbourhood, with their sampling error.
 */
import * as z from 'zod';
import { spanOf } from '../../../shared/range';
import { float32, sizeOf } from '../../../shared/tensor';
import { defineMethod, prediction, type MethodContext } from '../../method';
import { Moments } from '../../moments';
import { convergence, relativeErrors, toleranceParameter } from '../convergence';
import { gradientsAt } from '../points';

/** Adding samples stops at this many, converged or not. */
const MAX_SAMPLES = 6400;

const parameters = z.object({
  samples: z.int().min(2).max(MAX_SAMPLES).default(50).describe('Number of noisy copies of the input.'),
  noise: z
    .number()
    .min(0)
    .max(10)
    .default(0.15)
    .describe(
      'Standard deviation of the noise, as a fraction of the range (largest minus smallest value) of each sample.',
    ),
  form: z
    .enum(['mean', 'squared', 'variance'])
    .default('mean')
    .describe('Mean of the gradients (SmoothGrad), of their squares (SmoothGrad²), or their variance (VarGrad).')
    .meta({
      title: 'Average',
      form: {
        options: {
          mean: 'Gradients (SmoothGrad)',
          squared: 'Squared gradients (SmoothGrad²)',
          variance: 'Variance (VarGrad)',
        },
      },
    }),
  tolerance: toleranceParameter,
  untilConverged: z
    .boolean()
    .default(false)
    .describe(`Adds samples until the standard error is within the tolerance, up to ${MAX_SAMPLES}.`)
    .meta({ form: { advanced: true } }),
});

type Form = z.infer<typeof parameters>['form'];

export const smoothgrad = defineMethod({
  id: 'smoothgrad',
  title: 'SmoothGrad',
  family: 'gradients',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Averages the gradient over noisy copies of the input, which removes noise. Misses evidence where the network saturates beyond the noise level; results depend on that level.',
  source:
    'Smilkov et al. 2017, arXiv:1706.03825; squared: Hooker et al. 2019, arXiv:1806.10758; variance: Adebayo et al. 2018, arXiv:1810.03307',
  parameters,
  presets: [
    { title: 'Quick', parameters: { samples: 20 } },
    { title: 'Precise', parameters: { samples: 200, untilConverged: true } },
  ],
  async run(context, { samples, noise, form, tolerance, untilConverged }) {
    const { shape, data } = context.input;
    const moments = new Moments(data.length);
    await sample(context, moments, samples, noise, form);
    let summary = summarise(moments, form, shape[0]!);
    while (untilConverged && Math.max(...summary.gap) > tolerance && moments.count < MAX_SAMPLES) {
      await sample(context, moments, Math.min(moments.count, MAX_SAMPLES - moments.count), noise, form);
      summary = summarise(moments, form, shape[0]!);
    }
    return {
      attribution: float32(shape, summary.attribution),
      standardError: float32(shape, summary.error),
      law: convergence('input value', summary.gap, tolerance),
      conventions: [
        `${moments.count} samples, Gaussian noise of standard deviation ${noise} × the range of each input sample; no clean copy among them.`,
        {
          mean: 'Mean of the signed gradients.',
          squared: 'Mean of the squared gradients.',
          variance: 'Unbiased variance of the gradients.',
        }[form],
      ],
    };
  },
});

async function sample(
  context: MethodContext,
  moments: Moments,
  count: number,
  noise: number,
  form: Form,
): Promise<void> {
  const { shape, data } = context.input;
  const size = sizeOf(shape.slice(1));
  const spread = Array.from({ length: shape[0]! }, (_, n) => noise * spanOf(data.subarray(n * size, (n + 1) * size)));
  const before = moments.count;
  await gradientsAt(context, {
    count: shape[0]! * count,
    sampleOf: (i) => Math.floor(i / count),
    write(i, row) {
      const n = Math.floor(i / count);
      for (let j = 0; j < size; j++) row[j] = data[n * size + j]! + spread[n]! * context.random.normal();
    },
    take(i, gradient) {
      const values = form === 'squared' ? gradient.map((g) => g * g) : gradient;
      moments.add(values, Math.floor(i / count) * size, before + (i % count) + 1);
    },
  });
  moments.count = before + count;
}

function summarise(moments: Moments, form: Form, samples: number) {
  const attribution = form === 'variance' ? moments.variance() : moments.mean;
  const error = form === 'variance' ? moments.errorOfVariance() : moments.errorOfMean();
  return { attribution, error, gap: relativeErrors(attribution, error, samples) };
}
