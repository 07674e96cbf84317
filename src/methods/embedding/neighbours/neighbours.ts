/**
 * The nearest neighbours of every point, exactly for any number of points; time grows with the square of it: 50 000 points of 64 columns
 * take 19 s of one core, shared by all there are.
 */
import type { Neighbours } from '../../../shared/embedding';
import type { Float32Tensor } from '../../../shared/tensor';
import { prepareRows, type Metric } from '../rows';
import { exactNeighbours, type Search } from './exact';

export interface NeighbourSearch extends Search {
  /** Default: euclidean. Of the cosine metric the distance is 1 − cos. */
  metric?: Metric;
}

/**
 * The k nearest others of each of the points [N, D], nearest first, equally far ones by index; k is lowered to N − 1 where there are no
 * more. Throws CancelledError.
 */
export async function nearestNeighbours(
  points: Float32Tensor,
  k: number,
  options: NeighbourSearch = {},
): Promise<Neighbours> {
  const rows = prepareRows(points, options.metric ?? 'euclidean');
  if (k === 0 || rows.count < 2) return { k: 0, indices: new Int32Array(0), distances: new Float32Array(0) };
  return exactNeighbours(rows, Math.min(k, rows.count - 1), options);
}
