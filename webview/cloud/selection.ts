/**
 * Selected points as an ascending list of indices, and the ways to change it: a click, a lasso, neighbours, a search.
 */
import type { Neighbours } from '../../src/shared/embedding';
import type { ShownColumn } from './columns';

export type How = 'replace' | 'add' | 'remove';

/** Shift adds, Alt removes. */
export function howOf({ shiftKey, altKey }: { shiftKey: boolean; altKey: boolean }): How {
  return altKey ? 'remove' : shiftKey ? 'add' : 'replace';
}

export function combined(before: readonly number[], hit: readonly number[], how: How): number[] {
  if (how === 'replace') return [...hit];
  const set = new Set(before);
  for (const index of hit) {
    if (how === 'add') set.add(index);
    else set.delete(index);
  }
  return [...set].sort((a, b) => a - b);
}

/** Those that could be selected and are not. */
export function inverted(selected: readonly number[], open: readonly number[]): number[] {
  const set = new Set(selected);
  return open.filter((index) => !set.has(index));
}

export function indicesWith(entries: Int32Array, entry: number): number[] {
  return Array.from(entries.keys()).filter((index) => entries[index] === entry);
}

/** With the nearest of each in the data. */
export function withNeighbours(selected: readonly number[], { k, indices }: Neighbours): number[] {
  const near = selected.flatMap((index) => Array.from(indices.subarray(index * k, (index + 1) * k)));
  return combined(
    selected,
    near.filter((index) => index >= 0),
    'add',
  );
}

/** Samples with the text in one of their categories, or with that row number; ascending, ignoring case. */
export function samplesWith(text: string, columns: readonly ShownColumn[], count: number): number[] {
  const sought = text.trim().toLowerCase();
  if (sought === '') return [];
  const found = new Set<number>();
  const row = /^\d+$/.test(sought) ? Number(sought) : count;
  if (row < count) found.add(row);
  for (const { column } of columns) {
    if (column.kind !== 'categories') continue;
    const codes = new Set(
      column.categories.flatMap((name, code) => (name.toLowerCase().includes(sought) ? [code] : [])),
    );
    if (codes.size > 0) column.codes.forEach((code, index) => codes.has(code) && found.add(index));
  }
  return [...found].sort((a, b) => a - b);
}
