/**
 * The nearest neighbours of every point: exactly, which takes quadratic time, or for many points nearly all of them
 * (approximate.ts), with the measured recall.
 */
import type { Neighbours } from '../../../shared/embedding';
import type { Float32Tensor } from '../../../shared/tensor';
import { prepareRows, type Metric } from '../rows';
import { approximateNeighbours } from './approximate';
import { exactNeighbours, type Search } from './exact';

export interface NeighbourSearch extends Search {
  /** Default: euclidean. The cosine distance is 1 − cos. */
  metric?: Metric;
  /** All of them, whatever the cost; default false. */
  exact?: boolean;
}

/**
 * Up to this many points all pairs are as quick: for 10 000 × 64, the 90 nearest take 1.0 s of a core exactly and 0.7 s
 * approximately; for 5000, 0.4 s and 0.6 s (November 2026; clustered, or with an intrinsic dimension of 6).
 */
const EXACT_POINTS = 10_000;

/**
 * The k nearest others of each of the points [N, D], nearest first, ties by index; k is lowered to N − 1 if there are
 * no more. Throws CancelledError.
 */
export async function nearestNeighbours(
  points: Float32Tensor,
  k: number,
  options: NeighbourSearch = {},
): Promise<Neighbours> {
  const rows = prepareRows(points, options.metric ?? 'euclidean');
  if (k === 0 || rows.count < 2) return { k: 0, indices: new Int32Array(0), distances: new Float32Array(0) };
  const search = options.exact || rows.count <= EXACT_POINTS ? exactNeighbours : approximateNeighbours;
  return search(rows, Math.min(k, rows.count - 1), options);
}

/**
 * For the points from `among` on, the k nearest of those before it: N − among points in turn. k is lowered to `among`.
 * Exact, since it takes only the product of the two numbers. Throws CancelledError.
 */
export async function nearestAmong(
  points: Float32Tensor,
  among: number,
  k: number,
  { metric = 'euclidean', ...search }: NeighbourSearch = {},
): Promise<Neighbours> {
  const found = await exactNeighbours(prepareRows(points, metric), Math.min(k, among), search, among);
  const start = among * found.k;
  return { k: found.k, indices: found.indices.slice(start), distances: found.distances.slice(start) };
}

/** The convention of approximate neighbours; none for exact ones. */
export function recallConvention({ k, recall }: Neighbours): string[] {
  if (recall === undefined) return [];
  // Rounds down, never up to 1.
  const share = (Math.floor(recall * 1e4) / 1e4).toFixed(4);
  return [`The neighbours are approximate: ${share} of the ${k} nearest were found, measured at 240 points.`];
}
