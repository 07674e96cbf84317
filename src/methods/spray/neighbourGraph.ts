/**
 * The graph of nearest neighbours among relevance maps: who is among the k nearest of whom, made symmetric. Its
 * spectrum shows the groups (`spectrum.ts`).
 */
import { sizeOf, type Float32Tensor } from '../../shared/tensor';
import { nearestNeighbours } from '../embedding/neighbours/neighbours';

/** A symmetric matrix of non-negative weights with a zero diagonal, in compressed rows. */
export interface SparseGraph {
  count: number;
  /** [count + 1]: row i has the entries from starts[i] up to starts[i + 1]. */
  starts: Int32Array;
  columns: Int32Array;
  weights: Float64Array;
}

/**
 * Weight 1 between two maps that are both among each other's `k` nearest, ½ if only one is: (W + Wᵀ) / 2 of the 0-1
 * matrix W. Distances are Euclidean and exact, ties by index; k is at most count − 1. Throws CancelledError.
 */
export async function neighbourGraph(
  maps: Float32Tensor,
  k: number,
  options: { signal?: AbortSignal | undefined; progress?: (fraction: number) => void } = {},
): Promise<SparseGraph> {
  const count = maps.shape[0]!;
  const points = { ...maps, shape: [count, sizeOf(maps.shape.slice(1))] };
  const { k: kept, indices } = await nearestNeighbours(points, k, { ...options, exact: true });
  return graphOfEdges(
    count,
    Array.from(indices, (j, at): [number, number, number] => [Math.floor(at / kept), j, 0.5]),
  );
}

/** A graph from its edges; weights of repeated edges add up. */
export function graphOfEdges(count: number, edges: readonly (readonly [number, number, number?])[]): SparseGraph {
  const rows = Array.from({ length: count }, () => new Map<number, number>());
  for (const [i, j, weight = 1] of edges) {
    rows[i]!.set(j, (rows[i]!.get(j) ?? 0) + weight);
    rows[j]!.set(i, (rows[j]!.get(i) ?? 0) + weight);
  }
  return sparse(rows);
}

function sparse(rows: readonly ReadonlyMap<number, number>[]): SparseGraph {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    starts[i + 1] = starts[i]! + row.size;
  });
  const sorted = rows.map((row) => [...row].sort(([a], [b]) => a - b));
  return {
    count: rows.length,
    starts,
    columns: Int32Array.from(sorted.flatMap((row) => row.map(([column]) => column))),
    weights: Float64Array.from(sorted.flatMap((row) => row.map(([, weight]) => weight))),
  };
}
