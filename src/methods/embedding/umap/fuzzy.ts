/**
 * UMAP's graph: how strongly each point counts another as its neighbour, from 0 to 1, in a metric of its own in which
 * the nearest is at distance 0 and the sum over all is log2 k (McInnes et al. 2018, algorithms 2 and 3), and the union
 * of both directions, a + b − ab.
 */
import type { Neighbours } from '../../../shared/embedding';
import { join } from '../affinities';

const STEPS = 64;
const TOLERANCE = 1e-5;
/** Share of the mean distance: a lower bound for a point's scale, so that equal points do not make it 0. */
const LEAST_SCALE = 1e-3;

export interface FuzzyGraph {
  /** Both directions of each edge. */
  heads: Int32Array;
  tails: Int32Array;
  weights: Float32Array;
}

export function fuzzyGraph(neighbours: Neighbours): FuzzyGraph {
  const { offsets, indices, values } = join(neighbours, memberships(neighbours), (a, b) => a + b - a * b);
  const [heads, tails, weights]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      if (values[e] === 0) continue;
      heads.push(i);
      tails.push(indices[e]!);
      weights.push(values[e]!);
    }
  }
  return { heads: Int32Array.from(heads), tails: Int32Array.from(tails), weights: Float32Array.from(weights) };
}

/** exp(−max(0, d − ρ) / σ) for each edge: ρ is the distance of the nearest other place, σ comes from bisection. */
export function memberships({ k, distances }: Neighbours): Float32Array {
  const n = distances.length / k;
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  const wanted = Math.log2(k);
  const result = new Float32Array(n * k);
  for (let i = 0; i < n; i++) {
    const row = distances.subarray(i * k, (i + 1) * k);
    const nearest = row.find((distance) => distance > 0) ?? 0;
    const beyond = Float64Array.from(row, (distance) => Math.max(distance - nearest, 0));
    let [low, high, scale] = [0, Infinity, 1];
    // Units are arbitrary; the row's own keep the first guess near.
    const unit = beyond.reduce((sum, distance) => sum + distance, 0) / k || 1;
    for (let step = 0; step < STEPS; step++) {
      const sum = beyond.reduce((total, distance) => total + Math.exp(-distance / (unit * scale)), 0);
      if (Math.abs(sum - wanted) < TOLERANCE) break;
      if (sum > wanted) high = scale;
      else low = scale;
      scale = high === Infinity ? scale * 2 : (low + high) / 2;
    }
    const sigma = Math.max(unit * scale, LEAST_SCALE * mean) || 1;
    result.set(
      beyond.map((distance) => Math.exp(-distance / sigma)),
      i * k,
    );
  }
  return result;
}
