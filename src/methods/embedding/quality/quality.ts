/**
 * How well a map preserves neighbourhoods: preservation, trustworthiness and continuity, and the trust of each point.
 */
import type { MapQuality, Neighbours } from '../../../shared/embedding';
import { random } from '../../../shared/random';
import type { Float32Tensor } from '../../../shared/tensor';
import type { Search } from '../neighbours/exact';
import { nearestNeighbours } from '../neighbours/neighbours';
import { prepareRows, type Metric } from '../rows';
import { neighbourRanks } from './ranks';

export interface QualityOptions extends Search {
  /** Of the data; default euclidean. In the map it is always euclidean. */
  metric?: Metric;
  /** Default 10; lowered to N − 1. */
  k?: number;
  /** Neighbours in the data in this metric, if known: at least k per point. */
  neighbours?: Neighbours | undefined;
}

export interface MeasuredQuality {
  quality: MapQuality;
  /** [N]: the share of each point's k nearest in the data that are among its k nearest in the map. */
  trust: Float32Array;
  /** The k nearest in the data. */
  neighbours: Neighbours;
}

/** Ranks among all points are computed for at most this many of them, drawn with a fixed seed. */
const MOST_SAMPLES = 2000;

/** Compares points [N, D] with their map [N, 2 or 3], both finite. Throws CancelledError. */
export async function measureQuality(
  points: Float32Tensor,
  embedding: Float32Tensor,
  { metric = 'euclidean', k: wanted = 10, neighbours, signal, progress }: QualityOptions = {},
): Promise<MeasuredQuality> {
  const n = points.shape[0]!;
  const k = Math.min(wanted, n - 1);
  const known = neighbours && neighbours.k >= k;
  const part = (from: number, to: number) => ({
    signal,
    progress: (fraction: number) => progress?.(from + (to - from) * fraction),
  });
  const near = known
    ? nearest(neighbours, k)
    : await nearestNeighbours(points, k, { metric, exact: true, ...part(0, 0.4) });
  const mapped = await nearestNeighbours(embedding, k, { exact: true, ...part(0.4, 0.7) });
  const trust = shared(near, mapped, n);
  const samples = sample(n);
  const [data, map] = [prepareRows(points, metric), prepareRows(embedding, 'euclidean')];
  const strangers = await neighbourRanks(data, samples, mapped, part(0.7, 0.9));
  const lost = await neighbourRanks(map, samples, near, part(0.9, 1));
  const quality: MapQuality = {
    k,
    preservation: k === 0 ? 1 : trust.reduce((sum, share) => sum + share, 0) / n,
    trustworthiness: neighbourhoodScore(strangers, samples.length, n, k),
    continuity: neighbourhoodScore(lost, samples.length, n, k),
    ...(samples.length < n && { sampled: samples.length }),
  };
  return { quality, trust, neighbours: near };
}

function nearest({ k: all, indices, distances }: Neighbours, k: number): Neighbours {
  if (all === k) return { k, indices, distances };
  const n = indices.length / all;
  const place = (_: unknown, i: number): number => Math.floor(i / k) * all + (i % k);
  return {
    k,
    indices: Int32Array.from({ length: n * k }, (_, i) => indices[place(_, i)]!),
    distances: Float32Array.from({ length: n * k }, (_, i) => distances[place(_, i)]!),
  };
}

function shared(a: Neighbours, b: Neighbours, n: number): Float32Array {
  const { k } = a;
  const mark = new Int32Array(n).fill(-1);
  return Float32Array.from({ length: n }, (_, i) => {
    if (k === 0) return 1;
    let count = 0;
    for (let e = i * k; e < (i + 1) * k; e++) mark[a.indices[e]!] = i;
    for (let e = i * k; e < (i + 1) * k; e++) count += Number(mark[b.indices[e]!] === i);
    return count / k;
  });
}

function sample(n: number): Int32Array {
  const all = Int32Array.from({ length: n }, (_, i) => i);
  if (n <= MOST_SAMPLES) return all;
  const { uniform } = random(0);
  for (let i = 0; i < MOST_SAMPLES; i++) {
    const j = i + Math.floor(uniform() * (n - i));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, MOST_SAMPLES).sort();
}

/**
 * Venna & Kaski 2001: 1 minus the sum of the ranks by which neighbours exceed k, over its maximum (k N (2N − 3k − 1) /
 * 2, and for k of half the points or more N (N − k) (N − k − 1) / 2).
 */
function neighbourhoodScore(ranks: Int32Array, count: number, n: number, k: number): number {
  const most = k < n / 2 ? (k * (2 * n - 3 * k - 1)) / 2 : ((n - k) * (n - k - 1)) / 2;
  if (most === 0) return 1;
  let excess = 0;
  for (const rank of ranks) excess += Math.max(rank - k, 0);
  return 1 - excess / (count * most);
}
