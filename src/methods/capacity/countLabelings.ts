/**
 * How many labelings of a point set a perceptron can produce, exactly, in general position or not: as many as there are cells between
 * the hyperplanes that the points are to the weights.
 */
import { setImmediate } from 'node:timers/promises';
import { LARGEST, labelings } from '../../shared/capacity/cover';
import type { LabelingCount, PointSet } from '../../shared/capacity/requests';
import { ArgumentError, throwIfCancelled } from '../../shared/errors';
import type { CallOptions } from '../../shared/requests';
import { Cells, workOf, type Watch } from './exact/cells';
import { fieldAbove, wordField, type Field } from './exact/field';
import { dot } from './exact/integers';
import { standardForm } from './exact/standardForm';
import { checkPoints, weightVectors } from './pointSet';

/** Projections beyond which counting would take hours: about 1 µs each in words, 50 µs in long integers. */
const MOST_WORK = { words: 5e9, long: 1e8 };

/** Products of an elimination: half a minute. */
const LARGEST_ELIMINATION = 2e9;

/** Of the time that words and then long integers take. */
const WORDS_SHARE = 0.1;

interface Count {
  cells: bigint;
  rank: number;
  how: string;
}

/**
 * Throws ArgumentError for point sets of the wrong shape, with numbers that are not finite, or so large that counting would take
 * too long; CancelledError. Reports progress in the message "Counting labelings".
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
  const small = 2n ** BigInt(bits) < wordField.prime;
  const words = await countIn(wordField, normals, small ? watch : part(watch, 0, WORDS_SHARE), MOST_WORK.words);
  if (small)
    return { ...words, how: 'Counted by deletion and restriction, exact: no minor of the points reaches the modulus.' };
  // A minor that is not zero modulo a prime is not zero; so this count is a lower bound, and one that nothing exceeds is proved.
  if (words.cells === labelings(Math.max(normals.length, 1), Math.min(dimension, LARGEST)))
    return {
      ...words,
      how: 'General position is proved: every minor that must not be zero is not, even modulo a prime.',
    };
  const field = fieldAbove(bits);
  if (!field)
    throw new ArgumentError(
      'The coordinates span too many orders of magnitude to count exactly; round them, or use fewer points or inputs.',
    );
  return {
    ...(await countIn(field, normals, part(watch, WORDS_SHARE, 1), MOST_WORK.long)),
    how: `Counted by deletion and restriction, exact: in integers of ${bits} bits.`,
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

/** Hadamard's bound: no minor is larger than the product of the longest rows' lengths. Bits of that number, at least. */
function bitsOfLargestMinor(rows: readonly bigint[][], rank: number): number {
  const squares = rows.map((row) => dot(row, row)).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const product = squares.slice(0, rank).reduce((bound, square) => bound * square, 1n);
  return Math.ceil(product.toString(2).length / 2);
}

interface Groups {
  /** Indices of points whose vector is zero. */
  zero: number[];
  /** The others, those in one direction or the opposite one together. */
  parallel: number[][];
}

function groupParallel(vectors: readonly bigint[][]): Groups {
  const zero: number[] = [];
  const groups = new Map<string, number[]>();
  vectors.forEach((vector, i) => {
    const first = vector.find((value) => value !== 0n);
    if (first === undefined) {
      zero.push(i);
      return;
    }
    const key = (first < 0n ? vector.map((value) => -value) : vector).join();
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return { zero, parallel: [...groups.values()] };
}

function notesOnGroups({ zero, parallel }: Groups, { bias }: PointSet, cells: bigint): string[] {
  const notes: string[] = [];
  if (zero.length)
    notes.push(
      `${nameAll(zero)} zero: without a bias every plane goes through it, so it has neither label and no labeling can be ` +
        `produced; the other points alone allow ${cells}.`,
    );
  const tied = parallel.filter((group) => group.length > 1);
  for (const group of tied.slice(0, 3))
    notes.push(
      bias
        ? `${nameAll(group)} the same, so they always have the same label.`
        : `${nameAll(group)} on one line through 0, so the label of one decides those of the others.`,
    );
  if (tied.length > 3) notes.push(`So it is with ${tied.length - 3} more groups of points.`);
  return notes;
}

function noteOnRank(rank: number, { points, bias }: PointSet): string {
  const dimension = points[0]!.length + Number(bias);
  return `The points span ${rank} of their ${dimension} dimensions${bias ? ' (the bias counts as one)' : ''}.`;
}

/** "Point 3 is", "Points 1, 2 and 4 are"; numbered from 1. */
function nameAll(indices: readonly number[]): string {
  const shown = indices.slice(0, 6).map((i) => String(i + 1));
  if (indices.length === 1) return `Point ${shown[0]} is`;
  const last = indices.length > shown.length ? `${indices.length - shown.length} more` : shown.pop()!;
  return `Points ${shown.join(', ')} and ${last} are`;
}
