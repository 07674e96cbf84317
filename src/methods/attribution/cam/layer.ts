/**
 * The layer of a class activation map: which value of the network has a place for every channel's activity, and how its numbers lie.
 */
import * as z from 'zod';
import type { BoundGraph, Node } from '../../../graph/graph';
import { operators } from '../../../operators';
import { ArgumentError, UnsuitableError } from '../../../shared/errors';
import { byNearness } from '../../../shared/nearest';
import { sizeOf, type Shape } from '../../../shared/tensor';
import type { MethodContext } from '../../method';
import { hasChannelsFirst } from '../../channels';
import { networkFor } from '../../rows';

export const layerParameter = z
  .string()
  .default('auto')
  .describe('Output of a layer by name, or "auto": the last one before the target that still has places.')
  .meta({ form: { layers: true, options: { auto: 'The last one with places' } } });

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
    if (!hasPlaces(node) || node.outputs[0] === context.target.value) continue;
    const layer = describe(network, node.outputs[0]!);
    if (layer && layer.channels > 1) return layer;
  }
  throw new UnsuitableError(
    `On the way to "${context.target.value}" no layer has channels and places, so there is nothing to make a map of. Class activation maps are for convolutional networks and vision transformers.`,
  );
}

/** Whether places, if a node's operand has them, are places in its output too. */
function hasPlaces({ op, domain }: Node): boolean {
  const axes = operators(op, domain)?.axes;
  return axes !== undefined && axes !== 'in order';
}

function describe(network: BoundGraph, value: string): MapLayer | undefined {
  const type = network.types.get(value);
  const shape = type?.shape.slice(1);
  if (!type || !shape || shape.length < 2 || type.dtype !== 'float32') return undefined;
  const channelsLast = shape.length === 2 && !hasChannelsFirst(network, value);
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
