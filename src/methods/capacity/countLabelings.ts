/**
 * How many labelings of a point set a perceptron can produce, exactly, in general position or not: the number of cells
 * between the hyperplanes that the points define in weight space.
 */
import { setImmediate } from 'node:timers/promises';
import { LARGEST, labelings } from '../../shared/capacity/cover';
import type { LabelingCount, PointSet } from '../../shared/capacity/requests';
import { ArgumentError, throwIfCancelled } from '../../shared/errors';
import type { CallOptions } from '../../shared/requests';
import { Cells, workOf, type Watch } from './exact/cells';
import { fieldAbove, wordFields, type Field } from './exact/field';
import { dot } from './exact/integers';
import { standardForm } from './exact/standardForm';
import { groupParallel, noteOnRank, notesOnGroups } from './groups';
import { checkPoints, weightVectors } from './pointSet';

/** Beyond this many projections, counting would take hours: about 1 µs each in words, 50 µs in long integers. */
const MOST_WORK = { words: 5e9, long: 1e8 };

/** Products of an elimination: half a minute. */
const LARGEST_ELIMINATION = 2e9;

/** Shares of the time for words and then long integers. */
const WORDS_SHARE = 0.1;

interface Count {
  cells: bigint;
  rank: number;
  how: string;
}

/**
 * Throws ArgumentError for point sets of the wrong shape, with numbers that are not finite, or so large that counting
 * would take too long; CancelledError. Reports progress with the message "Counting labelings".
 */
export async function countLabelings(set: PointSet, { signal, onProgress }: CallOptions): Promise<LabelingCount> {
  checkPoints(set.points);
  const vectors = weightVectors(set);
  const groups = groupParallel(vectors);
  const [points, inputs] = [vectors.length, set.points[0]!.length];
  const watch: Watch = {
    check: () => {
      throwIfCancelled(signal);
    },
    progress: (fraction) => onProgress?.({ fraction, message: 'Counting labelings' }),
  };
  const { cells, rank, how } = await countCells(
    groups.parallel.map(([first]) => vectors[first!]!),
    watch,
  );
  const most = labelings(points, inputs, set.bias);
  const count = groups.zero.length ? 0n : cells;
  return {
    count: String(count),
    generalPosition: String(most),
    points,
    inputs,
    distinct: groups.parallel.length,
    generalPositionHolds: count === most,
    notes: [
      ...notesOnGroups(groups, set, cells),
      ...(rank < Math.min(groups.parallel.length, inputs + Number(set.bias)) ? [noteOnRank(rank, set)] : []),
      how,
    ],
  };
}

/** The cells between the hyperplanes of pairwise independent normals. */
async function countCells(normals: readonly bigint[][], watch: Watch): Promise<Count> {
  const dimension = normals[0]?.length ?? 0;
  const largestRank = Math.min(normals.length, dimension);
  if (normals.length * dimension * largestRank > LARGEST_ELIMINATION) throw tooLarge();
  const bits = bitsOfLargestMinor(normals, largestRank);
  const [words] = wordFields as [Field<number>];
  if (2n ** BigInt(bits) < words.prime)
    return {
      ...(await countIn(words, normals, watch, MOST_WORK.words)),
      how: 'Counted by deletion and restriction, exactly: no minor of the points reaches the modulus.',
    };
  return (
    (await countInGeneralPosition(normals, part(watch, 0, WORDS_SHARE))) ??
    countLong(normals, bits, part(watch, WORDS_SHARE, 1))
  );
}

/**
 * The count if the normals are in general position, else undefined. A minor that is nonzero modulo a prime is nonzero,
 * so general position modulo a prime proves general position. The reverse can fail by chance; another prime then shows
 * it.
 */
async function countInGeneralPosition(normals: readonly bigint[][], watch: Watch): Promise<Count | undefined> {
  const most = labelings(Math.max(normals.length, 1), Math.min(normals[0]?.length ?? 0, LARGEST));
  const counts = new Set<bigint>();
  for (const [i, field] of wordFields.entries()) {
    const share = part(watch, i / wordFields.length, (i + 1) / wordFields.length);
    const { cells, rank } = await countIn(field, normals, share, MOST_WORK.words);
    if (cells === most)
      return {
        cells,
        rank,
        how: 'The distinct points are in general position, proved: every minor that must be nonzero is nonzero even modulo a prime.',
      };
    // Two primes rarely miss by chance.
    if (counts.has(cells)) return undefined;
    counts.add(cells);
  }
  return undefined;
}

/** Modulo a prime with as many bits as needed. */
async function countLong(normals: readonly bigint[][], bits: number, watch: Watch): Promise<Count> {
  const field = fieldAbove(bits);
  if (!field)
    throw new ArgumentError(
      'The coordinates span too many orders of magnitude to count exactly; round them, or use fewer points or inputs.',
    );
  return {
    ...(await countIn(field, normals, watch, MOST_WORK.long)),
    how: `Counted by deletion and restriction, exactly, with integers of ${bits} bits.`,
  };
}

async function countIn<T>(field: Field<T>, normals: readonly bigint[][], watch: Watch, mostWork: number) {
  const { rank, others } = await standardForm(normals, field, async () => {
    await setImmediate();
    watch.check();
  });
  if (workOf(rank, others.length) > mostWork) throw tooLarge();
  return { rank, cells: await new Cells(field, watch).count(rank, others) };
}

/** Progress from one fraction of the whole to another. */
function part(watch: Watch, from: number, to: number): Watch {
  return {
    ...watch,
    progress: (fraction) => {
      watch.progress(from + fraction * (to - from));
    },
  };
}

function tooLarge(): ArgumentError {
  return new ArgumentError(
    'Counting the labelings of these points exactly would take too long; use fewer points or fewer inputs.',
  );
}

/**
 * Hadamard's bound: no minor exceeds the product of the longest rows' lengths. An upper bound on the bits of that
 * number.
 */
function bitsOfLargestMinor(rows: readonly bigint[][], rank: number): number {
  const squares = rows.map((row) => dot(row, row)).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const product = squares.slice(0, rank).reduce((bound, square) => bound * square, 1n);
  return Math.ceil(product.toString(2).length / 2);
}
