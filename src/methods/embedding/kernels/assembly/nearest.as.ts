/**
 * The k nearest rows of each row, exactly: distances by blocks of products, ‖a − b‖² = ‖a‖² + ‖b‖² − 2ab, and for each
 * row a list of candidates that is cut to the best k whenever it is full. The returned distances are recomputed from
 * differences, since products lose digits for close rows. The panels may hold rows in another order: `order` gives the
 * row at each place; 0 means the original order. `buckets.as.ts` decides which panels to search.
 */
import { take } from './threads.as';

/** Rows of a panel: two vectors of four. */
export const PANEL: i32 = 8;
/** Rows searched at once; their lists stay in the cache. */
const BLOCK: i32 = 32;
/** Panels between two visits of the same row: 128 KB with 64 columns. */
const CHUNK_BYTES: i32 = 131072;

/**
 * Copies rows [n, d] into panels of 8 rows, column by column, padded with zero rows, and computes half their squared
 * lengths.
 */
export function packRows(
  thread: i32, threads: i32, rows: usize, n: i32, d: i32, order: usize, packed: usize, halves: usize,
): void {
  const panels = (n + PANEL - 1) / PANEL;
  for (let panel = thread; panel < panels; panel += threads) {
    const to = packed + ((<usize>panel * d * PANEL) << 2);
    for (let lane = 0; lane < PANEL; lane++) {
      const row = panel * PANEL + lane;
      const from = row < n ? query(rows, order, row, d) : 0;
      let sum: f32 = 0;
      for (let t = 0; t < d; t++) {
        const value = row < n ? load<f32>(from + (<usize>t << 2)) : <f32>0;
        store<f32>(to + ((<usize>t * PANEL + lane) << 2), value);
        sum += value * value;
      }
      store<f32>(halves + ((<usize>panel * PANEL + lane) << 2), row < n ? sum / 2 : Infinity);
    }
  }
}

/**
 * Neighbours of rows [from, to): indices and squared distances, [n, k], nearest first; `lists` holds threads × 32 ×
 * capacity pairs (score, index), capacity ≥ k + 8.
 */
export function nearestRows(
  thread: i32, _threads: i32, from: i32, to: i32, rows: usize, n: i32, d: i32, packed: usize, halves: usize,
  k: i32, capacity: i32, lists: usize, indices: usize, distances: usize,
): void {
  const panels = (n + PANEL - 1) / PANEL;
  const chunk = max(CHUNK_BYTES / (d * PANEL * 4), 8);
  // Scores, indices, and for each row of the block: entries so far, and the score to beat.
  const scores = lists + <usize>thread * BLOCK * (<usize>capacity * 8 + 8);
  const found = scores + ((<usize>BLOCK * capacity) << 2);
  const counts = found + ((<usize>BLOCK * capacity) << 2);
  const limits = counts + (BLOCK << 2);

  for (;;) {
    const first = from + take(0, BLOCK);
    if (first >= to) return;
    const last = min(first + BLOCK, to);
    for (let i = 0; i < BLOCK; i++) {
      store<i32>(counts + (<usize>i << 2), 0);
      store<f32>(limits + (<usize>i << 2), Infinity);
    }
    for (let start = 0; start < panels; start += chunk) {
      const end = min(start + chunk, panels);
      for (let row = first; row < last; row += 4) {
        sweep(row, first, last, start, end, rows, d, 0, packed, halves, scores, found, counts, limits, k, capacity);
      }
    }
    for (let row = first; row < last; row++) {
      const list = <usize>(row - first) * capacity;
      const count = load<i32>(counts + (<usize>(row - first) << 2));
      finish(row, scores + (list << 2), found + (list << 2), count, rows, d, 0, k, indices, distances);
    }
  }
}

/** Rows row … row + 3 below `last` against panels [start, end); the lists begin with row `first`. */
export function sweep(
  row: i32, first: i32, last: i32, start: i32, end: i32, rows: usize, d: i32, order: usize, packed: usize, halves: usize,
  scores: usize, found: usize, counts: usize, limits: usize, k: i32, capacity: i32,
): void {
  const r1 = min(row + 1, last - 1);
  const r2 = min(row + 2, last - 1);
  const r3 = min(row + 3, last - 1);
  const q0 = query(rows, order, row, d);
  const q1 = query(rows, order, r1, d);
  const q2 = query(rows, order, r2, d);
  const q3 = query(rows, order, r3, d);
  for (let panel = start; panel < end; panel++) {
    let a0 = f32x4.splat(0), b0 = f32x4.splat(0), a1 = f32x4.splat(0), b1 = f32x4.splat(0);
    let a2 = f32x4.splat(0), b2 = f32x4.splat(0), a3 = f32x4.splat(0), b3 = f32x4.splat(0);
    let p = packed + ((<usize>panel * d * PANEL) << 2);
    const bytes = <usize>d << 2;
    for (let t: usize = 0; t < bytes; t += 4) {
      const u = v128.load(p), v = v128.load(p, 16);
      p += 32;
      const s0 = v128.load_splat<f32>(q0 + t);
      a0 = f32x4.add(a0, f32x4.mul(u, s0));
      b0 = f32x4.add(b0, f32x4.mul(v, s0));
      const s1 = v128.load_splat<f32>(q1 + t);
      a1 = f32x4.add(a1, f32x4.mul(u, s1));
      b1 = f32x4.add(b1, f32x4.mul(v, s1));
      const s2 = v128.load_splat<f32>(q2 + t);
      a2 = f32x4.add(a2, f32x4.mul(u, s2));
      b2 = f32x4.add(b2, f32x4.mul(v, s2));
      const s3 = v128.load_splat<f32>(q3 + t);
      a3 = f32x4.add(a3, f32x4.mul(u, s3));
      b3 = f32x4.add(b3, f32x4.mul(v, s3));
    }
    const half = halves + ((<usize>panel * PANEL) << 2);
    const h = v128.load(half), g = v128.load(half, 16);
    offer(row, first, panel, f32x4.sub(h, a0), f32x4.sub(g, b0), scores, found, counts, limits, k, capacity);
    if (row + 1 < last) offer(r1, first, panel, f32x4.sub(h, a1), f32x4.sub(g, b1), scores, found, counts, limits, k, capacity);
    if (row + 2 < last) offer(r2, first, panel, f32x4.sub(h, a2), f32x4.sub(g, b2), scores, found, counts, limits, k, capacity);
    if (row + 3 < last) offer(r3, first, panel, f32x4.sub(h, a3), f32x4.sub(g, b3), scores, found, counts, limits, k, capacity);
  }
}

/** Address of the row at this place. */
@inline
export function query(rows: usize, order: usize, place: i32, d: i32): usize {
  return rows + ((<usize>original(order, place) * d) << 2);
}

@inline
function original(order: usize, place: i32): i32 {
  return order ? load<i32>(order + (<usize>place << 2)) : place;
}

/** Enters those rows of a panel that are nearer than the k-th so far. */
@inline
function offer(
  row: i32, first: i32, panel: i32, low: v128, high: v128,
  scores: usize, found: usize, counts: usize, limits: usize, k: i32, capacity: i32,
): void {
  const slot = <usize>(row - first) << 2;
  const limit = v128.load_splat<f32>(limits + slot);
  const near = f32x4.lt(low, limit), nearer = f32x4.lt(high, limit);
  if (v128.any_true(v128.or(near, nearer))) {
    enter(row, row - first, panel, v128.bitmask<i32>(near) | (v128.bitmask<i32>(nearer) << 4), low, high, scores, found, counts, limits, k, capacity);
  }
}

function enter(
  row: i32, place: i32, panel: i32, mask: i32, low: v128, high: v128,
  scores: usize, found: usize, counts: usize, limits: usize, k: i32, capacity: i32,
): void {
  const list = (<usize>place * capacity) << 2;
  let count = load<i32>(counts + (<usize>place << 2));
  if (count + PANEL > capacity) {
    select(scores + list, found + list, count, k);
    count = k;
    let limit = load<f32>(scores + list);
    for (let i: usize = 1; i < <usize>k; i++) limit = max(limit, load<f32>(scores + list + (i << 2)));
    store<f32>(limits + (<usize>place << 2), limit);
  }
  while (mask) {
    const lane = ctz(mask);
    mask &= mask - 1;
    const index = panel * PANEL + lane;
    if (index == row) continue;
    store<f32>(scores + list + (<usize>count << 2), lane < 4 ? at(low, lane) : at(high, lane - 4));
    store<i32>(found + list + (<usize>count << 2), index);
    count++;
  }
  store<i32>(counts + (<usize>place << 2), count);
}

@inline
function at(vector: v128, lane: i32): f32 {
  if (lane < 2) return lane == 0 ? f32x4.extract_lane(vector, 0) : f32x4.extract_lane(vector, 1);
  return lane == 2 ? f32x4.extract_lane(vector, 2) : f32x4.extract_lane(vector, 3);
}

/** Brings the k smallest to the front, unordered (Hoare 1961). */
export function select(scores: usize, found: usize, count: i32, k: i32): void {
  let left = 0, right = count - 1;
  while (left < right) {
    const pivot = load<f32>(scores + (<usize>((left + right) >> 1) << 2));
    let i = left, j = right;
    while (i <= j) {
      while (load<f32>(scores + (<usize>i << 2)) < pivot) i++;
      while (load<f32>(scores + (<usize>j << 2)) > pivot) j--;
      if (i <= j) {
        swap(scores, i, j);
        swap(found, i, j);
        i++;
        j--;
      }
    }
    if (k - 1 <= j) right = j;
    else if (k - 1 >= i) left = i;
    else return;
  }
}

@inline
function swap(array: usize, i: i32, j: i32): void {
  const a = array + (<usize>i << 2), b = array + (<usize>j << 2);
  const kept = load<i32>(a);
  store<i32>(a, load<i32>(b));
  store<i32>(b, kept);
}

/**
 * Takes the k best of a row's list, recomputes their distances from differences, sorts them (ties by index) and writes
 * them.
 */
export function finish(
  place: i32, scores: usize, found: usize, count: i32, rows: usize, d: i32, order: usize, k: i32, indices: usize, distances: usize,
): void {
  if (count > k) select(scores, found, count, k);
  const row = original(order, place);
  const toIndices = indices + ((<usize>row * k) << 2), toDistances = distances + ((<usize>row * k) << 2);
  const own = rows + ((<usize>row * d) << 2);
  for (let i = 0; i < k; i++) {
    const index = original(order, load<i32>(found + (<usize>i << 2)));
    const distance = squaredDistance(own, rows + ((<usize>index * d) << 2), d);
    let j = i;
    for (; j > 0; j--) {
      const before = load<f32>(toDistances + (<usize>(j - 1) << 2));
      const other = load<i32>(toIndices + (<usize>(j - 1) << 2));
      if (before < distance || (before == distance && other < index)) break;
      store<f32>(toDistances + (<usize>j << 2), before);
      store<i32>(toIndices + (<usize>j << 2), other);
    }
    store<f32>(toDistances + (<usize>j << 2), distance);
    store<i32>(toIndices + (<usize>j << 2), index);
  }
}

export function squaredDistance(a: usize, b: usize, d: i32): f32 {
  let sums = f32x4.splat(0);
  const whole = (<usize>d & ~3) << 2;
  for (let t: usize = 0; t < whole; t += 16) {
    const difference = f32x4.sub(v128.load(a + t), v128.load(b + t));
    sums = f32x4.add(sums, f32x4.mul(difference, difference));
  }
  let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  for (let t = whole; t < <usize>d << 2; t += 4) {
    const difference = load<f32>(a + t) - load<f32>(b + t);
    sum += difference * difference;
  }
  return sum;
}
