/**
 * Nearly all of the k nearest neighbours of every point, for many points: each is compared only with points in the
 * buckets nearest to it, as many buckets as a sample of points needs. Every run measures the recall. Points that no
 * order helps with (many dimensions, no structure) are compared with all others, as in exact.ts.
 */
import type { Neighbours } from '../../../shared/embedding';
import { random, type Random } from '../../../shared/random';
import { threadCount } from '../kernels/kernels';
import type { PreparedRows } from '../rows';
import { BUCKET, Buckets } from './buckets';
import { answerOf, exactNeighbours, type Search } from './exact';

/** The smallest acceptable share of the k nearest, measured on a sample. */
const RECALL = 0.99;
/** The target for the number of buckets, at other points, so that the measurement rarely demands another search. */
const RECALL_SOUGHT = 0.992;
/** Units of four points in each of the two samples. */
const SAMPLE_UNITS = 60;
/** Share of the buckets beyond which searching all is no slower. */
const MOST_PROBES = 0.7;
/** Growth factor for the number of buckets when it was too small. */
const GROWTH = 1.1;

/**
 * As exactNeighbours, with `recall` if the answer is not exact: the share found of the k nearest (those no farther than
 * the k-th), as the mean over 240 points. The same points give the same answer, whatever the threads.
 */
export async function approximateNeighbours(
  rows: PreparedRows,
  k: number,
  search: Search,
  threads = threadCount(),
): Promise<Neighbours> {
  // The last bucket may hold a single row, and a row is not its own neighbour.
  const fewest = Math.ceil((k + 1) / BUCKET) + 1;
  const most = Math.floor(Math.ceil(rows.count / BUCKET) * MOST_PROBES);
  if (fewest > most) return exactNeighbours(rows, k, search);
  const dice = random(0);
  const buckets = await Buckets.create(rows, k, { random: dice, threads, signal: search.signal });
  try {
    const all = Int32Array.from({ length: buckets.units }, (_, unit) => unit);
    const samples = draw(all, Math.min(2 * SAMPLE_UNITS, all.length), dice);
    await buckets.find(samples, buckets.count, { signal: search.signal });
    const [tried, tested] = [samples.subarray(0, samples.length / 2), samples.subarray(samples.length / 2)];
    const [triedLimits, testedLimits] = [limitsOf(buckets, tried, k), limitsOf(buckets, tested, k)];

    const reaches = async (probes: number): Promise<boolean> => {
      await buckets.find(tried, probes, { signal: search.signal });
      return recallOf(buckets, triedLimits, k) >= RECALL_SOUGHT;
    };
    let probes = (await reaches(most)) ? fewest : Infinity;
    while (probes < most && !(await reaches(probes))) probes = more(probes, most);
    for (; probes <= most; probes = more(probes, most)) {
      await buckets.find(all, probes, search);
      const recall = recallOf(buckets, testedLimits, k);
      if (recall < RECALL) continue;
      return { ...answerOf(rows, k, buckets.indices, buckets.distances), recall };
    }
  } finally {
    await buckets.dispose();
  }
  return exactNeighbours(rows, k, search);
}

/** Ends with the maximum, then with none. */
function more(probes: number, most: number): number {
  return probes < most ? Math.min(Math.ceil(probes * GROWTH), most) : Infinity;
}

/** For each row of the units, the distance of its k-th neighbour in the last search, which must be exact. */
function limitsOf(buckets: Buckets, units: Int32Array, k: number): Map<number, number> {
  return new Map(buckets.rowsOf(units).map((row) => [row, buckets.distances[row * k + k - 1]!]));
}

/** The share of the neighbours found by the last search that are no farther than the true k-th. */
function recallOf({ distances }: Buckets, limits: ReadonlyMap<number, number>, k: number): number {
  let found = 0;
  for (const [row, limit] of limits) {
    for (let e = row * k; e < (row + 1) * k; e++) found += Number(distances[e]! <= limit);
  }
  return found / (limits.size * k);
}

/** This many of them, each at most once. */
function draw(from: Int32Array, count: number, { uniform }: Random): Int32Array {
  const drawn = from.slice();
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(uniform() * (drawn.length - i));
    [drawn[i], drawn[j]] = [drawn[j]!, drawn[i]!];
  }
  return drawn.slice(0, count);
}
