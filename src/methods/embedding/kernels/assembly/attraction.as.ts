/**
 * Along the edges of the neighbourhood graph: the attraction of neighbours, and their part of the divergence. Rows of
 * the graph hold multiples of four edges, padded with edges of weight 0 to the point itself. Positions are pairs, or in
 * 3-D maps quadruples whose last number is 0.
 */
import { take } from './threads.as';

const CHUNK: i32 = 128;

/** Σ p b (y_i − y_j) of each point. T has the size of a point: u64 for pairs, v128 for quadruples. */
export function attract<T>(n: i32, positions: usize, offsets: usize, neighbours: usize, weights: usize, freedom: f32, forces: usize): void {
  if (sizeof<T>() == 8) attractPairs(n, positions, offsets, neighbours, weights, freedom, forces);
  else attractQuadruples(n, positions, offsets, neighbours, weights, freedom, forces);
}

function attractPairs(n: i32, positions: usize, offsets: usize, neighbours: usize, weights: usize, freedom: f32, forces: usize): void {
  const one = f32x4.splat(1), slope = f32x4.splat(<f32>1 / freedom);
  for (;;) {
    const first = take(0, CHUNK);
    if (first >= n) return;
    for (let i = first; i < min(first + CHUNK, n); i++) {
      const place = positions + (<usize>i << 3);
      const x = v128.load_splat<f32>(place), y = v128.load_splat<f32>(place, 4);
      let fx = f32x4.splat(0), fy = f32x4.splat(0);
      const end = <usize>load<i32>(offsets + (<usize>i << 2), 4) << 2;
      for (let e = <usize>load<i32>(offsets + (<usize>i << 2)) << 2; e < end; e += 16) {
        const j = neighbours + e;
        const a = v128.load_lane<u64>(positions + (<usize>load<i32>(j, 4) << 3), v128.load_zero<u64>(positions + (<usize>load<i32>(j) << 3)), 1);
        const b = v128.load_lane<u64>(positions + (<usize>load<i32>(j, 12) << 3), v128.load_zero<u64>(positions + (<usize>load<i32>(j, 8) << 3)), 1);
        const dx = f32x4.sub(x, v128.shuffle<f32>(a, b, 0, 2, 4, 6));
        const dy = f32x4.sub(y, v128.shuffle<f32>(a, b, 1, 3, 5, 7));
        const d2 = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
        const pull = f32x4.div(v128.load(weights + e), f32x4.add(one, f32x4.mul(d2, slope)));
        fx = f32x4.add(fx, f32x4.mul(pull, dx));
        fy = f32x4.add(fy, f32x4.mul(pull, dy));
      }
      const to = forces + (<usize>i << 3);
      store<f32>(to, total(fx));
      store<f32>(to, total(fy), 4);
    }
  }
}

function attractQuadruples(n: i32, positions: usize, offsets: usize, neighbours: usize, weights: usize, freedom: f32, forces: usize): void {
  const slope: f32 = <f32>1 / freedom;
  for (;;) {
    const first = take(0, CHUNK);
    if (first >= n) return;
    for (let i = first; i < min(first + CHUNK, n); i++) {
      const here = v128.load(positions + (<usize>i << 4));
      let force = f32x4.splat(0);
      const end = <usize>load<i32>(offsets + (<usize>i << 2), 4) << 2;
      for (let e = <usize>load<i32>(offsets + (<usize>i << 2)) << 2; e < end; e += 4) {
        const difference = f32x4.sub(here, v128.load(positions + (<usize>load<i32>(neighbours + e) << 4)));
        const pull = load<f32>(weights + e) / (<f32>1 + slope * total(f32x4.mul(difference, difference)));
        force = f32x4.add(force, f32x4.mul(f32x4.splat(pull), difference));
      }
      v128.store(forces + (<usize>i << 4), force);
    }
  }
}

/** Per thread, Σ p ln(1 / w(d)): the divergence minus the entropy term of P and ln Z. */
export function stretch<T>(thread: i32, n: i32, positions: usize, offsets: usize, neighbours: usize, weights: usize, freedom: f32, sums: usize): void {
  let sum: f64 = 0;
  for (;;) {
    const first = take(0, CHUNK);
    if (first >= n) break;
    for (let i = first; i < min(first + CHUNK, n); i++) {
      const here = positions + <usize>i * sizeof<T>();
      const end = <usize>load<i32>(offsets + (<usize>i << 2), 4) << 2;
      for (let e = <usize>load<i32>(offsets + (<usize>i << 2)) << 2; e < end; e += 4) {
        const there = positions + <usize>load<i32>(neighbours + e) * sizeof<T>();
        let d2: f32 = 0;
        for (let axis: usize = 0; axis < sizeof<T>(); axis += 4) {
          const difference = load<f32>(here + axis) - load<f32>(there + axis);
          d2 += difference * difference;
        }
        sum += <f64>load<f32>(weights + e) * Math.log(1 + <f64>(d2 / freedom));
      }
    }
  }
  store<f64>(sums + (<usize>thread << 3), sum * freedom);
}

@inline
export function total(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}
