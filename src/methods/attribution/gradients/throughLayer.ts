/** A layer's activations and the target's gradient there, at points on the path from a baseline to the input. */
import * as z from 'zod';
import { gradient } from '../../../differentiate/gradient';
import { operators } from '../../../operators';
import { ArgumentError } from '../../../shared/errors';
import { nearestNames } from '../../../shared/nearest';
import { sizeOf, type Shape } from '../../../shared/tensor';
import type { MethodContext } from '../../method';
import { networkFor, runRows } from '../../rows';

export const hiddenParameter = z
  .string()
  .default('auto')
  .describe('Output of a layer by name, or "auto": the last activation before the target.')
  .meta({ form: { layers: true, options: { auto: 'The last activation before the target' } } });

export interface Visits {
  perSample: number;
  /** Position of point k on the path: 0 at the baseline, 1 at the input. */
  along(k: number): number;
  /** In the order of k for each sample; the arrays are valid only during the call. */
  take(sample: number, k: number, activation: Float32Array, gradient: Float32Array, value: number): void;
}

/**
 * Returns the layer's name and the shape of one sample's activations. Throws ArgumentError for a layer that is not on
 * the path to the target.
 */
export async function visitLayer(
  context: MethodContext,
  choice: string,
  baseline: Float32Array,
  { perSample, along, take }: Visits,
): Promise<{ name: string; shape: Shape }> {
  const { inputName, input, target } = context;
  const name = hiddenLayer(context, choice);
  const size = sizeOf(input.shape.slice(1));
  const sampleOf = (i: number): number => Math.floor(i / perSample);
  const { shapeOf } = await runRows(
    context,
    {
      name: `gradient at ${name}`,
      of: [target.value],
      build(network) {
        const built = gradient(network, target.value, [name], undefined, [name]);
        return {
          graph: built.graph,
          feeds: [inputName, built.seed],
          outputs: [built.gradients[0]!, name, target.value],
        };
      },
    },
    {
      count: input.shape[0]! * perSample,
      sampleOf,
      write(i, [x, seed]) {
        const at = sampleOf(i) * size;
        const share = along(i % perSample);
        for (let j = 0; j < size; j++) x![j] = baseline[at + j]! + share * (input.data[at + j]! - baseline[at + j]!);
        seed![target.indices[sampleOf(i)]!] = 1;
      },
      take: (i, [slope, activation, values]) =>
        take(sampleOf(i), i % perSample, activation!, slope!, values![target.indices[sampleOf(i)]!]!),
    },
  );
  return { name, shape: shapeOf(name) };
}

function hiddenLayer(context: MethodContext, choice: string): string {
  const network = networkFor(context, [context.target.value]);
  if (choice !== 'auto') {
    if (network.types.has(choice)) return choice;
    throw new ArgumentError(
      `"${choice}" is not a layer between the input and "${context.target.value}"; ${nearestNames(
        choice,
        network.nodes.flatMap(({ outputs }) => outputs),
      )}.`,
    );
  }
  const last = network.nodes.findLast(
    ({ op, domain, outputs }) => operators(op, domain)?.role === 'activation' && outputs[0] !== context.target.value,
  );
  if (last) return last.outputs[0]!;
  throw new ArgumentError(`There is no activation before "${context.target.value}"; name the layer.`);
}
