/**
 * Aligns one map of points with another without distorting it: orthogonal Procrustes analysis (Schönemann 1966; Gower &
 * Dijksterhuis 2004, chapters 4 and 5). A map tells who is near whom, not which way is up, so maps may differ by
 * rotation, reflection, translation and scale.
 */
import { Matrix, SingularValueDecomposition } from 'ml-matrix';

/** x ↦ scale · (x − from) · rotation + to, for rows x of d numbers. */
export interface Alignment {
  /** [d × d], row by row: orthogonal, a reflection where its determinant is −1. */
  rotation: number[];
  /**
   * Ratio of the sizes (root of the squared distances from the centre): the least-squares scale would shrink an unlike
   * map to a dot.
   */
  scale: number;
  from: number[];
  to: number[];
  /**
   * The residual between the two maps at equal size and the best scale, as a share: 0 for the same shape, 1 for nothing
   * in common. It is 1 − (Σσ)², with σ the singular values of the cross-covariance of the maps at size 1; symmetric in
   * the two maps.
   */
  disparity: number;
}

/**
 * The alignment of `map` with `target`, both [N × dimensions] row by row. Rows that are NaN in either are left out;
 * with fewer than two, or all in one place, the map is only translated.
 */
export function procrustes(target: Float32Array, map: Float32Array, dimensions: number): Alignment {
  const both: number[] = [];
  for (let at = 0; at < map.length; at += dimensions)
    if (Number.isFinite(map[at]!) && Number.isFinite(target[at]!)) both.push(at);
  const own = centred(map, both, dimensions);
  const wanted = centred(target, both, dimensions);
  const cross = Matrix.eye(dimensions);
  const alike = { from: own.middle, to: wanted.middle };
  if (!(own.size > 0 && wanted.size > 0)) return { ...alike, rotation: cross.to1DArray(), scale: 1, disparity: 1 };
  for (let i = 0; i < dimensions; i++)
    for (let j = 0; j < dimensions; j++) {
      let sum = 0;
      for (let at = 0; at < own.rows.length; at += dimensions) sum += own.rows[at + i]! * wanted.rows[at + j]!;
      cross.set(i, j, sum / own.size / wanted.size);
    }
  // Mᵀ T = U Σ Vᵀ; the rotation that brings M nearest to T is U Vᵀ.
  const { leftSingularVectors, rightSingularVectors, diagonal } = new SingularValueDecomposition(cross);
  const common = diagonal.reduce((sum, value) => sum + value, 0);
  return {
    ...alike,
    rotation: leftSingularVectors.mmul(rightSingularVectors.transpose()).to1DArray(),
    scale: wanted.size / own.size,
    disparity: Math.max(0, 1 - common ** 2),
  };
}

/** These rows of a map relative to their centre, and their size. */
function centred(map: Float32Array, starts: readonly number[], dimensions: number) {
  const middle = new Array<number>(dimensions).fill(0);
  for (const at of starts)
    for (let axis = 0; axis < dimensions; axis++) middle[axis]! += map[at + axis]! / starts.length;
  const rows = new Float64Array(starts.length * dimensions);
  let squares = 0;
  for (const [k, at] of starts.entries())
    for (let axis = 0; axis < dimensions; axis++) {
      const value = map[at + axis]! - middle[axis]!;
      rows[k * dimensions + axis] = value;
      squares += value * value;
    }
  return { middle, rows, size: Math.sqrt(squares) };
}

/** [N × d]; NaN stays NaN. */
export function aligned(map: Float32Array, { rotation, scale, from, to }: Alignment): Float32Array {
  const dimensions = from.length;
  const moved = new Float32Array(map.length);
  for (let at = 0; at < map.length; at += dimensions)
    for (let j = 0; j < dimensions; j++) {
      let sum = 0;
      for (let i = 0; i < dimensions; i++) sum += (map[at + i]! - from[i]!) * rotation[i * dimensions + j]!;
      moved[at + j] = scale * sum + to[j]!;
    }
  return moved;
}

/** One map of a sequence, in the axes and units of the first. */
export interface AlignedMap {
  positions: Float32Array;
  /** From the map before it; absent for the first. */
  disparity?: number;
}

/**
 * Aligns each map with the last one before it, step by step, since neighbouring checkpoints are more similar than
 * distant ones. Missing ones are skipped.
 */
export function alignedMaps(
  maps: readonly (Float32Array | undefined)[],
  dimensions: number,
): (AlignedMap | undefined)[] {
  let before: Float32Array | undefined;
  return maps.map((map) => {
    if (!map) return undefined;
    const next = over(before, map, dimensions);
    before = next.positions;
    return next;
  });
}

/** `map` aligned with `before`, which is itself aligned. */
export function over(before: Float32Array | undefined, map: Float32Array, dimensions: number): AlignedMap {
  if (!before) return { positions: map };
  const alignment = procrustes(before, map, dimensions);
  return { positions: aligned(map, alignment), disparity: alignment.disparity };
}
