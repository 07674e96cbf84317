/**
 * One linear unit in numbers: its inputs and its capacity, for layers of models and for layers being typed.
 * `capacity/cover.ts` counts the labelings it can produce.
 */

export interface LinearUnit {
  /** K, not counting the bias. */
  fanIn: number;
  bias: boolean;
}

/**
 * How many points in general position a unit can store: the number for which it can produce half of all labelings, 2K,
 * or 2(K + 1) with a bias, which is an extra input (Cover 1965, IEEE Trans. Electronic Computers EC-14).
 */
export function capacityOf({ fanIn, bias }: LinearUnit): number {
  return 2 * (fanIn + (bias ? 1 : 0));
}

/**
 * How many of a transposed convolution's `size` weights along one axis reach the same output place, at most: weights
 * whose distance is a multiple of stride / gcd(stride, dilation).
 */
export function tapsPerPlace(size: number, stride: number, dilation: number): number {
  let [gcd, rest] = [stride, dilation];
  while (rest > 0) [gcd, rest] = [rest, gcd % rest];
  return Math.ceil((size * gcd) / stride);
}
