/**
 * Curves over the removed share of the input: the common ground of pixel flipping, deletion and insertion. It follows
 * the orders of explanations, random ones, and the one that a greedy search finds; the measure decides what to read and
 * score.
 */
import * as z from 'zod';
import { shuffled } from '../shuffled';
import type { MethodContext } from '../method';
import { valuesAt } from '../values';
import { part, type EvaluationContext, type Explanation, type Measured } from './measure';
import { orderOf, relevanceOf, type Places, type Regions } from './places';
import type { Reading } from './reading';
import { curveOf, INTERVAL, mean } from './statistics';

/** The greedy search runs for up to this many regions: it takes about steps × regions / 2 queries per sample. */
export const SEARCHABLE = 256;

export const removalParameters = {
  steps: z.int().min(1).max(1000).default(20).describe('Number of points of the curve after the first.'),
  orders: z
    .int()
    .min(2)
    .max(100)
    .default(5)
    .describe('Random orders per sample, for the bound of an uninformed explanation.'),
  best: z
    .boolean()
    .default(true)
    .describe(
      `Whether to search greedily for the best order, for the bound on the other side; up to ${SEARCHABLE} regions.`,
    ),
};

export interface Removal {
  places: Places;
  regions: Regions;
  reading: Reading;
  steps: number;
  orders: number;
  /** Which values make an order good, for the greedy search; undefined for none. */
  best: 'low' | 'high' | undefined;
  /** Writes sample n after taking the first `count` regions of an order. */
  write(n: number, order: readonly number[], count: number, row: Float32Array): void;
  /** From the values along the curve to what is drawn, if they differ. */
  drawn?(values: Float64Array): Float64Array;
  /** One number from the values along the curve, at these shares. */
  score(shares: readonly number[], values: Float64Array): number;
  xLabel: string;
  yLabel: string;
}

/** One order per sample. */
type Path = number[][];

export async function measureRemoval(
  context: EvaluationContext,
  explanations: readonly Explanation[],
  removal: Removal,
): Promise<Measured> {
  const { places, regions, orders } = removal;
  const samples = context.input.shape[0]!;
  const each = <T>(make: (n: number) => T): T[] => Array.from({ length: samples }, (_, n) => make(n));
  const searched = removal.best !== undefined && regions.count <= SEARCHABLE;
  const counts = countsOf(regions.count, removal.steps);
  const shares = counts.map((count) => count / regions.count);

  const given = explanations.map(({ map }) =>
    each((n) => orderOf(regions, relevanceOf(places, map, n), context.random)),
  );
  const random = Array.from({ length: orders }, () => each(() => shuffled(regions.count, context.random)));
  const best = searched ? [await greedy(part(context, 0, 0.6), removal, counts)] : [];
  const paths = [...given, ...random, ...best];
  const values = await walk(part(context, searched ? 0.6 : 0, 1), removal, counts, paths);

  const scores = values.map((path) => path.map((line) => removal.score(shares, line)));
  const drawn = values.map((path) => path.map((line) => removal.drawn?.(line) ?? line));
  const chance = { from: given.length, to: given.length + orders };
  return {
    scores: scores.slice(0, given.length),
    random: overOrders(scores.slice(chance.from, chance.to), (numbers) => mean(numbers)),
    ...(searched && { best: scores.at(-1)! }),
    plot: {
      xLabel: removal.xLabel,
      yLabel: removal.yLabel,
      curves: [
        ...explanations.map(({ name }, i) => curveOf(name, shares, drawn[i]!)),
        curveOf('random order', shares, overOrders(drawn.slice(chance.from, chance.to), meanLine)),
        ...(searched ? [curveOf('greedy search', shares, drawn.at(-1)!)] : []),
      ],
    },
    conventions: [
      'Attributions are summed over channels and over each region, with their sign; ties are broken at random.',
      `Random: ${orders} orders per sample; with a single sample, the interval is over the orders. ${INTERVAL}`,
      searched
        ? 'Best: a greedy search that queries the network at each step for the regions with the largest effect. It is the best order if effects add up, and a good one otherwise, not a proven bound.'
        : `No best bound: it was not requested, or there are more than ${SEARCHABLE} regions.`,
    ],
  };
}

/** Number of regions taken at each point of the curve, without repeats. */
export function countsOf(regions: number, steps: number): number[] {
  return [...new Set(Array.from({ length: steps + 1 }, (_, k) => Math.round((k * regions) / steps)))];
}

type Walk = Pick<Removal, 'write' | 'reading'>;

/** The values along each path: [path][sample], at each of the counts. */
export async function walk(
  context: MethodContext,
  { write, reading }: Walk,
  counts: readonly number[],
  paths: readonly Path[],
): Promise<Float64Array[][]> {
  const samples = context.input.shape[0]!;
  const values = paths.map(() => Array.from({ length: samples }, () => new Float64Array(counts.length)));
  const placeOf = (i: number): [path: number, sample: number, step: number] => {
    const line = Math.floor(i / counts.length);
    return [Math.floor(line / samples), line % samples, i % counts.length];
  };
  await valuesAt(context, {
    count: paths.length * samples * counts.length,
    sampleOf: (i) => placeOf(i)[1],
    write(i, row) {
      const [path, n, step] = placeOf(i);
      write(n, paths[path]![n]!, counts[step]!, row);
    },
    take(i, _, all) {
      const [path, n, step] = placeOf(i);
      values[path]![n]![step] = reading.of(all, context.target.indices[n]!);
    },
  });
  return values;
}

/** For each sample, the order in which every step takes the regions with the largest effect then. */
async function greedy(
  context: MethodContext,
  { regions, best, write, reading }: Removal,
  counts: readonly number[],
): Promise<Path> {
  const samples = context.input.shape[0]!;
  const sign = best === 'low' ? 1 : -1;
  const taken: Path = Array.from({ length: samples }, () => []);
  const left = Array.from({ length: samples }, () => Array.from({ length: regions.count }, (_, r) => r));
  for (let step = 1; step < counts.length; step++) {
    const candidates = left[0]!.length;
    const effects = left.map(() => new Float64Array(regions.count));
    await valuesAt(part(context, (step - 1) / (counts.length - 1), step / (counts.length - 1)), {
      count: samples * candidates,
      sampleOf: (i) => Math.floor(i / candidates),
      write(i, row) {
        const n = Math.floor(i / candidates);
        write(n, [...taken[n]!, left[n]![i % candidates]!], taken[n]!.length + 1, row);
      },
      take(i, _, all) {
        const n = Math.floor(i / candidates);
        effects[n]![left[n]![i % candidates]!] = sign * reading.of(all, context.target.indices[n]!);
      },
    });
    const more = counts[step]! - counts[step - 1]!;
    left.forEach((regionsLeft, n) => {
      const sorted = regionsLeft.sort((a, b) => effects[n]![a]! - effects[n]![b]!);
      taken[n]!.push(...sorted.slice(0, more));
      left[n] = sorted.slice(more);
    });
  }
  return taken;
}

/** [order][sample] joined to one value per sample; with a single sample, one per order. */
export function overOrders<T>(values: readonly (readonly T[])[], join: (ofSample: T[]) => T): T[] {
  if (values[0]!.length === 1) return values.map(([only]) => only!);
  return values[0]!.map((_, n) => join(values.map((order) => order[n]!)));
}

export function meanLine(lines: readonly Float64Array[]): Float64Array {
  return lines[0]!.map((_, k) => mean(lines.map((line) => line[k]!)));
}
