/**
 * The graph of nearest neighbours among relevance maps: who is among the k nearest of whom, made symmetric. What the graph says of
 * groups is read off its spectrum (`spectrum.ts`).
 */
import { throwIfCancelled } from '../../shared/errors';
import { sizeOf, type Float32Tensor } from '../../shared/tensor';

/** A symmetric matrix of non-negative weights with zeros on its diagonal, by compressed rows. */
export interface SparseGraph {
  count: number;
  /** [count + 1]: row i has the entries from starts[i] up to starts[i + 1]. */
  starts: Int32Array;
  columns: Int32Array;
  weights: Float64Array;
}

/** Rows whose distances are taken together: 16 maps of 28 × 28 stay in a core's first cache. */
const BLOCK = 16;

/**
 * Weight 1 between two that are among each other's `k` nearest, ½ where only one of them is: (W + Wᵀ) / 2 of the 0-1 matrix W.
 * Distances are Euclidean and exact, the lower index first among equals; k is at most count − 1. Throws CancelledError.
 */
export async function neighbourGraph(
  points: Float32Tensor,
  k: number,
  { signal, progress }: { signal?: AbortSignal | undefined; progress?: (fraction: number) => void } = {},
): Promise<SparseGraph> {
  const { shape, data } = points;
  const count = shape[0] ?? 0;
  const size = sizeOf(shape.slice(1));
  const kept = Math.min(k, count - 1);
  const norms = Float64Array.from({ length: count }, (_, i) => dot(data, i * size, i * size, size));
  const rows = Array.from({ length: count }, () => new Map<number, number>());
  const block = Array.from({ length: BLOCK }, () => new Float64Array(count));
  for (let start = 0; start < count; start += BLOCK) {
    throwIfCancelled(signal);
    const filled = Math.min(BLOCK, count - start);
    for (let j = 0; j < count; j++)
      for (let r = 0; r < filled; r++)
        block[r]![j] = norms[j]! + norms[start + r]! - 2 * dot(data, (start + r) * size, j * size, size);
    for (let r = 0; r < filled; r++) {
      const i = start + r;
      for (const j of nearest(block[r]!, i, kept)) {
        rows[i]!.set(j, (rows[i]!.get(j) ?? 0) + 0.5);
        rows[j]!.set(i, (rows[j]!.get(i) ?? 0) + 0.5);
      }
    }
    progress?.((start + filled) / count);
    // Lets a cancellation in.
    await new Promise((resume) => setImmediate(resume));
  }
  return sparse(rows);
}

/** A graph from its edges, each given once; weights of repeated edges add up. */
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

/** The `k` smallest but for `own`, by a sorted list that few candidates get into. */
function nearest(distances: Float64Array, own: number, k: number): number[] {
  const best: number[] = [];
  for (let j = 0; j < distances.length; j++) {
    if (j === own || (best.length === k && !(distances[j]! < distances[best[k - 1]!]!))) continue;
    let at = best.length === k ? k - 1 : best.length;
    while (at > 0 && distances[best[at - 1]!]! > distances[j]!) at--;
    best.splice(at, 0, j);
    if (best.length > k) best.pop();
  }
  return best;
}

function dot(data: Float32Array, a: number, b: number, size: number): number {
  // Four sums at once: a single one waits for each addition.
  let [s, t, u, v, i] = [0, 0, 0, 0, 0];
  for (; i + 3 < size; i += 4) {
    s += data[a + i]! * data[b + i]!;
    t += data[a + i + 1]! * data[b + i + 1]!;
    u += data[a + i + 2]! * data[b + i + 2]!;
    v += data[a + i + 3]! * data[b + i + 3]!;
  }
  for (; i < size; i++) s += data[a + i]! * data[b + i]!;
  return s + t + u + v;
}
