/** Internal influence: the target's mean gradient at a layer along the path from a baseline. */
import * as z from 'zod';
import { float32 } from '../../../shared/tensor';
import { baselineParameter, makeBaseline } from '../../baseline';
import { defineMethod, prediction } from '../../method';
import { quadrature } from '../../quadrature';
import { hiddenParameter, visitLayer } from './throughLayer';

export const internalInfluence = defineMethod({
  id: 'internal-influence',
  title: 'Internal Influence',
  family: 'gradients',
  needs: prediction,
  gives: 'attribution',
  summary:
    'How strongly the target responds to each unit of a layer, averaged from a baseline to the input. Ignores how active the unit is: it shows what could matter.',
  source: 'Leino et al. 2018, arXiv:1802.03788',
  parameters: z.object({
    layer: hiddenParameter,
    steps: z
      .int()
      .min(2)
      .max(3200)
      .default(50)
      .describe('Number of Gauss–Legendre points on the path from the baseline to the input.'),
    baseline: baselineParameter,
  }),
  presets: [
    { title: 'Quick', parameters: { steps: 20 } },
    { title: 'Precise', parameters: { steps: 200 } },
  ],
  async run(context, { layer: choice, steps, baseline }) {
    const from = await makeBaseline(context, baseline);
    const { nodes, weights } = quadrature('gauss-legendre', steps);
    const means: Float64Array[] = [];
    const layer = await visitLayer(context, choice, from.data, {
      perSample: steps,
      along: (k) => nodes[k]!,
      take(sample, k, _activation, gradient) {
        means[sample] ??= new Float64Array(gradient.length);
        gradient.forEach((g, j) => (means[sample]![j]! += weights[k]! * g));
      },
    });
    return {
      attribution: float32(
        [means.length, ...layer.shape],
        means.flatMap((mean) => Array.from(mean)),
      ),
      layer: layer.name,
      conventions: [
        `Units of "${layer.name}"; ${steps} Gauss–Legendre points on the straight path.`,
        `Baseline: ${from.description}. Not multiplied by activations.`,
      ],
    };
  },
});
