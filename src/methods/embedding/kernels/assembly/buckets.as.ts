/**
 * The k nearest rows of each row among those of the buckets that are nearest to it (an inverted file, Sivic & Zisserman
 * 2003): rows of a bucket are contiguous in the panels. Four consecutive rows are searched together. The caller assigns
 * rows to buckets and decides how many buckets are enough.
 */
import { finish, PANEL, query, select, sweep } from './nearest.as';
import { take } from './threads.as';

/** Rows searched together. */
const UNIT: i32 = 4;

/**
 * Neighbours of the listed units of 4 rows: indices and squared distances, [n, k] by row, nearest first. `bucket` is
 * the number of panels per bucket, `probes` the number of buckets searched for each unit, enough to hold more than k
 * rows. `lists` has room per thread for 4 × (2 capacity + 2) numbers, `ranks` for 16 in every 8 buckets.
 */
export function searchBuckets(
  thread: i32, _threads: i32, units: usize, unitCount: i32, rows: usize, n: i32, d: i32, order: usize, packed: usize, halves: usize,
  centres: usize, centreHalves: usize, buckets: i32, bucket: i32, probes: i32,
  k: i32, capacity: i32, lists: usize, ranks: usize, indices: usize, distances: usize,
): void {
  const panels = (n + PANEL - 1) / PANEL;
  const padded = (buckets + PANEL - 1) / PANEL * PANEL;
  const scores = lists + <usize>thread * UNIT * (<usize>capacity * 8 + 8);
  const found = scores + ((<usize>UNIT * capacity) << 2);
  const counts = found + ((<usize>UNIT * capacity) << 2);
  const limits = counts + (UNIT << 2);
  const nearness = ranks + ((<usize>thread * padded) << 3);
  const chosen = nearness + (<usize>padded << 2);

  for (;;) {
    const next = take(0, 1);
    if (next >= unitCount) return;
    const first = load<i32>(units + (<usize>next << 2)) * UNIT;
    const last = min(first + UNIT, n);
    rank(first, n, rows, d, order, halves, centres, centreHalves, buckets, bucket, nearness, chosen);
    if (probes < buckets) select(nearness, chosen, buckets, probes);
    sort(nearness, chosen, probes);
    for (let i = 0; i < UNIT; i++) {
      store<i32>(counts + (<usize>i << 2), 0);
      store<f32>(limits + (<usize>i << 2), Infinity);
    }
    for (let i = 0; i < probes; i++) {
      const start = load<i32>(chosen + (<usize>i << 2)) * bucket;
      const end = min(start + bucket, panels);
      sweep(first, first, last, start, end, rows, d, order, packed, halves, scores, found, counts, limits, k, capacity);
    }
    for (let row = first; row < last; row++) {
      const list = (<usize>(row - first) * capacity) << 2;
      finish(row, scores + list, found + list, load<i32>(counts + (<usize>(row - first) << 2)), rows, d, order, k, indices, distances);
    }
  }
}

/**
 * Half the squared distance of each bucket's centre to the nearest of the unit's rows; their own bucket comes first.
 */
function rank(
  first: i32, n: i32, rows: usize, d: i32, order: usize, halves: usize, centres: usize, centreHalves: usize,
  buckets: i32, bucket: i32, nearness: usize, chosen: usize,
): void {
  const r1 = min(first + 1, n - 1), r2 = min(first + 2, n - 1), r3 = min(first + 3, n - 1);
  const q0 = query(rows, order, first, d), q1 = query(rows, order, r1, d);
  const q2 = query(rows, order, r2, d), q3 = query(rows, order, r3, d);
  const h0 = v128.load_splat<f32>(halves + (<usize>first << 2)), h1 = v128.load_splat<f32>(halves + (<usize>r1 << 2));
  const h2 = v128.load_splat<f32>(halves + (<usize>r2 << 2)), h3 = v128.load_splat<f32>(halves + (<usize>r3 << 2));
  for (let place = 0; place < buckets; place += 4) {
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
    let p = centres + ((<usize>(place / PANEL) * d * PANEL + place % PANEL) << 2);
    for (let t: usize = 0; t < <usize>d << 2; t += 4) {
      const u = v128.load(p);
      p += PANEL << 2;
      a0 = f32x4.add(a0, f32x4.mul(u, v128.load_splat<f32>(q0 + t)));
      a1 = f32x4.add(a1, f32x4.mul(u, v128.load_splat<f32>(q1 + t)));
      a2 = f32x4.add(a2, f32x4.mul(u, v128.load_splat<f32>(q2 + t)));
      a3 = f32x4.add(a3, f32x4.mul(u, v128.load_splat<f32>(q3 + t)));
    }
    const near = f32x4.min(f32x4.sub(h0, a0), f32x4.sub(h1, a1));
    const nearer = f32x4.min(f32x4.sub(h2, a2), f32x4.sub(h3, a3));
    v128.store(nearness + (<usize>place << 2), f32x4.add(v128.load(centreHalves + (<usize>place << 2)), f32x4.min(near, nearer)));
    v128.store(chosen + (<usize>place << 2), i32x4(place, place + 1, place + 2, place + 3));
  }
  store<f32>(nearness + (<usize>(first / (bucket * PANEL)) << 2), -Infinity);
}

/** By distance, then by index: Shell sort with Knuth's gaps. */
function sort(nearness: usize, chosen: usize, count: i32): void {
  let gap = 1;
  while (gap < count / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3) {
    for (let i = gap; i < count; i++) {
      const value = load<f32>(nearness + (<usize>i << 2));
      const index = load<i32>(chosen + (<usize>i << 2));
      let j = i;
      for (; j >= gap; j -= gap) {
        const before = load<f32>(nearness + (<usize>(j - gap) << 2));
        const other = load<i32>(chosen + (<usize>(j - gap) << 2));
        if (before < value || (before == value && other < index)) break;
        store<f32>(nearness + (<usize>j << 2), before);
        store<i32>(chosen + (<usize>j << 2), other);
      }
      store<f32>(nearness + (<usize>j << 2), value);
      store<i32>(chosen + (<usize>j << 2), index);
    }
  }
}
