/**
 * Attribution to a layer in place of the input: the layer's activations become the input of what lies above it, and every method works
 * there as it does below. A single neuron is explained by making it the target.
 */
import * as z from 'zod';
import { ArgumentError } from '../../shared/errors';
import { float32, sizeOf, type Float32Tensor } from '../../shared/tensor';
import type { Baseline } from '../baseline';
import type { MethodContext } from '../method';
import { networkFor, runRows } from '../rows';

export const scopeParameter = z
  .string()
  .default('input')
  .describe('What the prediction is attributed to: the "input", or the output of a layer by name.')
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

/** Throws ArgumentError for a layer that does not lie on the way from the input to the target. */
export async function scopeOf(context: MethodContext, layer: string): Promise<Scope> {
  if (layer === 'input' || layer === context.inputName)
    return { context, baseline: (of) => Promise.resolve(of), conventions: [] };
  const { inputName, input } = context;
  if (!networkFor(context, [context.target.value]).types.has(layer))
    throw new ArgumentError(
      `"${layer}" does not lie on the way to "${context.target.value}"; "netloupe layers" lists the outputs of layers.`,
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

/** What the layer makes of inputs in the shape of the whole input. */
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
