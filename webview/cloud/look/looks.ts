/** The two bytes by which the graphics card tells a point's colour and state. */
import { Flag } from '../gl/points';
import type { Colouring } from './colouring';

export interface LooksInput {
  colouring: Colouring;
  /** Entries of the legend that are switched off. */
  filtered: ReadonlySet<number>;
  selected: readonly number[];
  /** [N × dimensions]: rows that are NaN have no place. */
  points: Float32Array;
  dimensions: number;
}

/** [N × 2]: colour, flag. While some are chosen, or filtered out, the others recede or stay; chosen ones are always in front. */
export function looksOf({ colouring, filtered, selected, points, dimensions }: LooksInput): Uint8Array {
  const { colours, entries } = colouring;
  const looks = new Uint8Array(2 * colours.length);
  for (let i = 0; i < colours.length; i++) {
    looks[2 * i] = colours[i]!;
    const isFiltered = filtered.size > 0 && entries !== undefined && filtered.has(entries[i]!);
    looks[2 * i + 1] = isFiltered ? Flag.dimmed : Flag.plain;
  }
  for (const index of selected) looks[2 * index + 1] = Flag.chosen;
  for (let i = 0; i < colours.length; i++) if (Number.isNaN(points[dimensions * i]!)) looks[2 * i + 1] = Flag.hidden;
  return looks;
}

/** Whether the pointer can mean a point. */
export function isOpen(looks: Uint8Array, index: number): boolean {
  const flag = looks[2 * index + 1];
  return flag === Flag.plain || flag === Flag.chosen;
}
