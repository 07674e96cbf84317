/**
 * The smallest eigenvalues of a graph's normalised Laplacian L = I − D^−½ A D^−½ with their eigenvectors, in float64:
 * subspace iteration with a Chebyshev filter (Zhou & Saad 2006) and a Rayleigh–Ritz step. A whole subspace finds
 * repeated eigenvalues, which one vector's Krylov space does not: 0 occurs once per connected component of the graph.
 */
import { EVD, Matrix } from 'ml-matrix';
import { throwIfCancelled } from '../../shared/errors';
import type { Random } from '../../shared/random';
import type { SparseGraph } from './neighbourGraph';

export interface Spectrum {
  /** Ascending, 0 to 2. */
  values: Float64Array;
  /** [m] vectors of length `count`, orthonormal. */
  vectors: Float64Array[];
}

/** Vectors beyond those requested: the nearer the last one's eigenvalue to the next, the slower it converges. */
const GUARD = 12;
/** Degree of the filter between two Rayleigh–Ritz steps. */
const DEGREE = 24;
/** ‖L v − λ v‖ of every requested vector. */
const TOLERANCE = 1e-9;
const MAX_STEPS = 300;

/**
 * The `m` smallest (all, if there are fewer). Nodes without a neighbour count as components of their own. Throws
 * CancelledError.
 */
export async function smallestEigenvectors(
  graph: SparseGraph,
  m: number,
  random: Random,
  signal?: AbortSignal,
): Promise<Spectrum> {
  const { count } = graph;
  const wanted = Math.min(m, count);
  const size = Math.min(count, wanted + GUARD);
  const laplacian = normalisedLaplacian(graph);
  let basis = orthonormal(
    Array.from({ length: size }, () => Float64Array.from({ length: count }, () => random.normal())),
    random,
  );
  for (let step = 0; ; step++) {
    throwIfCancelled(signal);
    const { values, vectors, residuals } = rayleighRitz(basis, laplacian);
    const settled = residuals.slice(0, wanted).every((residual) => residual < TOLERANCE);
    if (settled || step === MAX_STEPS) {
      return {
        values: values.slice(0, wanted).map((value) => Math.max(0, value)),
        vectors: vectors.slice(0, wanted),
      };
    }
    // Damps [cut, 2] and amplifies what lies below: the smaller the eigenvalue, the more.
    const cut = Math.min(values[size - 1]!, 2 - 1e-3);
    basis = orthonormal(
      vectors.map((vector) => filter(vector, laplacian, cut)),
      random,
    );
    await new Promise((resume) => setImmediate(resume));
  }
}

type Operator = (vector: Float64Array) => Float64Array;

/** v ↦ L v. */
function normalisedLaplacian({ count, starts, columns, weights }: SparseGraph): Operator {
  const scale = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let degree = 0;
    for (let e = starts[i]!; e < starts[i + 1]!; e++) degree += weights[e]!;
    scale[i] = degree > 0 ? 1 / Math.sqrt(degree) : 0;
  }
  return (vector) => {
    const result = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let e = starts[i]!; e < starts[i + 1]!; e++) sum += weights[e]! * scale[columns[e]!]! * vector[columns[e]!]!;
      // An isolated node has the eigenvalue 0.
      result[i] = scale[i] === 0 ? 0 : vector[i]! - scale[i]! * sum;
    }
    return result;
  };
}

/** The Chebyshev polynomial of degree {@link DEGREE} that stays within ±1 on [cut, 2], scaled to 1 at 0. */
function filter(vector: Float64Array, laplacian: Operator, cut: number): Float64Array {
  const [centre, half] = [(2 + cut) / 2, (2 - cut) / 2];
  const first = -half / centre;
  let sigma = first;
  let before: Float64Array = vector;
  let current: Float64Array = laplacian(vector).map((value, i) => ((value - centre * vector[i]!) * first) / half);
  for (let degree = 2; degree <= DEGREE; degree++) {
    const next = 1 / (2 / first - sigma);
    const applied = laplacian(current);
    for (let i = 0; i < applied.length; i++)
      applied[i] = (2 * next * (applied[i]! - centre * current[i]!)) / half - sigma * next * before[i]!;
    [before, current, sigma] = [current, applied, next];
  }
  return current;
}

/** The best approximations to eigenvectors within a subspace, and their residuals. */
function rayleighRitz(basis: readonly Float64Array[], laplacian: Operator) {
  const size = basis.length;
  const images = basis.map(laplacian);
  const projected = new Matrix(size, size);
  for (let i = 0; i < size; i++)
    for (let j = i; j < size; j++) {
      const entry = product(basis[i]!, images[j]!);
      projected.set(i, j, entry);
      projected.set(j, i, entry);
    }
  const { realEigenvalues, eigenvectorMatrix } = new EVD(projected, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[a]! - realEigenvalues[b]!);
  const values = Float64Array.from(order, (i) => realEigenvalues[i]!);
  const combine = (vectors: readonly Float64Array[], column: number): Float64Array => {
    const sum = new Float64Array(vectors[0]!.length);
    vectors.forEach((vector, i) => {
      const factor = eigenvectorMatrix.get(i, column);
      for (let at = 0; at < sum.length; at++) sum[at]! += factor * vector[at]!;
    });
    return sum;
  };
  const vectors = order.map((column) => combine(basis, column));
  const residuals = order.map((column, i) => {
    const image = combine(images, column);
    return norm(image.map((value, at) => value - values[i]! * vectors[i]![at]!));
  });
  return { values, vectors, residuals };
}

/**
 * Gram–Schmidt, each vector twice ("twice is enough", Kahan in Parlett 1980); one that vanishes is replaced by a random
 * one.
 */
function orthonormal(vectors: readonly Float64Array[], random: Random): Float64Array[] {
  const done: Float64Array[] = [];
  for (const given of vectors) {
    let vector: Float64Array = Float64Array.from(given);
    for (;;) {
      const before = norm(vector);
      for (let pass = 0; pass < 2; pass++)
        for (const other of done) {
          const share = product(vector, other);
          for (let i = 0; i < vector.length; i++) vector[i]! -= share * other[i]!;
        }
      const after = norm(vector);
      if (after > 1e-12 * before) {
        done.push(vector.map((value) => value / after));
        break;
      }
      vector = vector.map(() => random.normal());
    }
  }
  return done;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(product(vector, vector));
}
