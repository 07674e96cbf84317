/**
 * The parts of an input that are removed one after another: its places (all channels of a pixel, or a column) and
 * regions of them; and the order that an explanation gives them.
 */
import { layoutOf, type LayoutKind } from '../../shared/picture/layout';
import type { Random } from '../../shared/random';
import type { Shape } from '../../shared/tensor';
import { shuffled } from '../shuffled';

export interface Places {
  kind: LayoutKind;
  /** Depth, height, width. */
  sides: readonly [number, number, number];
  count: number;
  channels: number;
  /** Elements of one sample. */
  size: number;
  /** Index of a place's channel within a sample. */
  at(channel: number, place: number): number;
}

export interface Regions {
  count: number;
  /** The places of each region. */
  members: readonly (readonly number[])[];
}

/** The places of an input [N, …]. */
export function placesOf(shape: Shape): Places {
  const { kind, size, stride, channels, channelStride, sampleSize } = layoutOf(shape);
  const { depth, height, width } = size;
  return {
    kind,
    sides: [depth, height, width],
    count: depth * height * width,
    channels,
    size: sampleSize,
    at: (channel, place) =>
      channel * channelStride +
      Math.floor(place / (height * width)) * stride.depth +
      (Math.floor(place / width) % height) * stride.height +
      (place % width) * stride.width,
  };
}

/** Boxes of `side` places along every axis, cut off at the border. */
export function regionsOf({ sides, count }: Places, side: number): Regions {
  const [depth, height, width] = sides;
  const [rows, columns] = [Math.ceil(height / side), Math.ceil(width / side)];
  const members: number[][] = Array.from({ length: Math.ceil(depth / side) * rows * columns }, () => []);
  const box = (position: number): number => Math.floor(position / side);
  for (let place = 0; place < count; place++) {
    const [z, y, x] = [Math.floor(place / (height * width)), Math.floor(place / width) % height, place % width];
    members[(box(z) * rows + box(y)) * columns + box(x)]!.push(place);
  }
  return { count: members.length, members };
}

/** A sample's relevance at each place, summed over channels. */
export function relevanceOf(places: Places, map: Float32Array, sample: number): Float64Array {
  const from = sample * places.size;
  const relevance = new Float64Array(places.count);
  for (let place = 0; place < places.count; place++)
    for (let c = 0; c < places.channels; c++) relevance[place]! += map[from + places.at(c, place)]!;
  return relevance;
}

/**
 * The regions by decreasing sum of relevance; ties in random order, so that a constant map does not inherit the order
 * of the pixels.
 */
export function orderOf(regions: Regions, relevance: Float64Array, random: Random): number[] {
  const sums = regions.members.map((members) => members.reduce((sum, place) => sum + relevance[place]!, 0));
  // Sorting is stable, so shuffling first breaks the ties.
  return shuffled(regions.count, random).sort((a, b) => sums[b]! - sums[a]!);
}
