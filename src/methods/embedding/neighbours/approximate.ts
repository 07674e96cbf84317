/**
 * Nearly all of the k nearest neighbours of every point, for many points: each is compared with the points of those buckets alone that are
 * nearest to it, as many buckets as a sample of points needs. The recall is measured in every run. Points that no order helps with
 * (many dimensions, all alike) are compared with all others, as in exact.ts.
 */
import type { Neighbours } from '../../../shared/embedding';
import { random, type Random } from '../../../shared/random';
import { threadCount } from '../kernels/kernels';
import type { PreparedRows } from '../rows';
import { BUCKET, Buckets } from './buckets';
import { answerOf, exactNeighbours, type Search } from './exact';

/** The least share of the k nearest that is found, as measured at a sample. */
const RECALL = 0.99;
/** What the number of buckets is chosen for, at other points: so that the measurement seldom asks for another search. */
const RECALL_SOUGHT = 0.992;
/** Units of four points in each of the two samples. */
const SAMPLE_UNITS = 60;
/** Share of the buckets beyond which the search of all is no slower. */
const MOST_PROBES = 0.7;
/** By so much the number of buckets grows when it was too small. */
const GROWTH = 1.1;

/**
 * As exactNeighbours, with `recall` where the answer is not exact: the share of the k nearest (those no farther than the k-th is)
 * that was found, in the mean over 240 points. The same points give the same answer, whatever the threads.
 */
export async function approximateNeighbours(
  rows: PreparedRows,
  k: number,
  search: Search,
  threads = threadCount(),
): Promise<Neighbours> {
  // The last bucket may hold but one row, and a row is no neighbour of its own.
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

/** Ends with the most there may be, then with none. */
function more(probes: number, most: number): number {
  return probes < most ? Math.min(Math.ceil(probes * GROWTH), most) : Infinity;
}

/** Of each row of the units, how far its k-th neighbour is: by the last search, which is to be exact. */
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

/** So many of them, each at most once. */
function draw(from: Int32Array, count: number, { uniform }: Random): Int32Array {
  const drawn = from.slice();
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(uniform() * (drawn.length - i));
    [drawn[i], drawn[j]] = [drawn[j]!, drawn[i]!];
  }
  return drawn.slice(0, count);
}
