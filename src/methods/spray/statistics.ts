/**
 * What tells a cluster of relevance maps from the rest of its class, in numbers from 0 to 1, and how suspicious that
 * makes it: a network that is right for the wrong reason looks at the same small place in some samples and elsewhere in
 * the others.
 */
import { sizeOf, type Float32Tensor } from '../../shared/tensor';
import type { SparseGraph } from './neighbourGraph';

export interface ClusterStatistics {
  /** Share of the class's samples. */
  share: number;
  /** Share of the weight between members and their neighbours that stays among members: 1 − conductance. */
  isolation: number;
  /**
   * Total variation distance between the mean maps of the cluster and of the rest: the share of its relevance that lies
   * elsewhere.
   */
  difference: number;
  /** How few places hold this share: 1 − its effective number of places over that of the rest's mean map. */
  focus: number;
  /** isolation × difference × focus. */
  suspicion: number;
  /** By place: the cluster's relevance in excess of the rest's; sums to `difference`. */
  excess: Float64Array;
}

/** A cluster above this is called suspicious: each of the three factors then exceeds it too, and on average 0.79. */
export const SUSPICIOUS = 0.5;

/**
 * Statistics of cluster `c`. Only a map's positive relevance counts, as shares of its sum. A single cluster has no
 * rest: all are 0.
 */
export function clusterStatistics(
  maps: Float32Tensor,
  graph: SparseGraph,
  labels: Int32Array,
  c: number,
): ClusterStatistics {
  const members = labels.reduce((sum, label) => sum + Number(label === c), 0);
  const own = meanDistribution(maps, (i) => labels[i] === c);
  const rest = meanDistribution(maps, (i) => labels[i] !== c);
  const alone = members === labels.length;
  const excess = own.map((value, place) => (alone ? 0 : Math.max(0, value - rest[place]!)));
  const difference = excess.reduce((sum, value) => sum + value, 0);
  const focus = difference > 0 ? Math.max(0, 1 - effectivePlaces(excess) / effectivePlaces(rest)) : 0;
  const isolation = alone ? 0 : shareWithin(graph, labels, c);
  return {
    share: members / labels.length,
    isolation,
    difference,
    focus,
    suspicion: isolation * difference * focus,
    excess,
  };
}

/** Over places; sums to 1 unless no chosen map has positive relevance. */
function meanDistribution({ shape, data }: Float32Tensor, chosen: (i: number) => boolean): Float64Array {
  const places = sizeOf(shape.slice(1));
  const mean = new Float64Array(places);
  let count = 0;
  for (let i = 0; i < shape[0]!; i++) {
    if (!chosen(i)) continue;
    const map = data.subarray(i * places, (i + 1) * places);
    const sum = map.reduce((total, value) => total + Math.max(0, value), 0);
    if (sum === 0) continue;
    count++;
    for (let place = 0; place < places; place++) mean[place]! += Math.max(0, map[place]!) / sum;
  }
  return mean.map((value) => value / Math.max(1, count));
}

/** (Σv)² / Σv², the participation ratio: n for n equal values. */
function effectivePlaces(values: Float64Array): number {
  const [sum, squares] = values.reduce(([s, q], value) => [s + value, q + value * value], [0, 0]);
  return squares > 0 ? (sum * sum) / squares : 0;
}

function shareWithin({ count, starts, columns, weights }: SparseGraph, labels: Int32Array, c: number): number {
  let [within, all] = [0, 0];
  for (let i = 0; i < count; i++) {
    if (labels[i] !== c) continue;
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      all += weights[e]!;
      if (labels[columns[e]!] === c) within += weights[e]!;
    }
  }
  return all > 0 ? within / all : 1;
}
