/**
 * The layer of a class activation map: which value of the network has channels over places, and how its numbers are
 * laid out.
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
  .describe('Output of a layer by name, or "auto": the last one before the target with spatial positions.')
  .meta({ form: { layers: true, options: { auto: 'The last one with positions' } } });

/** A layer's activations for one sample: `channels` maps over `places`. */
export interface MapLayer {
  value: string;
  /** Shape of one sample's value in the network. */
  shape: Shape;
  channels: number;
  /** Shape of one map. */
  places: Shape;
  /** Index of channel c at place p within one sample. */
  at(channel: number, place: number): number;
}

/**
 * The named layer, or for 'auto' the last value before the target with channels and more than one place. Throws
 * UnsuitableError if there is none, ArgumentError if the value has no places.
 */
export function mapLayer(context: MethodContext, choice: string): MapLayer {
  const network = networkFor(context, [context.target.value]);
  if (choice !== 'auto') {
    const layer = describe(network, choice);
    if (layer) return layer;
    const names = network.nodes.flatMap(({ outputs }) => outputs.filter((name) => describe(network, name)));
    throw new ArgumentError(
      network.types.has(choice)
        ? `"${choice}" has shape [${network.types.get(choice)!.shape.join()}], with no spatial positions. Layers with positions: ${names.slice(-5).join(', ') || 'none'}.`
        : `"${choice}" is not a layer between the input and "${context.target.value}"; did you mean "${byNearness(choice, names)[0] ?? ''}"?`,
    );
  }
  for (const node of network.nodes.toReversed()) {
    if (!hasPlaces(node) || node.outputs[0] === context.target.value) continue;
    const layer = describe(network, node.outputs[0]!);
    if (layer && layer.channels > 1) return layer;
  }
  throw new UnsuitableError(
    `No layer before "${context.target.value}" has channels over spatial positions, so there is nothing to map. Class activation maps are for convolutional networks and vision transformers.`,
  );
}

/** Whether a node keeps the places of its operand. */
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
