/**
 * The first principal components by randomised subspace iteration (Halko, Martinsson, Tropp 2011, algorithm 4.4): a
 * random basis, turned towards the directions of most variance by repeated multiplication with the covariance, and an
 * exact solution of the small problem within it.
 */
import { EigenvalueDecomposition, Matrix, QrDecomposition } from 'ml-matrix';
import { throwIfCancelled } from '../../shared/errors';
import type { Random } from '../../shared/random';
import { Kernels, threadCount } from './kernels/kernels';
import type { PreparedRows } from './rows';

/** Extra basis vectors and multiplications: with them, the error of a variance is that of float32. */
const EXTRA = 8;
const ITERATIONS = 7;

export interface Components {
  /** [N, count], in the units of the rows. */
  scores: Float32Array;
  /** Share of each axis in the total variance. 0 if the points do not vary. */
  shares: number[];
}

/** `rows` must be centred. Axes beyond the rank are zero. The largest weight of each component is positive. */
export async function principalComponents(
  rows: PreparedRows,
  axes: number,
  random: Random,
  signal?: AbortSignal,
): Promise<Components> {
  const { count: n, columns: d } = rows;
  const l = Math.ceil((axes + EXTRA) / 4) * 4;
  const threads = n * d * l < 1e6 ? 1 : threadCount();
  const kernels = await Kernels.create(4 * (n * (d + l) + d * l * (3 * threads + 1)) + 128, threads);
  try {
    const data = kernels.floats(n * d);
    const basis = kernels.floats(d * l);
    const scratch = kernels.floats(threads * d * l);
    const products = kernels.floats(n * l);
    const correlations = kernels.doubles(threads * d * l);
    rows.write(data);
    let vectors = orthonormal(
      Matrix.from1DArray(
        d,
        l,
        Array.from({ length: d * l }, () => random.normal()),
      ),
    );
    let inside = new Matrix(0, 0);
    for (let i = 0; i < ITERATIONS; i++) {
      throwIfCancelled(signal);
      basis.fill(0);
      for (let r = 0; r < d; r++) for (let c = 0; c < vectors.columns; c++) basis[r * l + c] = vectors.get(r, c);
      await kernels.run('project', data, n, d, basis, l, scratch, products, correlations);
      const product = summed(correlations, d, l, vectors.columns, threads);
      // Vᵀ(AᵀA)V: the covariance within the basis.
      inside = vectors.transpose().mmul(product);
      if (i < ITERATIONS - 1) vectors = orthonormal(product);
    }
    const { axes: rotation, variances } = principalAxes(inside, vectors, axes);
    let total = 0;
    for (const value of data) total += value * value;
    return {
      scores: rotated(products, n, l, rotation, axes),
      shares: variances.map((variance) => (total > 0 ? Math.min(variance / total, 1) : 0)),
    };
  } finally {
    await kernels.dispose();
  }
}

/** At most as many columns as rows. */
function orthonormal(matrix: Matrix): Matrix {
  const columns = Math.min(matrix.rows, matrix.columns);
  const scale = matrix.norm() || 1;
  const q = new QrDecomposition(Matrix.div(matrix.subMatrix(0, matrix.rows - 1, 0, columns - 1), scale))
    .orthogonalMatrix;
  // A column that depends on those before it may become zero; it then adds nothing.
  return q.subMatrix(0, matrix.rows - 1, 0, columns - 1);
}

function summed(correlations: Float64Array, d: number, l: number, columns: number, threads: number): Matrix {
  const sum = new Matrix(d, columns);
  for (let thread = 0; thread < threads; thread++) {
    for (let r = 0; r < d; r++) {
      for (let c = 0; c < columns; c++) sum.set(r, c, sum.get(r, c) + correlations[(thread * d + r) * l + c]!);
    }
  }
  return sum;
}

/** Eigenvectors in terms of the basis, by decreasing variance, with fixed signs; and their sums of squares. */
function principalAxes(inside: Matrix, basis: Matrix, count: number): { axes: Matrix; variances: number[] } {
  const symmetric = Matrix.add(inside, inside.transpose()).mul(0.5);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const axes = new Matrix(basis.columns, count);
  const variances: number[] = [];
  for (let axis = 0; axis < count; axis++) {
    const column = order[axis];
    variances.push(column === undefined ? 0 : Math.max(realEigenvalues[column]!, 0));
    if (column === undefined) continue;
    const vector = eigenvectorMatrix.getColumnVector(column);
    const component = basis.mmul(vector).to1DArray();
    const largest = component.reduce(
      (best, value) => (Math.abs(value) > Math.abs(best) * (1 + 1e-9) ? value : best),
      0,
    );
    axes.setColumn(axis, vector.mul(largest < 0 ? -1 : 1));
  }
  return { axes, variances };
}

function rotated(products: Float32Array, n: number, l: number, rotation: Matrix, axes: number): Float32Array {
  const scores = new Float32Array(n * axes);
  const weights = rotation.to2DArray();
  for (let i = 0; i < n; i++) {
    for (let axis = 0; axis < axes; axis++) {
      let sum = 0;
      for (let c = 0; c < weights.length; c++) sum += products[i * l + c]! * weights[c]![axis]!;
      scores[i * axes + axis] = sum;
    }
  }
  return scores;
}
