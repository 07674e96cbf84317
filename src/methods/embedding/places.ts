/**
 * Points some of which already have a place in an earlier map: separates these from the newcomers, which start at the
 * median of their nearest placed neighbours (Poličar, Stražar, Zupan 2019).
 */
import { float32, type Float32Tensor } from '../../shared/tensor';
import type { Neighbours } from '../../shared/embedding';

export interface Divided {
  /** Rows of points with a place, and of those without, ascending. */
  placed: Int32Array;
  newcomers: Int32Array;
  /** First the placed ones, then the newcomers. */
  order: Int32Array;
}

/** By `places` [N, dimensions], NaN for missing ones. */
export function divide({ data, shape }: Float32Tensor): Divided {
  const [n = 0, dimensions = 1] = shape;
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const has = (i: number): boolean => Number.isFinite(data[i * dimensions]!);
  const placed = rows.filter(has);
  const newcomers = rows.filter((i) => !has(i));
  const order = new Int32Array(n);
  order.set(placed);
  order.set(newcomers, placed.length);
  return { placed, newcomers, order };
}

/** Rows of [N, D]. */
export function pickRows({ data, shape }: Float32Tensor, rows: Int32Array): Float32Tensor {
  const width = data.length / shape[0]!;
  const picked = new Float32Array(rows.length * width);
  for (const [to, from] of rows.entries()) picked.set(data.subarray(from * width, (from + 1) * width), to * width);
  return float32([rows.length, width], picked);
}

/**
 * For each axis the median over at most `most` nearest, [M, dimensions]; `neighbours` index rows of `places` [N,
 * dimensions].
 */
export function medians({ k, indices }: Neighbours, places: Float32Tensor, most: number): Float32Array {
  const dimensions = places.shape[1]!;
  const used = Math.min(k, most);
  return Float32Array.from({ length: (indices.length / k) * dimensions }, (_, at) => {
    const [point, axis] = [Math.floor(at / dimensions), at % dimensions];
    const near = Float64Array.from(
      indices.subarray(point * k, point * k + used),
      (j) => places.data[j * dimensions + axis]!,
    );
    near.sort();
    return (near[(used - 1) >> 1]! + near[used >> 1]!) / 2;
  });
}
