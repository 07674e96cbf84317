/**
 * DeepLIFT: multipliers propagate differences from a reference, without a gradient that vanishes where an activation
 * saturates.
 */
import * as z from 'zod';
import { deepLift as deepLiftGraph, type LiftForm } from '../../../differentiate/deepLift/deepLift';
import { mergeBatchNormalization } from '../../../graph/passes/mergeBatchNormalization';
import { operators } from '../../../operators';
import type { Law } from '../../../shared/results';
import { sizeOf } from '../../../shared/tensor';
import { baselineParameter, makeBaseline } from '../../baseline';
import { defineMethod, prediction, type MethodContext } from '../../method';
import { runRows, type Rows } from '../../rows';
import { scopeOf, scopeParameter } from '../scope';

/** Completeness gap, relative to the change of the target, that float32 rounding explains. */
const TOLERANCE = 1e-3;

const parameters = z.object({
  rule: z
    .enum(['rescale', 'reveal-cancel'])
    .default('rescale')
    .describe(
      'How an activation distributes its change: in proportion (rescale), or treating upward and downward pushes separately, so that inputs that cancel each other show (reveal-cancel).',
    )
    .meta({ form: { options: { rescale: 'Rescale', 'reveal-cancel': 'RevealCancel' } } }),
  baseline: baselineParameter,
  layer: scopeParameter,
});

export const deepLift = defineMethod({
  id: 'deep-lift',
  title: 'DeepLIFT',
  family: 'backward passes',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Attributes the change of the target from a baseline in one backward pass; complete, and works where gradients vanish. Ignores features equal to the baseline, and differs between networks that compute the same function.',
  source: 'Shrikumar, Greenside, Kundaje 2017, arXiv:1704.02685',
  parameters,
  async run(given, { rule, baseline, layer: choice }) {
    const scope = await scopeOf(given, choice);
    const { context, layer } = scope;
    const { shape, data } = context.input;
    const from = await scope.baseline(await makeBaseline(given, baseline));
    const size = sizeOf(shape.slice(1));
    const attribution = new Float32Array(data.length);
    const gap: number[] = [];
    await contributionsOf(context, rule, {
      count: shape[0]!,
      sampleOf: (i) => i,
      write(i, x, reference) {
        x.set(data.subarray(i * size, (i + 1) * size));
        reference.set(from.data.subarray(i * size, (i + 1) * size));
      },
      take(i, contributions, change) {
        attribution.set(contributions, i * size);
        gap.push(completenessGap(contributions, change));
      },
    });
    return {
      attribution: { dtype: 'float32', shape, data: attribution },
      ...(layer !== undefined && { layer }),
      law: completeness(gap),
      conventions: [
        ...scope.conventions,
        `Baseline: ${from.description}.`,
        `The ${rule} rule at activations; products and softmax distribute their change exactly; max-pooling by the winners at input and baseline.`,
        'BatchNormalization is merged into linear layers where possible.',
      ],
    };
  },
});

export interface Pairs {
  count: number;
  /** The sample whose target a pair explains. */
  sampleOf(i: number): number;
  write(i: number, x: Float32Array, reference: Float32Array): void;
  /** The contributions (valid only during the call) and the change of the target between reference and input. */
  take(i: number, contributions: Float32Array, change: number): void;
}

/** DeepLIFT for pairs of inputs and references. */
export async function contributionsOf(context: MethodContext, form: LiftForm, pairs: Pairs): Promise<void> {
  const { inputName, target } = context;
  const targetOf = (i: number): number => target.indices[pairs.sampleOf(i)]!;
  const rows: Rows = {
    count: pairs.count,
    sampleOf: (i) => pairs.sampleOf(i),
    write(i, [x, reference, seed]) {
      pairs.write(i, x!, reference!);
      seed![targetOf(i)] = 1;
    },
    take(i, [contributions, here, there]) {
      const at = targetOf(i);
      pairs.take(i, contributions!, here![at]! - there![at]!);
    },
  };
  await runRows(
    context,
    {
      name: `DeepLIFT ${form}`,
      of: [target.value],
      build(network) {
        const built = deepLiftGraph(mergeBatchNormalization(network, operators), target.value, inputName, form);
        return {
          graph: built.graph,
          feeds: [inputName, built.reference, built.seed],
          outputs: [built.contributions, built.of, built.ofReference],
        };
      },
    },
    rows,
  );
}

function completenessGap(contributions: Float32Array, change: number): number {
  const sum = contributions.reduce((total, value) => total + value, 0);
  return Math.abs(sum - change) / (Math.abs(change) || 1);
}

function completeness(gap: number[]): Law {
  return {
    name: 'completeness',
    statement:
      'The contributions sum to the change of the target from the baseline; the gap is relative to that change.',
    gap,
    tolerance: TOLERANCE,
    holds: gap.every((g) => g <= TOLERANCE),
  };
}
