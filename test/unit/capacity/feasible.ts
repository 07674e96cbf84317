/**
 * Whether some w has z · w > 0 for all integer vectors z: by Fourier's and Motzkin's elimination of one coordinate after the other, which
 * shares nothing with how the product finds out. And what goes with it: all labelings tried one by one, random sets of points.
 */
import type { Label } from '../../../src/shared/capacity/requests';
import type { Random } from '../../../src/shared/random';

export function isFeasible(vectors: readonly (readonly bigint[])[]): boolean {
  if (vectors.length === 0) return true;
  if (vectors[0]!.length === 0) return false;
  const lastOf = (vector: readonly bigint[]): bigint => vector[vector.length - 1]!;
  const rest = vectors.filter((vector) => lastOf(vector) === 0n).map((vector) => vector.slice(0, -1));
  const above = vectors.filter((vector) => lastOf(vector) > 0n);
  const below = vectors.filter((vector) => lastOf(vector) < 0n);
  for (const a of above)
    for (const b of below) rest.push(a.slice(0, -1).map((value, k) => value * -lastOf(b) + b[k]! * lastOf(a)));
  return isFeasible([...new Map(rest.map((vector) => [direction(vector).join(), direction(vector)])).values()]);
}

/** How many labelings of integer points have weights. */
export function countByTrial(points: readonly (readonly number[])[], bias: boolean): number {
  const vectors = points.map((point) => [...point.map(BigInt), ...(bias ? [1n] : [])]);
  let count = 0;
  for (let labeling = 0; labeling < 2 ** points.length; labeling++) {
    const signed = vectors.map((vector, i) => ((labeling >> i) & 1 ? vector : vector.map((value) => -value)));
    if (isFeasible(signed)) count++;
  }
  return count;
}

/** Whole numbers from −range to range: with a small range many points are dependent, repeated or zero. */
export function randomPoints({ uniform }: Random, count: number, inputs: number, range: number): number[][] {
  return Array.from({ length: count }, () =>
    Array.from({ length: inputs }, () => Math.floor(uniform() * (2 * range + 1)) - range),
  );
}

export function randomLabels({ uniform }: Random, count: number): Label[] {
  return Array.from({ length: count }, () => (uniform() < 0.5 ? -1 : 1));
}

function direction(vector: readonly bigint[]): bigint[] {
  let divisor = 0n;
  for (const value of vector) {
    let [a, b] = [divisor, value < 0n ? -value : value];
    while (b) [a, b] = [b, a % b];
    divisor = a;
  }
  return divisor ? vector.map((value) => value / divisor) : [...vector];
}
