/**
 * Spectral clustering (Ng, Jordan & Weiss 2002): groups of a graph's nodes from the eigenvectors of its normalised
 * Laplacian, their number from the widest gap between eigenvalues (von Luxburg 2007, section 8.3).
 */
import { ArgumentError } from '../../shared/errors';
import type { Random } from '../../shared/random';
import { kMeans } from './kMeans';
import type { SparseGraph } from './neighbourGraph';
import { smallestEigenvectors } from './spectrum';

export interface SpectralClusters {
  /** The smallest eigenvalues, ascending. */
  eigenvalues: Float64Array;
  /** λ_{k+1} − λ_k for the k clusters chosen, λ counted from 1. */
  eigengap: number;
  count: number;
  labels: Int32Array;
  /** Eigenvectors of `eigenvalues`, orthonormal. */
  vectors: Float64Array[];
}

/** Most clusters by default, and the number of eigenvalues shown. */
export const MOST_CLUSTERS = 8;
const EIGENVALUES = 16;

/**
 * `clusters` "auto" takes the widest gap among the first {@link MOST_CLUSTERS}. Throws ArgumentError for more clusters
 * than nodes.
 */
export async function spectralClusters(
  graph: SparseGraph,
  clusters: number | 'auto',
  random: Random,
  signal?: AbortSignal,
): Promise<SpectralClusters> {
  if (clusters !== 'auto' && clusters > graph.count)
    throw new ArgumentError(`${graph.count} samples cannot form ${clusters} clusters; ask for fewer.`);
  const wanted = Math.max(EIGENVALUES, clusters === 'auto' ? 0 : clusters + 1);
  const { values, vectors } = await smallestEigenvectors(graph, wanted, random, signal);
  const asked = clusters === 'auto' ? widestGap(values) : clusters;
  const { labels } = kMeans(unitRows(vectors.slice(0, asked)), asked, random);
  return {
    eigenvalues: values,
    eigengap: (values[asked] ?? 2) - values[asked - 1]!,
    count: Math.max(...labels) + 1,
    labels,
    vectors,
  };
}

/** The vectors by node, each row scaled to length 1. */
export function unitRows(vectors: readonly Float64Array[]): Float64Array[] {
  return Array.from({ length: vectors[0]!.length }, (_, i) => {
    const row = Float64Array.from(vectors, (vector) => vector[i]!);
    const length = Math.hypot(...row);
    return length > 0 ? row.map((value) => value / length) : row;
  });
}

/** k for which λ_{k+1} − λ_k is widest; ties go to the smallest. */
export function widestGap(values: Float64Array, most = MOST_CLUSTERS): number {
  let best = 1;
  for (let k = 2; k <= most && k < values.length; k++)
    if (values[k]! - values[k - 1]! > values[best]! - values[best - 1]! + 1e-9) best = k;
  return best;
}
