/**
 * The layer of a class activation map: which value of the network has a place for every channel's activity, and how its numbers lie.
 */
import * as z from 'zod';
import { producers, type BoundGraph, type Node } from '../../../graph/graph';
import { ArgumentError, UnsuitableError } from '../../../shared/errors';
import { byNearness } from '../../../shared/nearest';
import { sizeOf, type Shape } from '../../../shared/tensor';
import type { MethodContext } from '../../method';
import { networkFor } from '../../rows';

export const layerParameter = z
  .string()
  .default('auto')
  .describe(
    'Output of a layer by name ("netloupe layers" lists them), or "auto": the last one before the target that still has places.',
  );

/** A layer's activity for one sample: `channels` maps over `places`. */
export interface MapLayer {
  value: string;
  /** Sizes of one sample's value, as the network has it. */
  shape: Shape;
  channels: number;
  /** Sizes of one map. */
  places: Shape;
  /** Index of channel c at place p within one sample. */
  at(channel: number, place: number): number;
}

/** Operators that keep places where they are. */
const keeping = [
  ...[
    'Conv',
    'ConvTranspose',
    'Relu',
    'LeakyRelu',
    'PRelu',
    'Elu',
    'Selu',
    'Celu',
    'Gelu',
    'Mish',
    'HardSwish',
    'Clip',
  ],
  ...['Sigmoid', 'Tanh', 'Softplus', 'Mul', 'Add', 'Sum', 'Concat', 'MaxPool', 'AveragePool', 'BatchNormalization'],
  ...[
    'InstanceNormalization',
    'GroupNormalization',
    'LRN',
    'Resize',
    'Dropout',
    'Identity',
    'LayerNormalization',
    'Div',
  ],
  'Transpose',
];

/**
 * The layer of that name, or for 'auto' the last value on the way to the target that has channels and more than one place. Throws
 * UnsuitableError where there is none, ArgumentError where the value has no places.
 */
export function mapLayer(context: MethodContext, choice: string): MapLayer {
  const network = networkFor(context, [context.target.value]);
  if (choice !== 'auto') {
    const layer = describe(network, choice);
    if (layer) return layer;
    const names = network.nodes.flatMap(({ outputs }) => outputs.filter((name) => describe(network, name)));
    throw new ArgumentError(
      network.types.has(choice)
        ? `"${choice}" has no places: its shape is [${network.types.get(choice)!.shape.join()}]. Layers with places: ${names.slice(-5).join(', ') || 'none'}.`
        : `"${choice}" does not lie on the way to "${context.target.value}"; did you mean "${byNearness(choice, names)[0] ?? ''}"?`,
    );
  }
  for (const node of network.nodes.toReversed()) {
    if (!keeping.includes(node.op) || node.outputs[0] === context.target.value) continue;
    const layer = describe(network, node.outputs[0]!);
    if (layer && layer.channels > 1) return layer;
  }
  throw new UnsuitableError(
    `On the way to "${context.target.value}" no layer has channels and places, so there is nothing to make a map of. Class activation maps are for convolutional networks and vision transformers.`,
  );
}

function describe(network: BoundGraph, value: string): MapLayer | undefined {
  const type = network.types.get(value);
  const shape = type?.shape.slice(1);
  if (!type || !shape || shape.length < 2 || type.dtype !== 'float32') return undefined;
  const channelsLast = shape.length === 2 && !isConvolutional(value, producers(network));
  const places = channelsLast ? shape.slice(0, -1) : shape.slice(1);
  const channels = channelsLast ? shape.at(-1)! : shape[0]!;
  const size = sizeOf(places);
  if (size < 2) return undefined;
  return {
    value,
    shape,
    channels,
    places,
    at: channelsLast ? (channel, place) => place * channels + channel : (channel, place) => channel * size + place,
  };
}

/** Whether a value of [N, a, b] is channels by places, as after a 1-D convolution, and not tokens by features. */
function isConvolutional(value: string, made: ReadonlyMap<string, Node>): boolean {
  for (let node = made.get(value); node; node = made.get(node.inputs[0]!)) {
    if (node.op === 'Conv' || node.op === 'ConvTranspose') return true;
    if (['MatMul', 'Gemm', 'Transpose', 'LayerNormalization', 'Reshape'].includes(node.op)) return false;
  }
  return false;
}
