/**
 * Cover's fractions P(N, K) for many N and K at once, fast enough for the colours of a table that is being scrolled: 2,000 rows of 2,000
 * take tens of milliseconds. Accurate to 12 digits; a single value, exactly rounded, is `probability` of `cover.ts`.
 */
import { dimensionOf } from './cover';

/**
 * P(N, K) for fromN ≤ N < toN and fromK ≤ K < toK, N by N: the value of N, K is at (N − fromN)·(toK − fromK) + K − fromK. The same
 * bounds and errors as `labelings`.
 */
export function probabilities(fromN: number, toN: number, fromK: number, toK: number, bias = false): Float64Array {
  const [rows, columns] = [Math.max(toN - fromN, 0), Math.max(toK - fromK, 0)];
  if (rows * columns === 0) return new Float64Array();
  const first = dimensionOf(fromN, fromK, bias);
  dimensionOf(toN - 1, toK - 1, bias);
  const block = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const points = fromN + row;
    const below = lowerHalf(points);
    for (let column = 0; column < columns; column++) {
      const dimension = first + column;
      block[row * columns + column] =
        dimension >= points ? 1 : 2 * dimension <= points ? below[dimension]! : 1 - below[points - dimension]!;
    }
  }
  return block;
}

/**
 * P(N, 0), P(N, 1), …, P(N, ⌊N/2⌋): the distribution function of N − 1 tosses of a fair coin, summed from its smallest term. The terms
 * come from the largest downwards, so that they fade to 0 where float64 ends and the others keep their digits.
 */
function lowerHalf(points: number): Float64Array {
  const tosses = points - 1;
  const middle = Math.floor(tosses / 2);
  let term = tosses % 2 === 0 ? 1 : 0.5;
  // C(2m, m) / 4^m = Π (2i − 1) / 2i, and C(2m + 1, m) / 2^(2m+1) is (2m + 1) / (2m + 2) of it.
  for (let i = 1; i <= middle; i++) term *= (2 * i - 1) / (2 * i);
  if (tosses % 2 === 1) term = 2 * term * ((2 * middle + 1) / (2 * middle + 2));
  const sums = new Float64Array(Math.floor(points / 2) + 1);
  const terms = new Float64Array(middle + 1);
  for (let k = middle; k >= 0; k--) {
    terms[k] = term;
    term *= k / (tosses - k + 1);
  }
  for (let k = 1; k < sums.length; k++) sums[k] = sums[k - 1]! + terms[k - 1]!;
  return sums;
}
