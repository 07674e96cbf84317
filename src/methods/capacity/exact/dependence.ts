/**
 * The linear dependence of integer vectors, exactly: Gauss–Jordan elimination in integers, where every number is a
 * minor over the last pivot, so that each division is exact (Bareiss 1968, Mathematics of Computation 22).
 */

/**
 * Coefficients with Σ c_i z_i = 0 if exactly one such combination exists up to a factor; else undefined. `pause` is
 * called at each pivot.
 */
export async function dependence(
  vectors: readonly (readonly bigint[])[],
  pause: () => Promise<void>,
): Promise<bigint[] | undefined> {
  const dimension = vectors[0]!.length;
  const rows = Array.from({ length: dimension }, (_, k) => vectors.map((vector) => vector[k]!));
  const pivots: number[] = [];
  let denominator = 1n;
  for (let column = 0; column < vectors.length && pivots.length < dimension; column++) {
    const rank = pivots.length;
    const found = rows.findIndex((row, k) => k >= rank && row[column] !== 0n);
    if (found < 0) continue;
    [rows[rank], rows[found]] = [rows[found]!, rows[rank]!];
    const pivotRow = rows[rank];
    const pivot = pivotRow[column]!;
    for (const row of rows) {
      if (row === pivotRow) continue;
      const factor = row[column]!;
      // The rest of the column is 0 except for the pivots, which all become the common denominator.
      for (let j = 0; j < row.length; j++) row[j] = (row[j]! * pivot - factor * pivotRow[j]!) / denominator;
    }
    denominator = pivot;
    pivots.push(column);
    await pause();
  }
  if (pivots.length !== vectors.length - 1) return undefined;
  const free = vectors.findIndex((_, j) => !pivots.includes(j));
  const coefficients = new Array<bigint>(vectors.length);
  coefficients[free] = denominator;
  pivots.forEach((column, k) => {
    coefficients[column] = -rows[k]![free]!;
  });
  return coefficients;
}
