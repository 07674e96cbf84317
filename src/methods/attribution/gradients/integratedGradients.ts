/**
 * Integrated gradients: the gradient averaged along the straight path from a baseline, times the difference from the
 * baseline.
 */
import * as z from 'zod';
import type { Law } from '../../../shared/results';
import { float32, sizeOf } from '../../../shared/tensor';
import { baselineParameter, makeBaseline } from '../../baseline';
import { defineMethod, prediction, type Attribution, type MethodContext } from '../../method';
import { quadrature, quadratures, type Quadrature } from '../../quadrature';
import { gradientsAt } from '../points';
import { scopeOf, scopeParameter } from '../scope';

/** Doubling stops at this many steps, converged or not. */
const MAX_STEPS = 3200;

const parameters = z.object({
  steps: z
    .int()
    .min(2)
    .max(MAX_STEPS)
    .default(50)
    .describe('Number of points on the path at which the gradient is evaluated.'),
  quadrature: z
    .enum(quadratures)
    .default('gauss-legendre')
    .describe('How the points are placed and weighted.')
    .meta({
      form: {
        advanced: true,
        options: {
          'gauss-legendre': 'Gauss–Legendre',
          'riemann-left': 'Riemann, left',
          'riemann-right': 'Riemann, right',
          'riemann-middle': 'Riemann, midpoint',
          'riemann-trapezoid': 'Trapezoid',
        },
      },
    }),
  baseline: baselineParameter,
  layer: scopeParameter,
  tolerance: z
    .number()
    .positive()
    .default(0.01)
    .describe(
      'Completeness gap, relative to the change of the target from baseline to input, up to which the result counts as converged.',
    )
    .meta({ form: { advanced: true } }),
  untilConverged: z
    .boolean()
    .default(false)
    .describe(`Doubles the steps until the gap is within the tolerance, up to ${MAX_STEPS}.`)
    .meta({ form: { advanced: true } }),
});

export const integratedGradients = defineMethod({
  id: 'integrated-gradients',
  title: 'Integrated Gradients',
  family: 'gradients',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Attributes the change of the target from a baseline to the input, completely. Ignores features equal to the baseline; results depend on that choice.',
  source: 'Sundararajan, Taly, Yan 2017, arXiv:1703.01365',
  parameters,
  presets: [
    { title: 'Quick', parameters: { steps: 20 } },
    { title: 'Precise', parameters: { steps: 200, untilConverged: true } },
  ],
  async run(given, { steps, quadrature: kind, baseline, layer: choice, tolerance, untilConverged }) {
    const scope = await scopeOf(given, choice);
    const { context, layer } = scope;
    const from = await scope.baseline(await makeBaseline(given, baseline));
    let result = await integrate(context, from.data, kind, steps, tolerance);
    while (untilConverged && !result.law.holds && steps < MAX_STEPS) {
      steps = Math.min(2 * steps, MAX_STEPS);
      result = await integrate(context, from.data, kind, steps, tolerance);
    }
    return {
      ...result,
      ...(layer !== undefined && { layer }),
      conventions: [
        ...scope.conventions,
        `${steps} steps, ${kind} weights that sum to 1.`,
        `Baseline: ${from.description}.`,
        'Multiplied by the difference from the baseline; signed, per channel.',
      ],
    };
  },
});

async function integrate(
  context: MethodContext,
  baseline: Float32Array,
  kind: Quadrature,
  steps: number,
  tolerance: number,
): Promise<Attribution & { law: Law }> {
  const { shape, data } = context.input;
  const size = sizeOf(shape.slice(1));
  const rule = quadrature(kind, steps);
  // Two more points per sample, with weight 0, give the target at the baseline and at the input.
  const nodes = [...rule.nodes, 0, 1];
  const weights = [...rule.weights, 0, 0];
  const average = new Float64Array(data.length);
  const change = new Float64Array(shape[0]!);
  await gradientsAt(context, {
    count: shape[0]! * nodes.length,
    sampleOf: (i) => Math.floor(i / nodes.length),
    write(i, row) {
      const at = Math.floor(i / nodes.length) * size;
      const node = nodes[i % nodes.length]!;
      for (let j = 0; j < size; j++) row[j] = baseline[at + j]! + node * (data[at + j]! - baseline[at + j]!);
    },
    take(i, gradient, value) {
      const sample = Math.floor(i / nodes.length);
      const k = i % nodes.length;
      if (k >= steps) change[sample]! += k === steps ? -value : value;
      else for (let j = 0; j < size; j++) average[sample * size + j]! += weights[k]! * gradient[j]!;
    },
  });
  const attribution = average.map((mean, i) => mean * (data[i]! - baseline[i]!));
  return {
    attribution: float32(shape, attribution),
    conventions: [],
    law: completeness(attribution, change, size, tolerance),
  };
}

/** Σ attribution = f(x) − f(baseline), relative to the size of the latter (or to 1e-6 if the two outputs are equal). */
function completeness(attribution: Float64Array, change: Float64Array, size: number, tolerance: number): Law {
  const sums = Array.from(change, (_, n) =>
    attribution.subarray(n * size, (n + 1) * size).reduce((sum, a) => sum + a, 0),
  );
  const gap = sums.map((sum, n) => Math.abs(sum - change[n]!) / Math.max(Math.abs(change[n]!), 1e-6));
  const say = (x: number): string => x.toPrecision(4);
  return {
    name: 'completeness',
    statement:
      change.length === 1
        ? `The attributions sum to ${say(sums[0]!)}; the target changes by ${say(change[0]!)} from the baseline to the input.`
        : 'The attributions of a sample should sum to the change of its target from the baseline to the input.',
    gap,
    tolerance,
    holds: gap.every((g) => g <= tolerance),
  };
}
