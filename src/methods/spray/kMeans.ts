/**
 * k-means: groups of points around their means, started by k-means++ (Arthur & Vassilvitskii 2007), the best of several
 * starts.
 */
import type { Random } from '../../shared/random';

const STARTS = 10;
const MAX_ROUNDS = 100;

export interface KMeans {
  /** Group of each point, 0 … k − 1, numbered in order of appearance. */
  labels: Int32Array;
  /** Sum of squared distances to the groups' means. */
  inertia: number;
}

/** Rows are points. If fewer than `k` points differ, there are fewer groups. */
export function kMeans(points: readonly Float64Array[], k: number, random: Random): KMeans {
  const tries = Array.from({ length: STARTS }, () => lloyd(points, plusPlus(points, k, random)));
  const best = tries.reduce((least, next) => (next.inertia < least.inertia ? next : least));
  return { labels: inOrder(best.labels), inertia: best.inertia };
}

/** Each further centre is drawn with probability proportional to the squared distance to the nearest one so far. */
function plusPlus(points: readonly Float64Array[], k: number, random: Random): Float64Array[] {
  const centres = [points[Math.floor(random.uniform() * points.length)]!];
  const nearest = points.map((point) => distance(point, centres[0]!));
  while (centres.length < k) {
    const total = nearest.reduce((sum, value) => sum + value, 0);
    if (total === 0) break;
    let rest = random.uniform() * total;
    const drawn = nearest.findIndex((value) => value > 0 && (rest -= value) <= 0);
    const centre = points[drawn === -1 ? nearest.indexOf(Math.max(...nearest)) : drawn]!;
    centres.push(centre);
    points.forEach((point, i) => {
      nearest[i] = Math.min(nearest[i]!, distance(point, centre));
    });
  }
  return centres;
}

/** Lloyd 1982, until no point changes its group. */
function lloyd(points: readonly Float64Array[], centres: Float64Array[]): KMeans {
  const labels = new Int32Array(points.length).fill(-1);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let changed = false;
    points.forEach((point, i) => {
      let best = 0;
      for (let c = 1; c < centres.length; c++)
        if (distance(point, centres[c]!) < distance(point, centres[best]!)) best = c;
      changed ||= labels[i] !== best;
      labels[i] = best;
    });
    if (!changed) break;
    centres = centres.map((centre, c) => {
      const members = points.filter((_, i) => labels[i] === c);
      return members.length ? meanOf(members) : centre;
    });
  }
  return { labels, inertia: points.reduce((sum, point, i) => sum + distance(point, centres[labels[i]!]!), 0) };
}

function meanOf(points: readonly Float64Array[]): Float64Array {
  return points[0]!.map((_, axis) => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length);
}

function inOrder(labels: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  return labels.map((label) => numbers.get(label)!);
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
