/** Confidence interval of a measured rate. */

/** The 97.5 % point of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The 95 % interval of a probability, given successes in independent trials (Wilson 1927, JASA 22, without continuity
 * correction).
 */
export function wilsonInterval(successes: number, trials: number): { low: number; high: number } {
  const rate = successes / trials;
  const shrink = Z ** 2 / trials;
  const center = (rate + shrink / 2) / (1 + shrink);
  const half = (Z * Math.sqrt((rate * (1 - rate)) / trials + shrink / (4 * trials))) / (1 + shrink);
  // The bounds are exactly 0 or 1 if nothing or everything succeeded; rounding must not exclude them.
  return { low: successes === 0 ? 0 : center - half, high: successes === trials ? 1 : center + half };
}
