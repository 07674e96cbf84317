/** From a column of the samples to the colour of each point and its legend. */
import type { Column } from '../../../src/shared/dataset';

import { categoryColours, greyIndex, steps } from './palette';

/** One entry of a legend of categories. */
export interface Entry {
  title: string;
  count: number;
  /** Index into the palette. */
  colour: number;
  /** Codes of the column that it stands for. */
  codes: readonly number[];
}

export type Legend =
  | { kind: 'categories'; entries: Entry[] }
  /**
   * Values beyond the ends, if any, have the end colours; `counts` are those of {@link bins} equal parts from low to
   * high.
   */
  | { kind: 'numbers'; low: number; high: number; beyond: number; missing: number; counts: readonly number[] }
  | { kind: 'none' };

export interface Colouring {
  /** [N] index into the palette. */
  colours: Uint8Array;
  legend: Legend;
  /** [N] index of the legend's entry, for categories. */
  entries?: Int32Array;
  /** [N], for numbers. */
  values?: Float32Array;
}

/**
 * This share of the lowest and highest numbers has the end colours: a single outlier must not take up the whole range.
 */
const tail = 0.005;
/** Of the histogram beside the colours. */
const bins = 48;

export function colouringOf(column: Column | undefined, count: number): Colouring {
  if (!column) return { colours: new Uint8Array(count).fill(greyIndex), legend: { kind: 'none' } };
  return column.kind === 'categories' ? byCategory(column) : byNumber(column.values);
}

/** The largest categories have a colour each, in the column's own order; the others share one. */
function byCategory({ categories, codes }: Column & { kind: 'categories' }): Colouring {
  const counts = new Array<number>(categories.length).fill(0);
  let none = 0;
  for (const code of codes) {
    if (code >= 0 && code < counts.length) counts[code]!++;
    else none++;
  }
  const present = categories.map((_, code) => code).filter((code) => counts[code]! > 0);
  const own = present
    .toSorted((a, b) => counts[b]! - counts[a]!)
    .slice(0, categoryColours.length)
    .sort((a, b) => a - b);
  const others = present.filter((code) => !own.includes(code));
  const entries: Entry[] = own.map((code, i) => ({
    title: categories[code]!,
    count: counts[code]!,
    colour: i,
    codes: [code],
  }));
  const rest = (title: string, codes: number[], count: number): void => {
    if (count > 0) entries.push({ title, count, colour: greyIndex, codes });
  };
  const sum = others.reduce((total, code) => total + counts[code]!, 0);
  rest(others.length === 1 ? categories[others[0]!]! : `${others.length} others`, others, sum);
  rest('none', [-1], none);
  const entryOf = new Map(entries.flatMap(({ codes }, i) => codes.map((code) => [code, i] as const)));
  const chosen = Int32Array.from(codes, (code) => entryOf.get(code) ?? entries.length - 1);
  return {
    colours: Uint8Array.from(chosen, (entry) => entries[entry]?.colour ?? greyIndex),
    legend: { kind: 'categories', entries },
    entries: chosen,
  };
}

function byNumber(values: Float32Array): Colouring {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  const cut = Math.floor(tail * sorted.length);
  const low = sorted[cut] ?? 0;
  const high = sorted[sorted.length - 1 - cut] ?? 0;
  const scale = high > low ? (steps - 1) / (high - low) : 0;
  const colours = Uint8Array.from(values, (value) =>
    Number.isNaN(value) ? greyIndex : Math.round(Math.max(0, Math.min(steps - 1, (value - low) * scale))),
  );
  const beyond = sorted.reduce((sum, value) => sum + Number(value < low || value > high), 0);
  const counts = new Array<number>(bins).fill(0);
  for (const value of sorted) {
    const bin = Math.floor((bins * (value - low)) / (high - low || 1));
    counts[Math.max(0, Math.min(bins - 1, bin))]!++;
  }
  return {
    colours,
    values,
    legend: { kind: 'numbers', low, high, beyond, missing: values.length - sorted.length, counts },
  };
}

/** A sample's value as text. */
export function valueText(column: Column, index: number, format: (value: number) => string): string {
  if (column.kind === 'numbers') return format(column.values[index]!);
  return column.categories[column.codes[index]!] ?? 'none';
}
