/**
 * From a layer's channels to a map: the common part of all class activation maps. A method chooses the weights of the
 * channels; sums, rectification, upsampling and conventions are here.
 */
import * as z from 'zod';
import { float32, sizeOf, type Shape } from '../../../shared/tensor';
import type { Attribution, MethodContext } from '../../method';
import type { MapLayer } from './layer';
import { upsample, type Interpolation } from './upsample';

export const rectifyParameter = z
  .boolean()
  .default(true)
  .describe('Cuts off evidence against the target, as in the paper. The signed map is kept beside it.')
  .meta({ title: 'Positive evidence only' });

/** Σ_c w_c A_c for one sample. */
export function weigh(layer: MapLayer, activation: Float32Array, weights: ArrayLike<number>): Float32Array {
  const map = new Float32Array(sizeOf(layer.places));
  for (let c = 0; c < layer.channels; c++) {
    const weight = weights[c]!;
    if (weight === 0) continue;
    for (let p = 0; p < map.length; p++) map[p]! += weight * activation[layer.at(c, p)]!;
  }
  return map;
}

/** Σ_c f(c, p) at each place of one sample. */
export function sumChannels(layer: MapLayer, f: (channel: number, at: number) => number): Float32Array {
  const map = new Float32Array(sizeOf(layer.places));
  for (let c = 0; c < layer.channels; c++) {
    for (let p = 0; p < map.length; p++) map[p]! += f(c, layer.at(c, p));
  }
  return map;
}

/** Mean over places of f(c, p), for each channel of one sample. */
export function meanOverPlaces(layer: MapLayer, f: (at: number, channel: number) => number): Float64Array {
  const places = sizeOf(layer.places);
  return Float64Array.from({ length: layer.channels }, (_, c) => {
    let sum = 0;
    for (let p = 0; p < places; p++) sum += f(layer.at(c, p), c);
    return sum / places;
  });
}

/** The result of one signed map per sample. */
export function mapResult(
  context: MethodContext,
  layer: MapLayer,
  maps: readonly Float32Array[],
  rectify: boolean,
  conventions: readonly string[],
): Attribution {
  const samples = maps.length;
  const shape = [samples, 1, ...layer.places];
  const signed = float32(shape, joined(maps));
  const shown = rectify ? maps.map((map) => map.map((value) => Math.max(0, value))) : maps;
  const laid = layOver(context, layer, shown, 'bilinear');
  return {
    attribution: rectify ? float32(shape, joined(shown)) : signed,
    layer: layer.value,
    ...(rectify && { signed }),
    ...(laid && { upsampled: laid }),
    conventions: [
      `At "${layer.value}": ${layer.channels} channels over ${layer.places.join(' × ')} places.`,
      ...conventions,
      rectify
        ? 'Negative values are cut off; the signed map is kept as "signed". Nothing is scaled.'
        : 'Signed; nothing is scaled.',
      ...(laid ? ['The map is not upsampled; it is drawn over the input with bilinear interpolation.'] : []),
    ],
  };
}

/** The maps at the size of the input; undefined if its places are not a scaled version of the layer's. */
export function layOver({ input }: MethodContext, layer: MapLayer, maps: readonly Float32Array[], how: Interpolation) {
  const to = input.shape.slice(2);
  const grid = gridOf(layer, to);
  if (!grid) return undefined;
  const laid = maps.map((map) => upsample(map.subarray(map.length - sizeOf(grid)), grid, to, how));
  return float32([maps.length, 1, ...to], joined(laid));
}

/**
 * The layer's places as a grid over the input's. Tokens of a vision transformer form a square, after a class token if
 * there is one.
 */
function gridOf({ places }: MapLayer, to: Shape): Shape | undefined {
  if (places.length === to.length) return places;
  if (places.length !== 1 || to.length !== 2) return undefined;
  const side = [places[0]!, places[0]! - 1].map(Math.sqrt).find(Number.isInteger);
  return side === undefined ? undefined : [side, side];
}

function joined(maps: readonly Float32Array[]): Float32Array {
  const size = maps[0]?.length ?? 0;
  const all = new Float32Array(maps.length * size);
  maps.forEach((map, i) => all.set(map, i * size));
  return all;
}
