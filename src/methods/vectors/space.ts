/**
 * Named vectors for look-up and comparison: every vector at unit length, names found as people type them, the nearest
 * by cosine.
 */
import type { Engine } from '../../engine/engine';
import type { NamedVectors } from '../../formats/vectors/vectors';
import { Builder } from '../../graph/builder';
import { operators } from '../../operators';
import { ArgumentError, throwIfCancelled } from '../../shared/errors';
import { byNearness } from '../../shared/nearest';
import { float32, int64 } from '../../shared/tensor';

/** Rows of one matrix product: their scores for a block of queries stay in the cache. */
const BLOCK = 2 ** 15;
const QUERIES = 256;
/** Names searched for the nearest to a misspelt one: the frequent ones, which such files list first. */
const MOST_SUGGESTED_FROM = 100_000;

export interface VectorSpace {
  path: string;
  names: readonly string[];
  width: number;
  /** [N × width], each row of length 1; rows without a direction are zero and near nothing. */
  units: Float32Array;
  index: ReadonlyMap<string, number>;
  conventions: string[];
}

export interface Found {
  index: number;
  cosine: number;
}

/** Normalises the vectors in place, since they may fill the memory. */
export function spaceOf({ path, names, vectors, conventions }: NamedVectors): VectorSpace {
  const width = vectors.shape[1]!;
  const units = vectors.data;
  let without = 0;
  for (let start = 0; start < units.length; start += width) {
    let squares = 0;
    for (let i = start; i < start + width; i++) squares += units[i]! ** 2;
    const length = Math.sqrt(squares);
    if (length > 0 && Number.isFinite(length)) for (let i = start; i < start + width; i++) units[i]! /= length;
    else {
      units.fill(0, start, start + width);
      without++;
    }
  }
  const index = new Map<string, number>();
  names.forEach((name, row) => {
    if (!index.has(name)) index.set(name, row);
  });
  const repeated = names.length - index.size;
  return {
    ...{ path, names, width, units, index },
    conventions: [
      ...conventions,
      ...(repeated ? [`${repeated} names occur more than once; the first of each counts.`] : []),
      ...(without ? [`${without} vectors are zero or not finite; they have no direction and are near nothing.`] : []),
    ],
  };
}

/** The row of a name as written, else in lower case; undefined if there is none. */
export function lookUp({ index }: VectorSpace, name: string): number | undefined {
  return index.get(name) ?? index.get(name.toLowerCase());
}

/** Throws ArgumentError with the nearest names. */
export function find(space: VectorSpace, name: string): number {
  const row = lookUp(space, name);
  if (row !== undefined) return row;
  const near = byNearness(name, space.names.slice(0, MOST_SUGGESTED_FROM)).slice(0, 3);
  throw new ArgumentError(
    `${space.path} has no vector for "${name}"; the nearest names are ${near.map((known) => `"${known}"`).join(', ')}.`,
  );
}

/** Names with this beginning in any case; exact-case matches first, each in file order. */
export function namesBeginning({ names, index }: VectorSpace, prefix: string, count: number): string[] {
  const low = prefix.toLowerCase();
  const exact: string[] = [];
  const others: string[] = [];
  for (const [row, name] of names.entries()) {
    if (exact.length === count) break;
    const isSame = name.startsWith(prefix);
    if (
      (isSame || (others.length < count && name.slice(0, prefix.length).toLowerCase() === low)) &&
      index.get(name) === row
    )
      (isSame ? exact : others).push(name);
  }
  return [...exact, ...others].slice(0, count);
}

export interface Search {
  engine: Engine;
  signal?: AbortSignal | undefined;
  progress?: (fraction: number) => void;
}

/**
 * For each query [Q × width] the `count` rows of largest cosine, largest first (ties by row), without those that
 * `excluded` lists for it. Throws CancelledError between blocks.
 */
export async function nearest(
  space: VectorSpace,
  queries: Float32Array,
  count: number,
  excluded: readonly ReadonlySet<number>[],
  { engine, signal, progress }: Search,
): Promise<Found[][]> {
  const { width, units } = space;
  const rows = units.length / width;
  const total = queries.length / width;
  // The excluded ones may be the nearest of all.
  const wanted = count + excluded.reduce((most, { size }) => Math.max(most, size), 0);
  const found: Found[][] = [];
  for (let first = 0; first < total; first += QUERIES) {
    const block = Math.min(QUERIES, total - first);
    const lists = Array.from({ length: block }, (): Found[] => []);
    for (let start = 0; start < rows; start += BLOCK) {
      throwIfCancelled(signal);
      const size = Math.min(BLOCK, rows - start);
      const best = Math.min(wanted, size);
      const program = await engine.compile(largestProducts(block, size, width, best), { device: 'cpu' });
      const { cosines, indices } = await program.run({
        queries: float32([block, width], queries.subarray(first * width, (first + block) * width)),
        units: float32([size, width], units.subarray(start * width, (start + size) * width)),
      });
      const [values, places] = [cosines!.data as Float32Array, indices!.data as BigInt64Array];
      lists.forEach((list, q) => {
        for (let i = 0; i < best; i++)
          list.push({ index: start + Number(places[q * best + i]!), cosine: values[q * best + i]! });
      });
      progress?.((first + (block * Math.min(rows, start + BLOCK)) / rows) / total);
    }
    for (const [q, list] of lists.entries()) {
      const left = excluded[first + q];
      const sorted = list
        .filter(({ index }) => !left?.has(index))
        .sort((a, b) => b.cosine - a.cosine || a.index - b.index);
      const norm = Math.hypot(...queries.subarray((first + q) * width, (first + q + 1) * width));
      found.push(sorted.slice(0, count).map(({ index, cosine }) => ({ index, cosine: norm > 0 ? cosine / norm : 0 })));
    }
  }
  return found;
}

/** The largest products of each query with the units, and their indices. */
function largestProducts(queries: number, units: number, width: number, count: number) {
  const b = new Builder(operators);
  const products = b.op('Gemm', [b.input('queries', 'float32', [queries, width]), b.input('units', 'float32', [units, width])], { transB: 1 }); // prettier-ignore
  const [cosines, indices] = b.node(
    { op: 'TopK', domain: '', name: '', outputs: ['cosines', 'indices'], attributes: {} },
    [products, b.constant(int64([1], [count]))],
  );
  return b.build([cosines!, indices!]);
}
