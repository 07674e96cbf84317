/** The value range of an array. */

/** Smallest and largest finite value; [0, 0] if there is none. */
export function rangeOf(...arrays: readonly ArrayLike<number>[]): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const values of arrays)
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return low <= high ? [low, high] : [0, 0];
}

/** Largest minus smallest finite value; 0 if there is none. */
export function spanOf(values: ArrayLike<number>): number {
  const [low, high] = rangeOf(values);
  return high - low;
}
