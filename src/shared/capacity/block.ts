/**
 * Cover's fractions P(N, K) for many N and K at once, fast enough to colour a table while it scrolls: 2,000 rows of
 * 2,000 take tens of milliseconds. Accurate to 12 digits; `probability` in `cover.ts` gives a single value, exactly
 * rounded.
 */
import { dimensionOf } from './cover';

/**
 * P(N, K) for fromN ≤ N < toN and fromK ≤ K < toK, N by N: the value for N, K is at (N − fromN)·(toK − fromK) + K −
 * fromK. Bounds and errors as for `labelings`.
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
 * P(N, 0), P(N, 1), …, P(N, ⌊N/2⌋): the distribution function of N − 1 tosses of a fair coin, summed from its smallest
 * term. Terms are computed from the largest down, so that only those below float64's range become 0 and the others keep
 * their digits.
 */
function lowerHalf(points: number): Float64Array {
  const tosses = points - 1;
  const middle = Math.floor(tosses / 2);
  let term = tosses % 2 === 0 ? 1 : 0.5;
  // C(2m, m) / 4^m = Π (2i − 1) / 2i, and C(2m + 1, m) / 2^(2m+1) is (2m + 1) / (2m + 2) times that.
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
