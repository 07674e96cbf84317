/** Tall matrices times narrow ones, for principal components: rows [n, d] and a basis of l columns, l a multiple of four. */
import { take } from './threads.as';

/** Rows after which float32 sums are added to float64 ones. */
const CHUNK: i32 = 128;

/**
 * products [n, l] = rows · basis [d, l], and per thread into `correlations` [d, l], float64: rowsᵀ · products. `scratch` holds d × l
 * numbers per thread.
 */
export function project(
  thread: i32,
  _threads: i32,
  rows: usize,
  n: i32,
  d: i32,
  basis: usize,
  l: i32,
  scratch: usize,
  products: usize,
  correlations: usize,
): void {
  const size = <usize>d * l;
  const width = (<usize>l) << 2;
  const sums = scratch + ((<usize>thread * size) << 2);
  const totals = correlations + ((<usize>thread * size) << 3);
  memory.fill(totals, 0, size << 3);
  for (;;) {
    const first = take(0, CHUNK);
    if (first >= n) return;
    memory.fill(sums, 0, size << 2);
    for (let i = first; i < min(first + CHUNK, n); i++) {
      const row = rows + ((<usize>i * d) << 2);
      const product = products + <usize>i * width;
      for (let c: usize = 0; c < width; c += 16) {
        let sum = f32x4.splat(0);
        let b = basis + c;
        for (let t: usize = 0; t < (<usize>d) << 2; t += 4) {
          sum = f32x4.add(sum, f32x4.mul(v128.load_splat<f32>(row + t), v128.load(b)));
          b += width;
        }
        v128.store(product + c, sum);
        let s = sums + c;
        for (let t: usize = 0; t < (<usize>d) << 2; t += 4) {
          v128.store(s, f32x4.add(v128.load(s), f32x4.mul(v128.load_splat<f32>(row + t), sum)));
          s += width;
        }
      }
    }
    for (let e: usize = 0; e < size; e++) {
      store<f64>(totals + (e << 3), load<f64>(totals + (e << 3)) + <f64>load<f32>(sums + (e << 2)));
    }
  }
}
