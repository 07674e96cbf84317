/**
 * Sums of the weighted regressions behind KernelSHAP and LIME. Rows are consumed one by one and may be generated on the
 * fly.
 */
import { Matrix } from 'ml-matrix';

type Row = Float64Array | readonly number[];

/** Σ_k w_k x_k x_kᵀ, symmetric to the last bit. */
export function gram(rows: Iterable<Row>, weights: readonly number[], size: number): Matrix {
  const sums = new Float64Array(size * size);
  let k = 0;
  for (const row of rows) {
    const weight = weights[k++]!;
    for (let i = 0; i < size; i++) {
      const scaled = weight * row[i]!;
      if (scaled === 0) continue;
      for (let j = i; j < size; j++) sums[i * size + j]! += scaled * row[j]!;
    }
  }
  const matrix = Matrix.zeros(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      matrix.set(i, j, sums[i * size + j]!);
      matrix.set(j, i, sums[i * size + j]!);
    }
  }
  return matrix;
}

/** Σ_k w_k y_k x_k as a column. */
export function moment(
  rows: Iterable<Row>,
  targets: readonly number[],
  weights: readonly number[],
  size: number,
): Matrix {
  const sums = new Float64Array(size);
  let k = 0;
  for (const row of rows) {
    const scaled = weights[k]! * targets[k++]!;
    for (let i = 0; i < size; i++) sums[i]! += scaled * row[i]!;
  }
  return Matrix.columnVector(Array.from(sums));
}
