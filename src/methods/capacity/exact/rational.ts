/** Rational numbers as pairs of integers: written as text, and found near a float64 with a small denominator. */
import { bitLength, dyadic, greatestCommonDivisor } from './integers';

/** In lowest terms, the denominator above 0. */
export interface Rational {
  numerator: bigint;
  denominator: bigint;
}

/** "p/q", or "p" for integers. */
export function showRational({ numerator, denominator }: Rational): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}

/** As float64, within 2 units in the last place, however long the two integers are. */
export function toNumber({ numerator, denominator }: Rational): number {
  const [above, below] = [dropped(numerator), dropped(denominator)];
  const ratio = Number(numerator >> BigInt(above)) / Number(denominator >> BigInt(below));
  // In two steps, since a power of two may leave float64's range where the product does not.
  const half = Math.trunc((above - below) / 2);
  return ratio * 2 ** half * 2 ** (above - below - half);
}

/** Bits beyond the first 64. */
function dropped(value: bigint): number {
  return Math.max(bitLength(value) - 64, 0);
}

/** The float64 itself. */
export function toRational(value: number): Rational {
  const { mantissa, exponent } = dyadic(value);
  return exponent >= 0
    ? { numerator: mantissa << BigInt(exponent), denominator: 1n }
    : { numerator: mantissa, denominator: 1n << BigInt(-exponent) };
}

/** The last convergent of the value's continued fraction whose denominator is at most `largest`. */
export function nearby(value: number, largest: bigint): Rational {
  let { numerator: rest, denominator: divisor } = toRational(value);
  let [p, q, beforeP, beforeQ] = [1n, 0n, 0n, 1n];
  while (divisor !== 0n) {
    const term = floorDivide(rest, divisor);
    if (term * q + beforeQ > largest) break;
    [p, q, beforeP, beforeQ] = [term * p + beforeP, term * q + beforeQ, p, q];
    [rest, divisor] = [divisor, rest - term * divisor];
  }
  return { numerator: p, denominator: q };
}

/** The numerators of the numbers over their least common denominator. */
export function overCommonDenominator(values: readonly Rational[]): bigint[] {
  const common = values.reduce((m, { denominator: d }) => (m / greatestCommonDivisor(m, d)) * d, 1n);
  return values.map(({ numerator, denominator }) => numerator * (common / denominator));
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
