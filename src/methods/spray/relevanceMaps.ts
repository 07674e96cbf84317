/**
 * Relevance maps of many samples made comparable: computed by an attribution method, summed over channels, scaled to
 * one small size and to unit length.
 */
import { resize } from '../../formats/resize';
import { ArgumentError } from '../../shared/errors';
import { layoutOf, type Layout } from '../../shared/picture/layout';
import { float32, sizeOf, type Float32Tensor } from '../../shared/tensor';
import type { Attribution, MethodContext, PredictionMethod } from '../method';

export interface Explainer {
  method: PredictionMethod;
  /** With defaults filled in. */
  parameters: Record<string, unknown>;
}

export interface RelevanceMaps {
  /** [n, rows, columns], or [n, numbers] for data other than pictures: signed, each of Euclidean length 1. */
  maps: Float32Tensor;
  /** Rows of the input with a map: those requested, without the ones that have no relevance. */
  rows: number[];
  /** The conventions of the attribution method. */
  conventions: string[];
}

/** Share of the memory budget for one array of a portion: its input, its maps, what the method keeps. */
const SHARE = 1 / 12;

/**
 * Maps of the samples at `rows` of the input. Pictures shrink until no side is longer than `side` (by area, so that
 * relevance between two pixels is shared). Throws ArgumentError for relevance that is not finite, CancelledError.
 */
export async function relevanceMaps(
  context: MethodContext,
  rows: readonly number[],
  { method, parameters }: Explainer,
  side: number,
): Promise<RelevanceMaps> {
  const size = sizeOf(context.input.shape.slice(1));
  const portion = Math.max(1, Math.floor((context.memoryBudget * SHARE) / (4 * size)));
  const found: { row: number; map: Float32Array }[] = [];
  let shape: number[] = [];
  let conventions: string[] = [];
  for (let start = 0; start < rows.length; start += portion) {
    const some = rows.slice(start, start + portion);
    const result: Attribution = await method.run(
      {
        ...context,
        input: samplesAt(context.input, some),
        target: { value: context.target.value, indices: some.map((row) => context.target.indices[row]!) },
        progress: (fraction) => {
          context.progress((start + fraction * some.length) / rows.length);
        },
      },
      parameters,
    );
    const map = result.upsampled ?? result.attribution;
    const layout = layoutOf(map.shape);
    some.forEach((row, i) => {
      const small = shrink(sumOverChannels(map.data, layout, i), layout, side);
      const unit = unitLength(small.data, row);
      if (unit) found.push({ row, map: unit });
      shape = small.shape;
    });
    conventions = result.conventions;
  }
  const joined = new Float32Array(found.length * sizeOf(shape));
  found.forEach(({ map }, i) => {
    joined.set(map, i * map.length);
  });
  return { maps: float32([found.length, ...shape], joined), rows: found.map(({ row }) => row), conventions };
}

/** The samples at these rows, in their order. */
export function samplesAt({ shape, data }: Float32Tensor, rows: readonly number[]): Float32Tensor {
  const size = sizeOf(shape.slice(1));
  const chosen = new Float32Array(rows.length * size);
  rows.forEach((row, i) => {
    chosen.set(data.subarray(row * size, (row + 1) * size), i * size);
  });
  return float32([rows.length, ...shape.slice(1)], chosen);
}

/** One sample's places in the order depth, row, column. */
function sumOverChannels(data: Float32Array, layout: Layout, sample: number): Float32Array {
  const { size, stride, channels, channelStride, sampleSize } = layout;
  const sums = new Float32Array(size.depth * size.height * size.width);
  let place = 0;
  for (let z = 0; z < size.depth; z++)
    for (let y = 0; y < size.height; y++)
      for (let x = 0; x < size.width; x++, place++) {
        const at = sample * sampleSize + z * stride.depth + y * stride.height + x * stride.width;
        for (let c = 0; c < channels; c++) sums[place]! += data[at + c * channelStride]!;
      }
  return sums;
}

function shrink(places: Float32Array, { kind, size }: Layout, side: number): { shape: number[]; data: Float32Array } {
  if (kind !== 'image') return { shape: [places.length], data: places };
  const scale = Math.min(1, side / Math.max(size.height, size.width));
  const [height, width] = [size.height, size.width].map((length) => Math.max(1, Math.round(length * scale))) as [
    number,
    number,
  ];
  const pixels = { width: size.width, height: size.height, channels: 1, data: places };
  return { shape: [height, width], data: resize(pixels, width, height, 'bilinear').data };
}

/** So that a map says where relevance is, not how much of it there is; undefined if there is none. */
function unitLength(map: Float32Array, row: number): Float32Array | undefined {
  const length = Math.sqrt(map.reduce((sum, value) => sum + value * value, 0));
  if (!Number.isFinite(length))
    throw new ArgumentError(`The relevance of sample ${row} is not finite; check its input, or choose another method.`);
  return length > 0 ? map.map((value) => value / length) : undefined;
}
