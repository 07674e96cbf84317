/** Which points the legend lets through: those of enabled categories, or with numbers in a range. */
import type { Colouring } from './colouring';

export interface Filter {
  /** Disabled entries of a legend of categories. */
  off: ReadonlySet<number>;
  /** For numbers: the lowest and the highest let through; infinite for an open end. */
  range?: readonly [low: number, high: number];
}

export const noFilter: Filter = { off: new Set() };

export function isThrough({ off, range }: Filter, { entries, values }: Colouring, index: number): boolean {
  if (entries) return !off.has(entries[index]!);
  return !range || !values || (values[index]! >= range[0] && values[index]! <= range[1]);
}

/** Ascending indices of the points that are let through and have a place ([N × dimensions], NaN without one). */
export function letThrough(filter: Filter, colouring: Colouring, points: Float32Array, dimensions: number): number[] {
  const indices: number[] = [];
  for (let i = 0; i < colouring.colours.length; i++)
    if (isThrough(filter, colouring, i) && !Number.isNaN(points[dimensions * i]!)) indices.push(i);
  return indices;
}
