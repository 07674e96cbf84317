/** The two bytes by which the graphics card knows a point's colour and state. */
import { Flag } from '../gl/points';
import type { Colouring } from './colouring';
import { isThrough, type Filter } from './filter';

export interface LooksInput {
  colouring: Colouring;
  filter: Filter;
  selected: readonly number[];
  /** [N × dimensions]: rows of NaN have no place. */
  points: Float32Array;
  dimensions: number;
}

/**
 * [N × 2]: colour, flag. While some are selected all others recede; filtered points are dimmed further, and the pointer
 * ignores them.
 */
export function looksOf({ colouring, filter, selected, points, dimensions }: LooksInput): Uint8Array {
  const { colours } = colouring;
  const looks = new Uint8Array(2 * colours.length);
  const through = selected.length > 0 ? Flag.receding : Flag.plain;
  for (let i = 0; i < colours.length; i++) {
    looks[2 * i] = colours[i]!;
    looks[2 * i + 1] = isThrough(filter, colouring, i) ? through : Flag.dimmed;
  }
  for (const index of selected) looks[2 * index + 1] = Flag.chosen;
  for (let i = 0; i < colours.length; i++) if (Number.isNaN(points[dimensions * i]!)) looks[2 * i + 1] = Flag.hidden;
  return looks;
}

/** Whether the pointer can hit a point. */
export function isOpen(looks: Uint8Array, index: number): boolean {
  const flag = looks[2 * index + 1];
  return flag === Flag.plain || flag === Flag.receding || flag === Flag.chosen;
}
