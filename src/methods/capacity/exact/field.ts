/**
 * Arithmetic modulo a prime, for counting cells: only whether a minor of the points is zero matters there, and modulo a
 * prime larger than every minor it is zero exactly when it is zero over the rationals. Numbers never grow, and nothing
 * is rounded.
 */

/** A prime field; its elements are numbers or BigInts from 0 to the prime − 1. */
export interface Field<T> {
  readonly prime: bigint;
  readonly zero: T;
  readonly one: T;
  of(value: bigint): T;
  multiply(a: T, b: T): T;
  /** a − b·c. */
  subtractProduct(a: T, b: T, c: T): T;
  /** Inverse of a nonzero number. */
  inverse(a: T): T;
}

/** The largest primes below 2^26: products of two residues are below 2^52, which float64 holds exactly. */
const WORDS = [67108859, 67108837, 67108819];

/** Prime fields whose elements are plain numbers, the largest first. */
export const wordFields: readonly Field<number>[] = WORDS.map((prime) => {
  const inverseOfPrime = 1 / prime;
  /** For a number below 2^52: the quotient by multiplication is off by at most one. */
  const reduce = (product: number): number => {
    const rest = product - Math.floor(product * inverseOfPrime) * prime;
    return rest < 0 ? rest + prime : rest >= prime ? rest - prime : rest;
  };
  return {
    prime: BigInt(prime),
    zero: 0,
    one: 1,
    of: (value) => Number(modulo(value, BigInt(prime))),
    multiply: (a, b) => reduce(a * b),
    subtractProduct: (a, b, c) => {
      const difference = a - reduce(b * c);
      return difference < 0 ? difference + prime : difference;
    },
    inverse(a) {
      let [r, next, s, nextS] = [prime, a, 0, 1];
      while (next) {
        const quotient = Math.floor(r / next);
        [r, next, s, nextS] = [next, r - quotient * next, nextS, s - quotient * nextS];
      }
      return s < 0 ? s + prime : s;
    },
  };
});

/** 2^e − 1 is prime (Mersenne) for these, and reduces by adding the high bits to the low ones. */
const MERSENNE = [
  61, 89, 107, 127, 521, 607, 1279, 2203, 2281, 3217, 4253, 4423, 9689, 9941, 11213, 19937, 21701, 23209,
];

/** A prime field whose prime is above 2^bits; undefined beyond the largest in the list. */
export function fieldAbove(bits: number): Field<bigint> | undefined {
  const exponent = MERSENNE.find((candidate) => candidate > bits);
  if (exponent === undefined) return undefined;
  const shift = BigInt(exponent);
  const prime = (1n << shift) - 1n;
  const reduce = (product: bigint): bigint => {
    const folded = (product & prime) + (product >> shift);
    return folded >= prime ? folded - prime : folded;
  };
  return {
    prime,
    zero: 0n,
    one: 1n,
    of: (value) => modulo(value, prime),
    multiply: (a, b) => reduce(a * b),
    subtractProduct: (a, b, c) => {
      const difference = a - reduce(b * c);
      return difference < 0n ? difference + prime : difference;
    },
    inverse(a) {
      let [r, next, s, nextS] = [prime, a, 0n, 1n];
      while (next) {
        const quotient = r / next;
        [r, next, s, nextS] = [next, r - quotient * next, nextS, s - quotient * nextS];
      }
      return s < 0n ? s + prime : s;
    },
  };
}

function modulo(value: bigint, prime: bigint): bigint {
  const rest = value % prime;
  return rest < 0n ? rest + prime : rest;
}
