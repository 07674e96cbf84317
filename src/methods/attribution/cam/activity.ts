/** A layer's activations for each sample, alone or with the target's gradient there. */
import { gradient } from '../../../differentiate/gradient';
import { sizeOf } from '../../../shared/tensor';
import type { MethodContext } from '../../method';
import { runRows } from '../../rows';
import type { MapLayer } from './layer';

/** A layer's activations and the target's gradient there, for one sample, channel by channel. */
export interface Activity {
  activation: Float32Array;
  gradient: Float32Array;
  /** The target's value. */
  value: number;
}

/** Visits every sample's activations at the layer. */
export async function visitActivity(
  context: MethodContext,
  layer: MapLayer,
  visit: (sample: number, activity: Activity) => void,
): Promise<void> {
  const { inputName, input, target } = context;
  const size = sizeOf(input.shape.slice(1));
  await runRows(
    context,
    {
      name: `gradient at ${layer.value}`,
      of: [target.value],
      build(network) {
        const built = gradient(network, target.value, [layer.value], undefined, [layer.value]);
        return {
          graph: built.graph,
          feeds: [inputName, built.seed],
          outputs: [built.gradients[0]!, layer.value, target.value],
        };
      },
    },
    {
      count: input.shape[0]!,
      write(i, [x, seed]) {
        x!.set(input.data.subarray(i * size, (i + 1) * size));
        seed![target.indices[i]!] = 1;
      },
      take: (i, [gradient, activation, values]) =>
        visit(i, { gradient: gradient!, activation: activation!, value: values![target.indices[i]!]! }),
    },
  );
}

/** The layer's activations for each sample. */
export async function activity(context: MethodContext, layer: MapLayer): Promise<Float32Array[]> {
  const { inputName, input } = context;
  const size = sizeOf(input.shape.slice(1));
  const found: Float32Array[] = [];
  await runRows(
    context,
    {
      name: 'activation',
      of: [layer.value],
      build: (graph) => ({ graph, feeds: [inputName], outputs: [layer.value] }),
    },
    {
      count: input.shape[0]!,
      write: (i, [x]) => x!.set(input.data.subarray(i * size, (i + 1) * size)),
      take: (i, [activation]) => (found[i] = activation!.slice()),
    },
  );
  return found;
}
