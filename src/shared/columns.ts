/** Columns of a data set as arrays and as table cells. */
import { float32Cell, type Cell } from './csv';
import type { Column } from './dataset';
import { float32, int64, type Tensor } from './tensor';

/** Numbers if all categories are whole numbers, else text, "" for missing values. */
export function columnArray(column: Column): Tensor {
  if (column.kind === 'numbers') return float32([column.values.length], column.values);
  const cells = categoriesOf(column);
  const whole = cells.every((cell) => /^-?\d{1,15}$/.test(cell));
  return whole ? int64([cells.length], cells.map(Number)) : { dtype: 'string', shape: [cells.length], data: cells };
}

export function columnCells(column: Column): Cell[] {
  return column.kind === 'numbers' ? Array.from(column.values, float32Cell) : categoriesOf(column);
}

function categoriesOf({ categories, codes }: Column & { kind: 'categories' }): string[] {
  return Array.from(codes, (code) => categories[code] ?? '');
}
