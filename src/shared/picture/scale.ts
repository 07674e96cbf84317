/** Value ranges of a view: symmetric limits for signed numbers, minimum and maximum for inputs, ticks. */

/** Which value gets the full colour: the largest |a|, or the one that 99.5 % of the places stay within. */
export type LimitRule = 'percentile' | 'maximum';

export const percentile = 0.995;

/** The symmetric limit of signed values, > 0 (1 if all are zero), and how many places exceed it. NaN is left out. */
export function symmetricLimit(values: Float32Array, rule: LimitRule): { limit: number; beyond: number } {
  const sizes = values.filter((value) => Number.isFinite(value)).map(Math.abs);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const limit = rule === 'percentile' ? nearestRank(sizes, percentile) || largest : largest;
  return { limit: limit || 1, beyond: sizes.filter((size) => size > limit).length };
}

/** The nearest-rank percentile: the smallest value that at least `fraction` of the values do not exceed. */
function nearestRank(values: Float32Array, fraction: number): number {
  return values.toSorted()[Math.ceil(fraction * values.length) - 1] ?? 0;
}

/** Round numbers within [low, high], about `count` of them, on a step of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
