/** Deep SHAP: DeepLIFT averaged over background rows. */
import * as z from 'zod';
import { float32, sizeOf } from '../../../shared/tensor';
import { baselineParameter } from '../../baseline';
import { defineMethod, prediction } from '../../method';
import { Moments } from '../../moments';
import { contributionsOf } from '../backward/deepLift';
import { absentRows, backgroundParameter } from '../coalitions';

/** Rounding error that completeness may show, relative to the change of the target. */
const TOLERANCE = 1e-3;

export const deepShap = defineMethod({
  id: 'deep-shap',
  title: 'Deep SHAP',
  family: 'Shapley values',
  needs: prediction,
  gives: 'attribution',
  summary:
    'DeepLIFT averaged over every row of a background: fast, complete, and equal to Shapley values if every layer is linear. Misses many interactions, and differs between networks that compute the same function.',
  source: 'Lundberg, Lee 2017, arXiv:1705.07874, § 4.2',
  parameters: z.object({ background: backgroundParameter, baseline: baselineParameter }),
  async run(context, choice) {
    const { shape, data } = context.input;
    const size = sizeOf(shape.slice(1));
    const absent = await absentRows(context, choice);
    const moments = new Moments(data.length);
    const changes = new Float64Array(shape[0]!);
    await contributionsOf(context, 'rescale', {
      count: shape[0]! * absent.rows,
      sampleOf: (i) => Math.floor(i / absent.rows),
      write(i, x, reference) {
        const n = Math.floor(i / absent.rows);
        const from = absent.at(n, i % absent.rows);
        x.set(data.subarray(n * size, (n + 1) * size));
        reference.set(absent.data.subarray(from, from + size));
      },
      take(i, contributions, change) {
        const n = Math.floor(i / absent.rows);
        moments.add(contributions, n * size, (i % absent.rows) + 1);
        changes[n]! += change / absent.rows;
      },
    });
    moments.count = absent.rows;
    const gap = Array.from(changes, (change, n) => {
      const sum = moments.mean.subarray(n * size, (n + 1) * size).reduce((total, value) => total + value, 0);
      return Math.abs(sum - change) / (Math.abs(change) || 1);
    });
    return {
      attribution: float32(shape, moments.mean),
      ...(absent.rows > 1 && { standardError: float32(shape, moments.errorOfMean()) }),
      law: {
        name: 'completeness',
        statement:
          'The values sum to the change of the target from the background’s mean; the gap is relative to that change.',
        gap,
        tolerance: TOLERANCE,
        holds: gap.every((g) => g <= TOLERANCE),
      },
      conventions: [
        `Reference: ${absent.description}.`,
        'The rescale rule; every row of the background has equal weight; errors are those of the mean over rows.',
      ],
    };
  },
});
