/**
 * Perplexity: for each row of squared distances the precision β of p_j ∝ exp(−β d_j²) whose entropy is ln(perplexity), by bisection.
 */
import { take } from './threads.as';

const CHUNK: i32 = 256;
/** Tolerance of the entropy, in nats. */
const TOLERANCE: f64 = 1e-6;
const STEPS: i32 = 100;

/** Adds to `values` [n, k] the row's probabilities times `weight`. */
export function calibrate(
  _thread: i32,
  _threads: i32,
  squared: usize,
  n: i32,
  k: i32,
  perplexity: f64,
  weight: f64,
  scratch: usize,
  values: usize,
): void {
  const wanted = Math.log(perplexity);
  const powers = scratch + ((<usize>_thread * k) << 3);
  for (;;) {
    const first = take(0, CHUNK);
    if (first >= n) return;
    for (let row = first; row < min(first + CHUNK, n); row++) {
      const distances = squared + ((<usize>row * k) << 2);
      const nearest = <f64>load<f32>(distances);
      let mean: f64 = 0;
      for (let j: usize = 0; j < <usize>k; j++) mean += <f64>load<f32>(distances + (j << 2)) - nearest;
      mean /= k;
      // If all are equally far, no precision changes anything.
      let beta = mean > 0 ? 1 / mean : 1;
      let low: f64 = 0,
        high: f64 = Infinity,
        sum: f64 = 0;
      for (let step = 0; step < STEPS; step++) {
        let moment: f64 = 0,
          second: f64 = 0;
        sum = 0;
        for (let j: usize = 0; j < <usize>k; j++) {
          const distance = <f64>load<f32>(distances + (j << 2)) - nearest;
          const power = Math.exp(-beta * distance);
          store<f64>(powers + (j << 3), power);
          sum += power;
          moment += distance * power;
          second += distance * distance * power;
        }
        moment /= sum;
        const entropy = Math.log(sum) + beta * moment;
        const excess = entropy - wanted;
        if (abs(excess) < TOLERANCE || mean == 0) break;
        if (excess > 0) low = beta;
        else high = beta;
        // Newton's step, −dH/dβ = β Var(d²); if it leaves the bracket, the middle.
        const newton = beta + excess / (beta * (second / sum - moment * moment));
        if (newton > low && newton < high) beta = newton;
        else beta = high == Infinity ? beta * 2 : (low + high) / 2;
      }
      const share = weight / sum;
      const to = values + ((<usize>row * k) << 2);
      for (let j: usize = 0; j < <usize>k; j++) {
        store<f32>(to + (j << 2), load<f32>(to + (j << 2)) + <f32>(share * load<f64>(powers + (j << 3))));
      }
    }
  }
}
