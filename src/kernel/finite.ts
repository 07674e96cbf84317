/** Rows that can be laid out, and the others, which have no place in a map. */
import type { Neighbours } from '../shared/embedding';
import { ArgumentError } from '../shared/errors';
import { float32, type Float32Tensor } from '../shared/tensor';

/**
 * Rows without NaN and infinities, and the way back to the data's numbering. Throws ArgumentError if there are none.
 */
export function finiteRows({ shape, data }: Float32Tensor, input: string) {
  const [samples = 0, width = 0] = shape;
  const isFinite = (row: number): boolean => data.subarray(row * width, (row + 1) * width).every(Number.isFinite);
  const kept = Array.from({ length: samples }, (_, row) => row).filter(isFinite);
  if (!kept.length)
    throw new ArgumentError(
      `Every row of ${input} contains NaN or infinite numbers, so nothing can be laid out; clean the data first.`,
    );
  const left = samples - kept.length;
  const all = left === 0;
  /** From an array [N, each], the part of the kept rows. */
  const pick = (whole: Float32Tensor): Float32Tensor => {
    const each = whole.shape[1]!;
    const picked = float32([kept.length, each], new Float32Array(kept.length * each));
    for (const [i, row] of kept.entries()) picked.data.set(whole.data.subarray(row * each, (row + 1) * each), i * each);
    return picked;
  };
  const points = all ? float32(shape, data) : pick(float32(shape, data));
  /** `values` for the kept rows, and `missing` for the others. */
  const spread = (values: Float32Array, each: number, missing: number): Float32Array => {
    if (all) return values;
    const whole = new Float32Array(samples * each).fill(missing);
    for (const [i, row] of kept.entries()) whole.set(values.subarray(i * each, (i + 1) * each), row * each);
    return whole;
  };
  const spreadNeighbours = ({ k, indices, distances }: Neighbours): Neighbours => {
    if (all) return { k, indices, distances };
    const whole = new Int32Array(samples * k).fill(-1);
    for (const [i, row] of kept.entries()) for (let j = 0; j < k; j++) whole[row * k + j] = kept[indices[i * k + j]!]!;
    return { k, indices: whole, distances: spread(distances, k, NaN) };
  };
  const first = all ? -1 : (Array.from(kept.keys()).find((i) => kept[i] !== i) ?? kept.length);
  const conventions = all
    ? []
    : [
        `${left} of ${samples} rows (the first is ${first}, counted from 0) contain NaN or infinite numbers and are left out of the map.`,
      ];
  return { samples, points, pick, spread, spreadNeighbours, conventions };
}
