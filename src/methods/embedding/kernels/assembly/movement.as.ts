/**
 * One step of gradient descent with momentum and a gain per coordinate (Jacobs 1988, as in van der Maaten & Hinton
 * 2008).
 */
import { Layout } from './map.as';

const SMALLEST_GAIN: f32 = 0.01;

/**
 * gradient = exaggeration × attraction − repulsion / Z, with Z the sum of `sums`; the paper's factor 4 is in the
 * learning rate. A point moves at most `longest` per step; a fixed one never moves.
 */
export function move(thread: i32, threads: i32, map: Layout): void {
  const n = map.n, exaggeration = map.exaggeration, longest = map.longest;
  const stride: usize = map.dimensions < 3 ? 8 : 16;
  let z: f64 = 0;
  for (let i: usize = 0; i < <usize>threads; i++) z += load<f64>(map.sums + (i << 3));
  const scale: f32 = z > 0 ? <f32>(1 / z) : 0;
  const share = (n + threads - 1) / threads;
  const first = thread * share;
  for (let i = <usize>first; i < <usize>min(first + share, n); i++) {
    if (load<i32>(map.fixed + (i << 2))) continue;
    const start = i * stride, end = start + stride;
    let length: f32 = 0;
    for (let a = start; a < end; a += 4) {
      const gradient = exaggeration * load<f32>(map.attraction + a) - scale * load<f32>(map.repulsion + a);
      const update = moved(map.updates + a, map.gains + a, gradient, map.momentum, map.rate);
      length += update * update;
    }
    const cut: f32 = length > longest * longest ? longest / sqrt(length) : 1;
    for (let a = start; a < end; a += 4) {
      const update = load<f32>(map.updates + a) * cut;
      store<f32>(map.updates + a, update);
      store<f32>(map.positions + a, load<f32>(map.positions + a) + update);
    }
  }
}

/** Stores and returns the next update of a coordinate, and stores its gain. */
@inline
export function moved(updates: usize, gains: usize, gradient: f32, momentum: f32, rate: f32): f32 {
  let update = load<f32>(updates), gain = load<f32>(gains);
  gain = max(update * gradient > 0 ? gain * <f32>0.8 : gain + <f32>0.2, SMALLEST_GAIN);
  update = momentum * update - rate * gain * gradient;
  store<f32>(gains, gain);
  store<f32>(updates, update);
  return update;
}
