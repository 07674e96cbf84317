/**
 * Attribution to a layer instead of the input: the layer's activations become the input of the rest of the network,
 * where every method works unchanged. To explain a single neuron, make it the target.
 */
import * as z from 'zod';
import { ArgumentError } from '../../shared/errors';
import { nearestNames } from '../../shared/nearest';
import { float32, sizeOf, type Float32Tensor } from '../../shared/tensor';
import type { Baseline } from '../baseline';
import type { MethodContext } from '../method';
import { networkFor, runRows } from '../rows';

export const scopeParameter = z
  .string()
  .default('input')
  .describe('What to attribute the prediction to: the "input", or the output of a layer by name.')
  .meta({ title: 'Attribute to', form: { advanced: true, layers: true, options: { input: 'The input' } } });

export interface Scope {
  /** The context to explain in. */
  context: MethodContext;
  /** A baseline of the input as the layer sees it. */
  baseline(of: Baseline): Promise<Baseline>;
  /** For the result. */
  layer?: string;
  conventions: string[];
}

/** Throws ArgumentError for a layer that is not on the path from the input to the target. */
export async function scopeOf(context: MethodContext, layer: string): Promise<Scope> {
  if (layer === 'input' || layer === context.inputName)
    return { context, baseline: (of) => Promise.resolve(of), conventions: [] };
  const { inputName, input } = context;
  const { types, nodes } = networkFor(context, [context.target.value]);
  if (!types.has(layer))
    throw new ArgumentError(
      `"${layer}" is not a layer between the input and "${context.target.value}"; ${nearestNames(
        layer,
        nodes.flatMap(({ outputs }) => outputs),
      )}.`,
    );
  return {
    context: {
      ...context,
      inputName: layer,
      input: await activations(context, layer, input.data),
      below: { inputName, input },
    },
    baseline: async (of) => ({
      data: (await activations(context, layer, of.data)).data,
      description: `${of.description}, as "${layer}" sees it`,
    }),
    layer,
    conventions: [`Attributed to the activations of "${layer}".`],
  };
}

/** The layer's activations for inputs in the shape of the whole input. */
export async function activations(context: MethodContext, layer: string, inputs: Float32Array): Promise<Float32Tensor> {
  const { inputName, input } = context;
  const size = sizeOf(input.shape.slice(1));
  const rows: Float32Array[] = [];
  const { shapeOf } = await runRows(
    context,
    { name: 'activation', of: [layer], build: (graph) => ({ graph, feeds: [inputName], outputs: [layer] }) },
    {
      count: inputs.length / size,
      write: (i, [x]) => x!.set(inputs.subarray(i * size, (i + 1) * size)),
      take: (_, [row]) => rows.push(row!.slice()),
    },
  );
  const data = new Float32Array(rows.length * rows[0]!.length);
  rows.forEach((row, i) => data.set(row, i * row.length));
  return float32([rows.length, ...shapeOf(layer)], data);
}
