/**
 * Points as the kernels take them: centred, and scaled so that squares stay within float32; for the cosine metric, rows
 * of length 1, where ‖a − b‖² = 2 (1 − cos).
 */
import type { Float32Tensor } from '../../shared/tensor';

export type Metric = 'euclidean' | 'cosine';

/** What every method with this choice says about it. */
export const metrics = ['euclidean', 'cosine'] as const;

export interface PreparedRows {
  count: number;
  /** Numbers in a row. */
  columns: number;
  write(to: Float32Array): void;
  /** A distance in the metric from a squared distance of the rows. */
  distance(squared: number): number;
}

export function prepareRows({ data, shape }: Float32Tensor, metric: Metric): PreparedRows {
  const count = shape[0]!;
  const columns = data.length / Math.max(count, 1);
  if (metric === 'cosine') {
    return {
      count,
      columns,
      write: (to) => writeDirections(data, count, columns, to),
      distance: (squared) => squared / 2,
    };
  }
  const means = columnMeans(data, count, columns);
  let largest = 0;
  for (let i = 0, column = 0; i < data.length; i++) {
    largest = Math.max(largest, Math.abs(data[i]! - means[column]!));
    if (++column === columns) column = 0;
  }
  // A power of two changes no digit.
  const scale = largest > 0 ? 2 ** -Math.floor(Math.log2(largest)) : 1;
  return {
    count,
    columns,
    write: (to) => {
      for (let i = 0, column = 0; i < data.length; i++) {
        to[i] = (data[i]! - means[column]!) * scale;
        if (++column === columns) column = 0;
      }
    },
    distance: (squared) => Math.sqrt(squared) / scale,
  };
}

/** Rows of length 1; a row of zeros stays zero, at distance ½ from all others and 0 from other zeros. */
function writeDirections(data: Float32Array, count: number, columns: number, to: Float32Array): void {
  for (let row = 0; row < count; row++) {
    let squares = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) squares += data[i]! ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) to[i] = data[i]! * scale;
  }
}

export function columnMeans(data: Float32Array, count: number, columns: number): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0, column = 0; i < data.length; i++) {
    means[column]! += data[i]!;
    if (++column === columns) column = 0;
  }
  return means.map((sum) => sum / count);
}
