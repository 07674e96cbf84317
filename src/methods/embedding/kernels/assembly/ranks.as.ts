/** Ranks of given rows among all rows by their distance from another. */
import { squaredDistance } from './nearest.as';
import { take } from './threads.as';

/**
 * For each of `count` rows `samples[s]`: the ranks of the rows `targets[s, 0…k)` among all others by distance in `rows`
 * [n, d], from 1; ties by index. `scratch` holds n numbers per thread.
 */
export function ranks(
  thread: i32,
  _threads: i32,
  rows: usize,
  n: i32,
  d: i32,
  samples: usize,
  count: i32,
  targets: usize,
  k: i32,
  scratch: usize,
  result: usize,
): void {
  const distances = scratch + ((<usize>thread * n) << 2);
  for (;;) {
    const s = take(0, 1);
    if (s >= count) return;
    const i = load<i32>(samples + ((<usize>s) << 2));
    const row = rows + ((<usize>i * d) << 2);
    for (let j = 0; j < n; j++)
      store<f32>(distances + ((<usize>j) << 2), squaredDistance(row, rows + ((<usize>j * d) << 2), d));
    store<f32>(distances + ((<usize>i) << 2), Infinity);
    for (let t = 0; t < k; t++) {
      const place = (<usize>s * k + t) << 2;
      const target = load<i32>(targets + place);
      const distance = load<f32>(distances + ((<usize>target) << 2));
      let rank = 1;
      for (let j = 0; j < n; j++) {
        const other = load<f32>(distances + ((<usize>j) << 2));
        rank += i32(other < distance) + i32(other == distance && j < target);
      }
      store<i32>(result + place, rank);
    }
  }
}
