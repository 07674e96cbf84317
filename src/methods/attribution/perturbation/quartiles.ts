/**
 * LIME's neighbourhood for tables: a column that is present stays in the input's quartile, an absent one takes a value
 * from another quartile of the background.
 */
import { ArgumentError } from '../../../shared/errors';
import { sizeOf } from '../../../shared/tensor';
import type { MethodContext } from '../../method';
import { valuesAt } from '../../values';
import type { Game } from '../coalitions';
import { playersOf } from '../players';

/** Throws ArgumentError for a background whose rows are not samples. */
export async function quartileGame(context: MethodContext, background: string): Promise<Game> {
  const { shape, data } = context.input;
  const size = sizeOf(shape.slice(1));
  const table = await context.readInput(background);
  const rows = table.data.length / size;
  if (!Number.isInteger(rows) || rows < 4)
    throw new ArgumentError(
      `The background ${background} has ${rows} rows of ${size} numbers; quartiles need at least four complete rows of the shape of a sample.`,
    );
  const columns = Array.from({ length: size }, (_, j) =>
    Float32Array.from({ length: rows }, (__, r) => table.data[r * size + j]!).sort(),
  );
  const quartileOf = (column: Float32Array, value: number): number =>
    [1, 2, 3].filter((q) => value > column[Math.floor((q * rows) / 4)]!).length;
  return {
    players: await playersOf(context, 'columns'),
    rows: 1,
    conventions: [
      `Columns are divided into the quartiles of ${background}; an absent column takes a value from another quartile.`,
    ],
    async values(sample, coalitions) {
      const values = new Float64Array(coalitions.length);
      const inside = columns.map((column, j) => {
        const own = quartileOf(column, data[sample * size + j]!);
        return column.map((value) => (quartileOf(column, value) === own ? 1 : 0));
      });
      const pick = (j: number, there: number): number => {
        const column = columns[j]!;
        for (let attempt = 0; attempt < 64; attempt++) {
          const r = Math.floor(context.random.uniform() * rows);
          if (inside[j]![r] === there) return column[r]!;
        }
        // There is no such value, as in a constant column.
        return data[sample * size + j]!;
      };
      await valuesAt(context, {
        count: coalitions.length,
        sampleOf: () => sample,
        write(i, row) {
          // The first query is the input itself.
          for (let j = 0; j < size; j++) row[j] = i === 0 ? data[sample * size + j]! : pick(j, coalitions[i]![j]!);
        },
        take: (i, value) => (values[i] = value),
      });
      return values;
    },
  };
}
