/**
 * One linear unit in numbers: its inputs and what it can store. Used for layers of models and for layers that are being typed; how
 * many labelings of any number of points it can produce is `capacity/cover.ts`' business.
 */

export interface LinearUnit {
  /** K, without the bias. */
  fanIn: number;
  bias: boolean;
}

/**
 * How many points in general position a unit can store: the number of which it can produce half of all labelings, 2K, or 2(K + 1)
 * with a bias, which is one input more (Cover 1965, IEEE Trans. Electronic Computers EC-14).
 */
export function capacityOf({ fanIn, bias }: LinearUnit): number {
  return 2 * (fanIn + (bias ? 1 : 0));
}

/**
 * How many of a transposed convolution's `size` weights along one axis reach the same place of its output, at most: weights whose
 * distance is a multiple of stride / gcd(stride, dilation).
 */
export function tapsPerPlace(size: number, stride: number, dilation: number): number {
  let [gcd, rest] = [stride, dilation];
  while (rest > 0) [gcd, rest] = [rest, gcd % rest];
  return Math.ceil((size * gcd) / stride);
}
