/** Conductance: how much of integrated gradients flows through each unit of a layer. */
import * as z from 'zod';
import { float32 } from '../../../shared/tensor';
import { baselineParameter, makeBaseline } from '../../baseline';
import { defineMethod, prediction } from '../../method';
import { hiddenParameter, visitLayer } from './throughLayer';

export const conductance = defineMethod({
  id: 'conductance',
  title: 'Conductance',
  family: 'gradients',
  needs: prediction,
  gives: 'attribution',
  summary:
    'How much of the target’s change from a baseline flows through each unit of a layer; complete if every path crosses the layer. Ignores features equal to the baseline, and follows the straight path only.',
  source: 'Dhamdhere, Sundararajan, Yan 2018, arXiv:1805.12233, eq. 3',
  parameters: z.object({
    layer: hiddenParameter,
    steps: z.int().min(2).max(3200).default(50).describe('Pieces of the path from the baseline to the input.'),
    baseline: baselineParameter,
    tolerance: z
      .number()
      .positive()
      .default(0.01)
      .describe('Completeness gap, relative to the change of the target, up to which the result counts as converged.')
      .meta({ form: { advanced: true } }),
  }),
  presets: [
    { title: 'Quick', parameters: { steps: 20 } },
    { title: 'Precise', parameters: { steps: 200 } },
  ],
  async run(context, { layer: choice, steps, baseline, tolerance }) {
    const from = await makeBaseline(context, baseline);
    const samples = context.input.shape[0]!;
    // Ends of the pieces give the unit's change, midpoints the slope of the target there: a midpoint sum of ∫ ∂F/∂y dy.
    const perSample = 2 * steps + 1;
    const totals: Float64Array[] = [];
    const changes = new Float64Array(samples);
    let [before, slope] = [new Float32Array(), new Float32Array()];
    const layer = await visitLayer(context, choice, from.data, {
      perSample,
      along: (k) => k / (2 * steps),
      take(sample, k, activation, gradient, value) {
        if (k === 0) changes[sample]! -= value;
        if (k === 2 * steps) changes[sample]! += value;
        totals[sample] ??= new Float64Array(activation.length);
        if (k % 2) slope = gradient.slice();
        else {
          if (k > 0)
            for (let j = 0; j < slope.length; j++) totals[sample][j]! += slope[j]! * (activation[j]! - before[j]!);
          before = activation.slice();
        }
      },
    });
    const gap = Array.from(changes, (change, n) => {
      const sum = totals[n]!.reduce((all, value) => all + value, 0);
      return Math.abs(sum - change) / Math.max(Math.abs(change), 1e-6);
    });
    return {
      attribution: float32(
        [samples, ...layer.shape],
        totals.flatMap((total) => Array.from(total)),
      ),
      layer: layer.name,
      law: {
        name: 'completeness',
        statement:
          'The conductances of a layer that every path crosses sum to the change of the target from the baseline; the gap is relative to that change.',
        gap,
        tolerance,
        holds: gap.every((g) => g <= tolerance),
      },
      conventions: [
        `Units of "${layer.name}"; ${steps} pieces of the straight path, with the slope at each midpoint.`,
        `Baseline: ${from.description}.`,
      ],
    };
  },
});
