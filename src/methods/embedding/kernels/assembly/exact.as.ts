/**
 * Repulsion over all pairs: for each point Σ w b (y_i − y_j) with b = 1 / (1 + d²/α) and w = b^α (Kobak et al. 2019; α
 * = 1 is Student's t), and per thread Z = Σ w over all pairs of distinct points. Four points at a time against all
 * others.
 */
import { power } from './powers.as';
import { take } from './threads.as';

/** T has the size of a point: u64 for pairs, v128 for quadruples. `forces` 0 computes only the sums. */
export function repelExact<T>(thread: i32, n: i32, positions: usize, freedom: f32, forces: usize, sums: usize): void {
  const stride: usize = sizeof<T>();
  const one = f32x4.splat(1), slope = f32x4.splat(<f32>1 / freedom);
  let sum: f64 = 0;
  for (;;) {
    const first = take(1, 4);
    if (first >= n) break;
    const p0 = positions + <usize>first * stride;
    const p1 = positions + <usize>min(first + 1, n - 1) * stride;
    const p2 = positions + <usize>min(first + 2, n - 1) * stride;
    const p3 = positions + <usize>min(first + 3, n - 1) * stride;
    const x = f32x4(load<f32>(p0), load<f32>(p1), load<f32>(p2), load<f32>(p3));
    const y = f32x4(load<f32>(p0, 4), load<f32>(p1, 4), load<f32>(p2, 4), load<f32>(p3, 4));
    let z = f32x4.splat(0);
    if (sizeof<T>() == 16) z = f32x4(load<f32>(p0, 8), load<f32>(p1, 8), load<f32>(p2, 8), load<f32>(p3, 8));
    let fx = f32x4.splat(0), fy = f32x4.splat(0), fz = f32x4.splat(0), ws = f32x4.splat(0);
    const end = positions + <usize>n * stride;
    for (let p = positions; p < end; p += stride) {
      const dx = f32x4.sub(x, v128.load_splat<f32>(p));
      const dy = f32x4.sub(y, v128.load_splat<f32>(p, 4));
      let d2 = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
      let dz = d2;
      if (sizeof<T>() == 16) {
        dz = f32x4.sub(z, v128.load_splat<f32>(p, 8));
        d2 = f32x4.add(d2, f32x4.mul(dz, dz));
      }
      const b = f32x4.div(one, f32x4.add(one, f32x4.mul(d2, slope)));
      const w = freedom == 1 ? b : power(b, freedom);
      ws = f32x4.add(ws, w);
      const push = f32x4.mul(w, b);
      fx = f32x4.add(fx, f32x4.mul(push, dx));
      fy = f32x4.add(fy, f32x4.mul(push, dy));
      if (sizeof<T>() == 16) fz = f32x4.add(fz, f32x4.mul(push, dz));
    }
    // Each point meets itself once, with w = 1 and no force.
    for (let lane = 0; lane < min(4, n - first); lane++) {
      const to = forces + <usize>(first + lane) * stride;
      sum += <f64>at(ws, lane) - 1;
      if (!forces) continue;
      store<f32>(to, at(fx, lane));
      store<f32>(to, at(fy, lane), 4);
      if (sizeof<T>() == 16) store<f32>(to, at(fz, lane), 8);
    }
  }
  store<f64>(sums + (<usize>thread << 3), sum);
}

@inline
export function at(vector: v128, lane: i32): f32 {
  if (lane < 2) return lane == 0 ? f32x4.extract_lane(vector, 0) : f32x4.extract_lane(vector, 1);
  return lane == 2 ? f32x4.extract_lane(vector, 2) : f32x4.extract_lane(vector, 3);
}
