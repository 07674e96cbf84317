/**
 * Gordan's alternative in exact arithmetic: for integer vectors there is either a w with w·z > 0 for all of them, or a
 * combination of them, ≥ 0 and not all 0, that is zero. Solved by the simplex method in integers: entries of the
 * tableau are minors of the matrix over one common denominator, the last pivot (Edmonds 1967; Bareiss 1968), so that
 * every division is exact; Bland's rule (1977) guarantees that it ends.
 */

export type Alternative = { weights: bigint[] } | { combination: bigint[] };

/**
 * `vectors` share one length, at least one. `pause` is called at each pivot. The weights have the vectors' length; the
 * combination has one coefficient per vector.
 */
export async function alternative(
  vectors: readonly (readonly bigint[])[],
  pause: () => Promise<void>,
): Promise<Alternative> {
  const dimension = vectors[0]!.length;
  const [count, height] = [vectors.length, dimension + 1];
  // Σ c_i z_i = 0, Σ c_i = 1, c ≥ 0: one column per vector, one artificial variable per row, the right-hand side.
  const width = count + height + 1;
  const rows = Array.from({ length: height }, (_, k) => [
    ...vectors.map((vector) => (k < dimension ? vector[k]! : 1n)),
    ...Array.from({ length: height }, (_, j) => (j === k ? 1n : 0n)),
    k < dimension ? 0n : 1n,
  ]);
  // The sum of the artificial variables, expressed in the others.
  const costs = Array.from({ length: width }, (_, j) =>
    j >= count && j < width - 1 ? 0n : -rows.reduce((sum, row) => sum + row[j]!, 0n),
  );
  const basis = Array.from({ length: height }, (_, k) => count + k);
  let denominator = 1n;
  for (;;) {
    const entering = costs.findIndex((cost, j) => j < count && cost < 0n);
    if (entering < 0) break;
    const leaving = leavingRow(rows, basis, entering, width - 1);
    const pivot = rows[leaving]![entering]!;
    for (const row of [...rows, costs]) {
      if (row !== rows[leaving]) eliminate(row, rows[leaving]!, entering, pivot, denominator);
    }
    denominator = pivot;
    basis[leaving] = entering;
    await pause();
  }
  if (costs[width - 1] === 0n) {
    const combination = new Array<bigint>(count).fill(0n);
    basis.forEach((column, k) => {
      if (column < count) combination[column] = rows[k]![width - 1]!;
    });
    return { combination };
  }
  // Dual prices of the rows: 1 − the reduced cost of each row's artificial variable. Negated, those of the points are
  // the plane.
  return { weights: Array.from({ length: dimension }, (_, k) => costs[count + k]! - denominator) };
}

/**
 * The row with the smallest ratio of right-hand side to entry among positive entries; ties go to the lowest variable.
 */
function leavingRow(rows: readonly bigint[][], basis: readonly number[], entering: number, last: number): number {
  let best = -1;
  rows.forEach((row, k) => {
    if (row[entering]! <= 0n) return;
    if (best < 0) {
      best = k;
      return;
    }
    const difference = row[last]! * rows[best]![entering]! - rows[best]![last]! * row[entering]!;
    if (difference < 0n || (difference === 0n && basis[k]! < basis[best]!)) best = k;
  });
  return best;
}

function eliminate(
  row: bigint[],
  pivotRow: readonly bigint[],
  column: number,
  pivot: bigint,
  denominator: bigint,
): void {
  const factor = row[column]!;
  for (let j = 0; j < row.length; j++) {
    const scaled = factor === 0n ? row[j]! * pivot : row[j]! * pivot - factor * pivotRow[j]!;
    row[j] = scaled / denominator;
  }
}
