/** Columns of two data sets that share one map, and the column that tells them apart. */
import type { Column } from './dataset';

/** Columns of this many samples. */
export interface Part {
  count: number;
  columns: readonly Column[];
}

/** Columns of the same name and kind become one; where one part lacks it, its samples have no value. */
export function joinColumns(first: Part, second: Part): Column[] {
  const names = new Set([...first.columns, ...second.columns].map(({ name }) => name));
  return [...names].map((name) => {
    const [a, b] = [first, second].map(({ columns }) => columns.find((column) => column.name === name));
    const isText = a?.kind === 'categories' || b?.kind === 'categories';
    return isText
      ? joinCategories(name, [a, b], [first.count, second.count])
      : joinNumbers(name, [a, b], [first, second]);
  });
}

/** "added" for the last `added` of N samples, "map" for those before. */
export function addedColumn(n: number, added: number): Column {
  const codes = Int32Array.from({ length: n }, (_, i) => Number(i >= n - added));
  return { name: 'added', kind: 'categories', categories: ['map', 'added'], codes };
}

function joinNumbers(name: string, columns: readonly (Column | undefined)[], parts: readonly Part[]): Column {
  const values = parts.flatMap(({ count }, i) => {
    const column = columns[i];
    return column?.kind === 'numbers' ? [...column.values] : new Array<number>(count).fill(NaN);
  });
  return { name, kind: 'numbers', values: Float32Array.from(values) };
}

/** Numbers next to categories become categories, written as numerals. */
function joinCategories(name: string, columns: readonly (Column | undefined)[], counts: readonly number[]): Column {
  const codeOf = new Map<string, number>();
  const codes = counts.flatMap((count, part) => {
    const column = columns[part];
    const cell = (i: number): string | undefined => {
      if (!column) return undefined;
      if (column.kind === 'categories') return column.categories[column.codes[i]!];
      return Number.isNaN(column.values[i]) ? undefined : String(column.values[i]);
    };
    return Array.from({ length: count }, (_, i) => {
      const text = cell(i);
      if (text === undefined) return -1;
      if (!codeOf.has(text)) codeOf.set(text, codeOf.size);
      return codeOf.get(text)!;
    });
  });
  return { name, kind: 'categories', categories: [...codeOf.keys()], codes: Int32Array.from(codes) };
}
