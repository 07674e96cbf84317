/**
 * Orders points so that consecutive ones are near each other, by repeatedly halving them across their first principal
 * axis (the PCA tree of Sproull 1991). Cutting at multiples of a bucket's size fills all buckets but the last, whatever
 * the points, duplicates included.
 */
import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '../../../shared/errors';
import type { Random } from '../../../shared/random';

/** Most points from which an axis is computed: it need only be roughly right. */
const AXIS_SAMPLES = 64;
/** Steps of the power iteration. */
const AXIS_STEPS = 2;
/** Numbers projected between two turns of the event loop: some 50 ms. */
const NUMBERS_PER_TURN = 3e7;

/**
 * The order of points [count, columns]: the point at each place. Places [i · bucket, (i + 1) · bucket) are near each
 * other, and [i · unit, (i + 1) · unit) nearer still, where `unit` divides `bucket`. Throws CancelledError.
 */
export async function spatialOrder(
  points: Float32Array,
  count: number,
  columns: number,
  bucket: number,
  unit: number,
  random: Random,
  signal?: AbortSignal,
): Promise<Int32Array> {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const keys = new Float64Array(count);
  const axis = new Float64Array(columns);
  const rest: [number, number][] = [[0, count]];
  for (let numbers = 0, part = rest.pop(); part; part = rest.pop()) {
    const [from, to] = part;
    if (to - from <= unit) continue;
    principalAxis(points, columns, order, from, to, axis, random);
    for (let place = from; place < to; place++) keys[place] = along(points, columns, order[place]!, axis);
    const leaf = to - from > bucket ? bucket : unit;
    const cut = from + Math.ceil((to - from) / leaf / 2) * leaf;
    divide(order, keys, from, to, cut);
    rest.push([cut, to], [from, cut]);
    numbers += (to - from) * columns;
    if (numbers > NUMBERS_PER_TURN) {
      numbers = 0;
      await setImmediate();
      throwIfCancelled(signal);
    }
  }
  return order;
}

/**
 * The direction in which some of these points vary most, by power iteration; any direction if they are all the same.
 */
function principalAxis(
  points: Float32Array,
  columns: number,
  order: Int32Array,
  from: number,
  to: number,
  axis: Float64Array,
  { normal }: Random,
): void {
  const stride = Math.max((to - from) / AXIS_SAMPLES, 1);
  const mean = new Float64Array(columns);
  const next = new Float64Array(columns);
  let samples = 0;
  for (let at = from; at < to; at += stride, samples++) {
    const start = order[Math.floor(at)]! * columns;
    for (let i = 0; i < columns; i++) mean[i]! += points[start + i]!;
  }
  for (let i = 0; i < columns; i++) {
    mean[i]! /= samples;
    axis[i] = normal();
  }
  for (let step = 0; step < AXIS_STEPS; step++) {
    next.fill(0);
    let offset = 0;
    for (let i = 0; i < columns; i++) offset += mean[i]! * axis[i]!;
    for (let at = from; at < to; at += stride) {
      const row = order[Math.floor(at)]!;
      const weight = along(points, columns, row, axis) - offset;
      for (let i = 0, start = row * columns; i < columns; i++) next[i]! += weight * (points[start + i]! - mean[i]!);
    }
    const length = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0));
    if (!(length > 0)) return;
    for (let i = 0; i < columns; i++) axis[i] = next[i]! / length;
  }
}

function along(points: Float32Array, columns: number, row: number, axis: Float64Array): number {
  let sum = 0;
  for (let i = 0, start = row * columns; i < columns; i++) sum += points[start + i]! * axis[i]!;
  return sum;
}

/** Brings those with the smallest keys before `cut` (Hoare 1961). */
function divide(order: Int32Array, keys: Float64Array, from: number, to: number, cut: number): void {
  let [left, right] = [from, to - 1];
  while (left < right) {
    const pivot = keys[(left + right) >> 1]!;
    let [i, j] = [left, right];
    while (i <= j) {
      while (keys[i]! < pivot) i++;
      while (keys[j]! > pivot) j--;
      if (i > j) break;
      const [key, row] = [keys[i]!, order[i]!];
      keys[i] = keys[j]!;
      order[i++] = order[j]!;
      keys[j] = key;
      order[j--] = row;
    }
    if (cut - 1 <= j) right = j;
    else if (cut - 1 >= i) left = i;
    else return;
  }
}
