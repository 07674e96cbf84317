/** Float64 numbers as integers times powers of two, so that geometry on them can be exact. */

/** value = mantissa · 2^exponent, with an odd mantissa; 0 is 0 · 2^0. `value` is finite. */
export function dyadic(value: number): { mantissa: bigint; exponent: number } {
  if (value === 0) return { mantissa: 0n, exponent: 0 };
  let exponent = 0;
  let whole = value;
  // Below 2^53 the fraction is shifted out, at most 52 bits at a time so that no step overflows; above, there is none.
  while (!Number.isInteger(whole)) {
    const shift = Math.max(1, Math.min(52, 52 - Math.floor(Math.log2(Math.abs(whole)))));
    whole *= 2 ** shift;
    exponent -= shift;
  }
  for (; whole % 2 === 0; exponent++) whole /= 2;
  return { mantissa: BigInt(whole), exponent };
}

/** The numbers divided by one power of two, 2^exponent ≤ 1, so small that all become integers. */
export function commonIntegers(values: readonly (readonly number[])[]): { integers: bigint[][]; exponent: number } {
  const split = values.map((row) => row.map(dyadic));
  const exponent = split.flat().reduce((least, one) => Math.min(least, one.exponent), 0);
  return {
    integers: split.map((row) => row.map((one) => one.mantissa << BigInt(one.exponent - exponent))),
    exponent,
  };
}

/** The row divided by the greatest common divisor of its numbers: the shortest integer vector in its direction. */
export function primitive(row: readonly bigint[]): bigint[] {
  let divisor = 0n;
  for (const value of row) {
    divisor = greatestCommonDivisor(divisor, value);
    if (divisor === 1n) return [...row];
  }
  return divisor === 0n ? [...row] : row.map((value) => value / divisor);
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  [a, b] = [absolute(a), absolute(b)];
  while (b) [a, b] = [b, a % b];
  return a;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Binary digits of the absolute value; 1 for 0. */
export function bitLength(value: bigint): number {
  return absolute(value).toString(2).length;
}

export function dot(a: readonly bigint[], b: readonly bigint[]): bigint {
  let sum = 0n;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
