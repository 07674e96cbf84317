/** Runs side by side, in numbers: how similar their maps are, and which settings differ. The panel draws them. */
import type { Comparison, Measures } from '../shared/compare';
import { pearson, ranksOf } from '../shared/correlation';
import { layoutOf } from '../shared/picture/layout';
import { channelValues } from '../shared/picture/plane';
import { float32, sizeOf, type Float32Tensor } from '../shared/tensor';
import type { RunRecord } from './store/record';

/** Share of the elements that counts as a map's top. */
export const TOP = 0.1;

/**
 * Maps in comparable form: element by element if all have the same shape; else by place, with channels summed, so that
 * a class activation map can be compared with the attribution of a colour picture. `summed` says which.
 */
export function comparable(maps: readonly (Float32Tensor | undefined)[]): {
  maps: (Float32Tensor | undefined)[];
  summed: boolean;
} {
  const shapes = new Set(maps.flatMap((map) => (map ? [map.shape.slice(1).join()] : [])));
  if (shapes.size < 2) return { maps: [...maps], summed: false };
  return { maps: maps.map((map) => map && atPlaces(map)), summed: true };
}

function atPlaces({ shape, data }: Float32Tensor): Float32Tensor {
  const layout = layoutOf(shape);
  const { depth, height, width } = layout.size;
  const sums = Array.from({ length: layout.samples }, (_, n) => channelValues(data, layout, n, 'sum'));
  return float32([layout.samples, depth, height, width], Float32Array.from(sums.flatMap((values) => [...values])));
}

/** For each pair of maps and each sample; NaN if shapes differ, or if a map is constant. */
export function compareMaps(maps: readonly (Float32Tensor | undefined)[]): Measures[] {
  const samples = Math.max(0, ...maps.map((map) => map?.shape[0] ?? 0));
  return Array.from({ length: samples }, (_, n) => {
    const rows = maps.map((map) => (n < (map?.shape[0] ?? 0) ? sampleOf(map!, n) : undefined));
    const ranks = rows.map((row) => row && ranksOf(row));
    const table = (measure: (i: number, j: number) => number): number[][] =>
      rows.map((a, i) => rows.map((b, j) => (a?.length === b?.length && a ? measure(i, j) : NaN)));
    return {
      pearson: table((i, j) => pearson(rows[i]!, rows[j]!)),
      spearman: table((i, j) => pearson(ranks[i]!, ranks[j]!)),
      cosine: table((i, j) => cosine(rows[i]!, rows[j]!)),
      top: table((i, j) => topOverlap(rows[i]!, rows[j]!, TOP)),
    };
  });
}

/** Settings in which the runs differ, by name; parameters under their own names. */
export function differences(
  records: readonly Pick<RunRecord, 'request' | 'model' | 'data' | 'device'>[],
): Comparison['differing'] {
  const tables = records.map(({ request, model, data, device }): Record<string, unknown> => {
    const { parameters, preprocessing, ...asked } = request;
    return {
      ...asked,
      ...(model && { 'model hash': model.sha256.slice(0, 12) }),
      ...(data && { 'data hash': data.sha256.slice(0, 12) }),
      ...(device !== undefined && { device }),
      ...(preprocessing && { preprocessing }),
      ...parameters,
    };
  });
  const names = [...new Set(tables.flatMap((table) => Object.keys(table)))];
  const shown = (value: unknown): string =>
    value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
  return names
    .map((name) => ({ name, values: tables.map((table) => shown(table[name])) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function sampleOf({ shape, data }: Float32Tensor, n: number): Float32Array {
  const size = sizeOf(shape.slice(1));
  return data.subarray(n * size, (n + 1) * size);
}

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return aa && bb ? ab / Math.sqrt(aa * bb) : NaN;
}

/** The overlap of the `share` largest |values| of two maps, 0 to 1; ties go to the first. */
export function topOverlap(a: ArrayLike<number>, b: ArrayLike<number>, share: number): number {
  const count = Math.max(1, Math.round(share * a.length));
  const top = (values: ArrayLike<number>): number[] =>
    Array.from({ length: values.length }, (_, i) => i)
      .sort((i, j) => Math.abs(values[j]!) - Math.abs(values[i]!) || i - j)
      .slice(0, count);
  const first = new Set(top(a));
  return top(b).filter((i) => first.has(i)).length / count;
}
