/**
 * Vectors over a field in coordinates of some of themselves: a basis, whose members become unit vectors and need no
 * storage, and the coordinates of the others in it. Matroid theory calls this the standard representation [I | A].
 */
import type { Field } from './field';

export interface StandardForm<T> {
  /** Dimension of the span, and size of the basis. */
  rank: number;
  /** The other vectors, `rank` coordinates each. */
  others: T[][];
}

/** Gauss–Jordan elimination; the basis consists of the first independent vectors. `pause` is called now and then. */
export async function standardForm<T>(
  vectors: readonly (readonly bigint[])[],
  field: Field<T>,
  pause: () => Promise<void>,
): Promise<StandardForm<T>> {
  const dimension = vectors[0]?.length ?? 0;
  // One row per coordinate, one column per vector.
  const rows = Array.from({ length: dimension }, (_, k) => vectors.map((vector) => field.of(vector[k]!)));
  const basis: number[] = [];
  for (let column = 0; column < vectors.length && basis.length < dimension; column++) {
    const rank = basis.length;
    const found = rows.findIndex((row, k) => k >= rank && row[column] !== field.zero);
    if (found < 0) continue;
    [rows[rank], rows[found]] = [rows[found]!, rows[rank]!];
    const pivot = rows[rank];
    const scale = field.inverse(pivot[column]!);
    for (let j = column; j < pivot.length; j++) pivot[j] = field.multiply(pivot[j]!, scale);
    for (const row of rows) {
      const factor = row[column]!;
      if (row === pivot || factor === field.zero) continue;
      for (let j = column; j < row.length; j++) row[j] = field.subtractProduct(row[j]!, factor, pivot[j]!);
    }
    basis.push(column);
    await pause();
  }
  const rank = basis.length;
  const inBasis = new Set(basis);
  const others = vectors.flatMap((_, j) => (inBasis.has(j) ? [] : [rows.slice(0, rank).map((row) => row[j]!)]));
  return { rank, others };
}
