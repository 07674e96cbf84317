/** One step of gradient descent with momentum and gains of each coordinate (Jacobs 1988, as in van der Maaten & Hinton 2008). */

const SMALLEST_GAIN: f32 = 0.01;

/**
 * gradient = exaggeration × attraction − repulsion / Z, with Z the sum of `sums`; the paper's factor 4 is in the learning rate. A point
 * moves at most `longest` in a step. Arrays hold n points of `width` (2 or 4) numbers.
 */
export function move(
  thread: i32,
  threads: i32,
  n: i32,
  width: i32,
  positions: usize,
  updates: usize,
  gains: usize,
  attraction: usize,
  repulsion: usize,
  sums: usize,
  exaggeration: f32,
  rate: f32,
  momentum: f32,
  longest: f32,
): void {
  let z: f64 = 0;
  for (let i = 0; i < threads; i++) z += load<f64>(sums + ((<usize>i) << 3));
  const scale: f32 = z > 0 ? <f32>(1 / z) : 0;
  const share = (n + threads - 1) / threads;
  const first = thread * share;
  for (let i = first; i < min(first + share, n); i++) {
    const start = (<usize>i * width) << 2;
    const end = start + ((<usize>width) << 2);
    let length: f32 = 0;
    for (let a = start; a < end; a += 4) {
      const gradient = exaggeration * load<f32>(attraction + a) - scale * load<f32>(repulsion + a);
      let update = load<f32>(updates + a);
      let gain = load<f32>(gains + a);
      gain = max(update * gradient > 0 ? gain * 0.8 : gain + 0.2, SMALLEST_GAIN);
      update = momentum * update - rate * gain * gradient;
      store<f32>(gains + a, gain);
      store<f32>(updates + a, update);
      length += update * update;
    }
    const cut: f32 = length > longest * longest ? longest / sqrt(length) : 1;
    for (let a = start; a < end; a += 4) {
      const update = load<f32>(updates + a) * cut;
      store<f32>(updates + a, update);
      store<f32>(positions + a, load<f32>(positions + a) + update);
    }
  }
}
