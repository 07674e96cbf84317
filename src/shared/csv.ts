/**
 * The one writer of tables: CSV for files (RFC 4180), and tab-separated text for the clipboard and TensorBoard. Text
 * that a spreadsheet would run as a formula gets a leading apostrophe; numbers, negative ones included, stay numbers.
 */
import Papa from 'papaparse';

/** NaN and undefined are empty cells. */
export type Cell = string | number | bigint | undefined;

export type Row = readonly Cell[];

/**
 * Text that begins as a formula and is not a number. CSV injection starts with = + - @, a tab or a carriage return
 * (OWASP).
 */
const formula = /^(?![+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$)[=+\-@\t\r]/i;

/** Lines end with CR LF. */
export function csvOf(rows: readonly Row[]): string {
  return rows.length ? `${write(rows)}\r\n` : '';
}

/** One line, without its line end. */
export function csvLine(row: Row): string {
  return write([row]);
}

/** Lines end with LF. Cells are never quoted, so tabs and line breaks within them become spaces. */
export function tsvOf(rows: readonly Row[]): string {
  return rows.map((row) => `${tsvLine(row)}\n`).join('');
}

/** One line, without its line end. */
export function tsvLine(row: Row): string {
  const cells = row.map((cell) => (typeof cell === 'string' ? cell.replaceAll(/[\t\r\n]+/g, ' ') : cell));
  return write([cells], { delimiter: '\t', quoteChar: '' });
}

/** A float32 as the shortest decimal that identifies it. */
export function float32Cell(value: number): number {
  const digits = [6, 7, 8].find((count) => Math.fround(Number(value.toPrecision(count))) === Math.fround(value)) ?? 9;
  return Number(value.toPrecision(digits));
}

function write(rows: readonly Row[], config: Papa.UnparseConfig = {}): string {
  const cells = rows.map((row) => row.map((cell) => (Number.isNaN(cell) ? undefined : cell)));
  return Papa.unparse(cells, { escapeFormulae: formula, newline: '\r\n', ...config });
}
