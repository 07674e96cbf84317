/**
 * Cover's function counting theorem: how many of the 2^N labelings of N points in general position one linear threshold
 * unit with K inputs can produce. Exact integers, and correctly rounded fractions. The compute process counts point
 * sets that are not in general position; `block.ts` gives whole blocks of fractions.
 *
 * Without a bias, general position means that every K of the points are linearly independent. A bias is an extra input
 * that is always 1: then no K + 1 of the points may lie on one hyperplane of their K-dimensional space.
 */
import { ArgumentError } from '../errors';

/** Larger numbers of points or inputs are refused; T(2000, 1000) has 602 decimal digits. */
export const LARGEST = 2000;

/**
 * T(N, K) = 2·Σ_{k<K} C(N−1, k) (Cover 1965, IEEE Trans. Electronic Computers EC-14, theorem 1), K + 1 in place of K
 * with a bias. Without inputs or a bias T is 0: the empty sum is 0, which is neither label. Throws ArgumentError unless
 * `points` is an integer from 1 to 2,000 and `inputs` one from 0 to 2,000.
 */
export function labelings(points: number, inputs: number, bias = false): bigint {
  const dimension = dimensionOf(points, inputs, bias);
  if (dimension >= points) return 2n ** BigInt(points);
  // Sums the shorter side: K weights miss as many labelings as N − K produce, since Pascal's row is symmetric.
  if (2 * dimension > points) return 2n ** BigInt(points) - sumOfBinomials(points, points - dimension);
  return sumOfBinomials(points, dimension);
}

/**
 * P = T / 2^N, the share of the labelings that can be produced, rounded once to the nearest float64. At 2^−1075 and
 * below (few inputs, more than a thousand points) it is 0; {@link log2Labelings} and {@link probabilityText} reach
 * further.
 */
export function probability(points: number, inputs: number, bias = false): number {
  return ratioToPowerOfTwo(labelings(points, inputs, bias), points);
}

/** log2 T, within 2 units in the last place; −∞ if T is 0. log2 P is this minus N. */
export function log2Labelings(points: number, inputs: number, bias = false): number {
  const count = labelings(points, inputs, bias);
  if (count === 0n) return -Infinity;
  const excess = Math.max(bitsOf(count) - 1000, 0);
  return excess + Math.log2(ratioToPowerOfTwo(count, excess));
}

/** P in decimals, correct in all digits shown however small it is: "0.5", "1", "1.742e-602". */
export function probabilityText(points: number, inputs: number, bias = false, digits = 4): string {
  const count = labelings(points, inputs, bias);
  const value = ratioToPowerOfTwo(count, points);
  if (value > 1e-300 || count === 0n) return String(Number(value.toPrecision(digits)));
  // T·10^e / 2^N, with e such that the integer part has at least three more digits than asked for.
  const exponent = Math.ceil((points - bitsOf(count) + 1) * Math.LOG10E * Math.LN2) + digits + 3;
  const scaled = (count * 10n ** BigInt(exponent)) >> BigInt(points);
  const [mantissa, power] = Number(scaled)
    .toExponential(digits - 1)
    .split('e') as [string, string];
  return `${Number(mantissa)}e${Number(power) - exponent}`;
}

/** The dimension of the weight space, once both numbers are checked. */
export function dimensionOf(points: number, inputs: number, bias: boolean): number {
  check('points', points, 1);
  check('inputs', inputs, 0);
  return inputs + (bias ? 1 : 0);
}

function check(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value <= LARGEST) return;
  const given = Number.isFinite(value) && Math.abs(value) < 1e21 ? value.toLocaleString('en-US') : String(value);
  throw new ArgumentError(
    `The number of ${name} must be a whole number from ${least} to ${LARGEST.toLocaleString('en-US')}, not ${given}.`,
  );
}

/** 2·Σ_{k<terms} C(points − 1, k). */
function sumOfBinomials(points: number, terms: number): bigint {
  let binomial = 1n;
  let sum = 0n;
  for (let k = 0; k < terms; k++) {
    sum += binomial;
    binomial = (binomial * BigInt(points - 1 - k)) / BigInt(k + 1);
  }
  return 2n * sum;
}

function bitsOf(count: bigint): number {
  return count.toString(2).length;
}

/** count / 2^power rounded to the nearest float64, ties to even; subnormal results are rounded once too. */
function ratioToPowerOfTwo(count: bigint, power: number): number {
  const dropped = Math.max(bitsOf(count) - 53, power - 1074);
  if (dropped <= 0) return Number(count) * 2 ** -power;
  const kept = count >> BigInt(dropped);
  const rest = count - (kept << BigInt(dropped));
  const half = 1n << BigInt(dropped - 1);
  const up = rest > half || (rest === half && kept % 2n === 1n);
  return Number(up ? kept + 1n : kept) * 2 ** (dropped - power);
}
