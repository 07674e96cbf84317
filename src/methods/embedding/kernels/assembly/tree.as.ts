/**
 * Repulsion by a tree (Barnes & Hut 1986, van der Maaten 2014): points in Morton order, cells as ranges of them; a cell
 * counts as one body if it looks small from four neighbouring points at once. Cells are stored depth first, each with
 * the index of the next one outside it, so traversal needs no stack. A chain of cells with one child each is one cell.
 */
import { at } from './exact.as';
import { power } from './powers.as';
import { take } from './threads.as';

/** Cells with at most this many points are not divided. */
const LEAF: i32 = 8;
/** Of a cell: centre (3 × f32), points as f32, width² as f32, next cell, first point, points of a leaf or 0. */
const CELL: usize = 32;
const GROUPS: i32 = 16;

/**
 * The parts of `space`, 96 (n + 8) bytes: sorted coordinates, order, cells; keys and the sorting buffer lie where cells
 * come later.
 */
@inline
function sorted(space: usize, n: i32, axis: usize): usize {
  return space + 64 + axis * (<usize>(n + 8) << 2);
}

/** Sorts the points and builds the cells; runs on one thread. The first number is the number of cells. */
export function plant(n: i32, width: i32, positions: usize, space: usize): void {
  const stride = <usize>width << 2;
  const bits = width == 2 ? 16 : 10;
  const order = sorted(space, n, 3), keys = sorted(space, n, 4), cells = sorted(space, n, 8);
  // Bounds.
  let low = v128.load(positions), high = low;
  if (width == 2) low = high = v128.load_splat<u64>(positions);
  const end = positions + <usize>n * stride;
  for (let p = positions; p < end; p += stride) {
    const here = width == 2 ? v128.load_splat<u64>(p) : v128.load(p);
    low = f32x4.min(low, here);
    high = f32x4.max(high, here);
  }
  const sizes = f32x4.sub(high, low);
  let size = max(f32x4.extract_lane(sizes, 0), f32x4.extract_lane(sizes, 1));
  if (width == 4) size = max(size, f32x4.extract_lane(sizes, 2));
  size = size > 0 ? size * <f32>1.0001 : 1;
  // Keys.
  const scale = f32x4.splat(<f32>(1 << bits) / size);
  for (let i = 0; i < n; i++) {
    const p = positions + <usize>i * stride;
    const cell = i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.sub(width == 2 ? v128.load_splat<u64>(p) : v128.load(p), low), scale));
    const limit = (1 << bits) - 1;
    const x = <u32>min(max(i32x4.extract_lane(cell, 0), 0), limit), y = <u32>min(max(i32x4.extract_lane(cell, 1), 0), limit);
    const z = <u32>min(max(i32x4.extract_lane(cell, 2), 0), limit);
    store<u32>(keys + (<usize>i << 2), width == 2 ? spread2(x) | (spread2(y) << 1) : spread3(x) | (spread3(y) << 1) | (spread3(z) << 2));
    store<i32>(order + (<usize>i << 2), i);
  }
  sort(n, space);
  const axes: usize = width == 2 ? 2 : 3;
  for (let axis: usize = 0; axis < axes; axis++) {
    const to = sorted(space, n, axis);
    for (let i = 0; i < n; i++) {
      store<f32>(to + (<usize>i << 2), load<f32>(positions + <usize>load<i32>(order + (<usize>i << 2)) * stride + (axis << 2)));
    }
    // Lanes beyond the last point repeat it.
    for (let i = n; i < n + 4; i++) store<f32>(to + (<usize>i << 2), load<f32>(to + (<usize>(n - 1) << 2)));
  }
  store<i32>(space, 0);
  divide(space, n, width, 0, n, size, bits * (width == 2 ? 2 : 3), keys, cells);
}

/** Builds the cell of points [from, to), whose keys differ only in the last `bits` bits, and those inside it. */
function divide(space: usize, n: i32, width: i32, from: i32, to: i32, size: f32, bits: i32, keys: usize, cells: usize): void {
  const cell = cells + <usize>load<i32>(space) * CELL;
  store<i32>(space, load<i32>(space) + 1);
  const axes = width == 2 ? 2 : 3;
  const firstKey = load<u32>(keys + (<usize>from << 2));
  const different = firstKey ^ load<u32>(keys + (<usize>(to - 1) << 2));
  // Down to the smallest cell that holds all these points: where their keys first differ.
  const level = different ? (32 - clz(different) + axes - 1) / axes * axes : 0;
  const total = axes * (width == 2 ? 16 : 10);
  const side = size / <f32>(1 << ((total - level) / axes));
  store<f32>(cell, side * side, 16);
  store<i32>(cell, from, 24);
  let x: f32 = 0, y: f32 = 0, z: f32 = 0;
  if (to - from <= LEAF || !different) {
    for (let i = from; i < to; i++) {
      x += load<f32>(sorted(space, n, 0) + (<usize>i << 2));
      y += load<f32>(sorted(space, n, 1) + (<usize>i << 2));
      if (axes == 3) z += load<f32>(sorted(space, n, 2) + (<usize>i << 2));
    }
    store<i32>(cell, to - from, 28);
  } else {
    store<i32>(cell, 0, 28);
    const shift = level - axes;
    for (let start = from; start < to; ) {
      const child = load<u32>(keys + (<usize>start << 2)) >> shift;
      let low = start + 1, high = to;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (load<u32>(keys + (<usize>middle << 2)) >> shift == child) low = middle + 1;
        else high = middle;
      }
      const made = cells + <usize>load<i32>(space) * CELL;
      divide(space, n, width, start, low, size, shift, keys, cells);
      const mass = load<f32>(made, 12);
      x += load<f32>(made) * mass;
      y += load<f32>(made, 4) * mass;
      z += load<f32>(made, 8) * mass;
      start = low;
    }
  }
  const mass = <f32>(to - from);
  store<f32>(cell, x / mass);
  store<f32>(cell, y / mass, 4);
  store<f32>(cell, z / mass, 8);
  store<f32>(cell, mass, 12);
  store<i32>(cell, load<i32>(space), 20);
}

/** The tree's effect on four places: Σ w b (y − y_j) and Σ w of the last `walk`. Each thread has its own globals. */
export let fx: v128 = f32x4.splat(0);
export let fy: v128 = f32x4.splat(0);
export let fz: v128 = f32x4.splat(0);
export let ws: v128 = f32x4.splat(0);

/**
 * Sums over the n points of the tree in `space`; a cell counts as one body if width < openness × distance from all four
 * places.
 */
export function walk<T>(space: usize, n: i32, x: v128, y: v128, z: v128, freedom: f32, openness: f32): void {
  const cells = sorted(space, n, 8), last = cells + <usize>load<i32>(space) * CELL;
  const xs = sorted(space, n, 0), ys = sorted(space, n, 1), zs = sorted(space, n, 2);
  const one = f32x4.splat(1), slope = f32x4.splat(<f32>1 / freedom), opening = f32x4.splat(openness * openness);
  let px = f32x4.splat(0), py = f32x4.splat(0), pz = f32x4.splat(0), sum = f32x4.splat(0);
  let cell = cells;
  while (cell < last) {
    const dx = f32x4.sub(x, v128.load_splat<f32>(cell)), dy = f32x4.sub(y, v128.load_splat<f32>(cell, 4));
    let dz = dx, d2 = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
    if (sizeof<T>() == 16) {
      dz = f32x4.sub(z, v128.load_splat<f32>(cell, 8));
      d2 = f32x4.add(d2, f32x4.mul(dz, dz));
    }
    const points = load<i32>(cell, 28);
    if (points > LEAF || v128.all_true<i32>(f32x4.lt(v128.load_splat<f32>(cell, 16), f32x4.mul(opening, d2)))) {
      const b = f32x4.div(one, f32x4.add(one, f32x4.mul(d2, slope)));
      const w = f32x4.mul(freedom == 1 ? b : power(b, freedom), v128.load_splat<f32>(cell, 12));
      sum = f32x4.add(sum, w);
      const push = f32x4.mul(w, b);
      px = f32x4.add(px, f32x4.mul(push, dx));
      py = f32x4.add(py, f32x4.mul(push, dy));
      if (sizeof<T>() == 16) pz = f32x4.add(pz, f32x4.mul(push, dz));
    } else if (points == 0) {
      cell += CELL;
      continue;
    } else {
      const start = <usize>load<i32>(cell, 24) << 2, end = start + (<usize>points << 2);
      for (let p = start; p < end; p += 4) {
        const ex = f32x4.sub(x, v128.load_splat<f32>(xs + p)), ey = f32x4.sub(y, v128.load_splat<f32>(ys + p));
        let ez = ex, e2 = f32x4.add(f32x4.mul(ex, ex), f32x4.mul(ey, ey));
        if (sizeof<T>() == 16) {
          ez = f32x4.sub(z, v128.load_splat<f32>(zs + p));
          e2 = f32x4.add(e2, f32x4.mul(ez, ez));
        }
        const b = f32x4.div(one, f32x4.add(one, f32x4.mul(e2, slope)));
        const w = freedom == 1 ? b : power(b, freedom);
        sum = f32x4.add(sum, w);
        const push = f32x4.mul(w, b);
        px = f32x4.add(px, f32x4.mul(push, ex));
        py = f32x4.add(py, f32x4.mul(push, ey));
        if (sizeof<T>() == 16) pz = f32x4.add(pz, f32x4.mul(push, ez));
      }
    }
    cell = cells + <usize>load<i32>(cell, 20) * CELL;
  }
  fx = px;
  fy = py;
  fz = pz;
  ws = sum;
}

/** As in exact.as.ts, with the tree in `space`. */
export function repelTree<T>(thread: i32, n: i32, freedom: f32, openness: f32, space: usize, forces: usize, sums: usize): void {
  const order = sorted(space, n, 3);
  const xs = sorted(space, n, 0), ys = sorted(space, n, 1), zs = sorted(space, n, 2);
  let sum: f64 = 0;
  for (;;) {
    const first = take(1, GROUPS * 4);
    if (first >= n) break;
    for (let group = first; group < min(first + GROUPS * 4, n); group += 4) {
      const place = <usize>group << 2;
      const x = v128.load(xs + place);
      walk<T>(space, n, x, v128.load(ys + place), sizeof<T>() == 16 ? v128.load(zs + place) : x, freedom, openness);
      // Each point meets itself once, with w = 1 and no force.
      for (let lane = 0; lane < min(4, n - group); lane++) {
        const to = forces + <usize>load<i32>(order + place + (<usize>lane << 2)) * sizeof<T>();
        sum += <f64>at(ws, lane) - 1;
        store<f32>(to, at(fx, lane));
        store<f32>(to, at(fy, lane), 4);
        if (sizeof<T>() == 16) store<f32>(to, at(fz, lane), 8);
      }
    }
  }
  store<f64>(sums + (<usize>thread << 3), sum);
}

/**
 * Radix sort by keys, eleven bits at a time, lowest first; the order moves along. Three passes end in the other half,
 * which is copied back.
 */
function sort(n: i32, space: usize): void {
  let keys = sorted(space, n, 4), order = sorted(space, n, 3), otherKeys = sorted(space, n, 5), otherOrder = sorted(space, n, 6);
  const counts = sorted(space, n, 8);
  for (let shift = 0; shift < 33; shift += 11) {
    memory.fill(counts, 0, 2048 * 4);
    for (let i: usize = 0; i < <usize>n << 2; i += 4) {
      const digit = counts + (((load<u32>(keys + i) >> shift) & 2047) << 2);
      store<i32>(digit, load<i32>(digit) + 1);
    }
    let start = 0;
    for (let digit = counts; digit < counts + 2048 * 4; digit += 4) {
      const count = load<i32>(digit);
      store<i32>(digit, start);
      start += count;
    }
    for (let i: usize = 0; i < <usize>n << 2; i += 4) {
      const key = load<u32>(keys + i);
      const digit = counts + (((key >> shift) & 2047) << 2);
      const to = <usize>load<i32>(digit) << 2;
      store<i32>(digit, load<i32>(digit) + 1);
      store<u32>(otherKeys + to, key);
      store<i32>(otherOrder + to, load<i32>(order + i));
    }
    const k = keys;
    keys = otherKeys;
    otherKeys = k;
    const o = order;
    order = otherOrder;
    otherOrder = o;
  }
  memory.copy(otherKeys, keys, <usize>n << 2);
  memory.copy(otherOrder, order, <usize>n << 2);
}

/** Bits of a 16-bit number, one place apart. */
@inline
function spread2(x: u32): u32 {
  x = (x | (x << 8)) & 0x00ff00ff;
  x = (x | (x << 4)) & 0x0f0f0f0f;
  x = (x | (x << 2)) & 0x33333333;
  return (x | (x << 1)) & 0x55555555;
}

/** Bits of a 10-bit number, two places apart. */
@inline
function spread3(x: u32): u32 {
  x = (x | (x << 16)) & 0x030000ff;
  x = (x | (x << 8)) & 0x0300f00f;
  x = (x | (x << 4)) & 0x030c30c3;
  return (x | (x << 2)) & 0x09249249;
}
