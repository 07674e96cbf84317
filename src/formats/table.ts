/**
 * Turns text cells, row by row, into a table of numbers: finds the header, the columns of labels, and the first cell
 * that is neither. It does not know files; the code that splits the lines makes the errors.
 *
 * - A header is a first row without numbers, or with text above a number of the second row.
 * - A column may hold text: in every row, and not text that starts like a number, which is a slip, unless it is the
 *   first or last
 *   column. Any other cell must be a number (nan and inf count).
 * - Empty lines are skipped. Every row has as many cells as the first.
 */
export interface Table {
  rows: number;
  /** Names of the numeric columns: the header's, or 'column 1', 'column 2', ... */
  columns: string[];
  /** [rows, columns] row-major. */
  values: Float32Array;
  labels: { name: string; cells: string[] }[];
  /** Line of each row, from 1. */
  lines: number[];
}

type FailAt = (reason: string, line: number) => Error;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const WORD = /^[^\s\d+.,-]/;
const SPECIAL: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, infinity: Infinity };

export class TableBuilder {
  #first: { cells: string[]; line: number } | undefined;
  #header: string[] | undefined;
  #width = 0;
  #rows = 0;
  readonly #lines: number[] = [];
  #values = new Float32Array(1024);
  /** For each column with text: its cells so far, all of them text, and the line of the first. */
  readonly #texts = new Map<number, { cells: string[]; line: number }>();

  constructor(readonly fail: FailAt) {}

  add(cells: readonly string[], line: number): void {
    if (cells.length === 1 && cells[0]!.trim() === '') return;
    const row = cells.map((cell) => cell.trim());
    if (!this.#width) {
      this.#width = row.length;
      this.#first = { cells: row, line };
      return;
    }
    if (row.length !== this.#width)
      throw this.fail(`has ${row.length} cells, but the first row has ${this.#width}`, line);
    if (this.#first) this.#settleFirst(row);
    this.#append(row, line);
  }

  /** Throws if there are no rows or no columns of numbers. */
  finish(): Table {
    if (this.#first) this.#settleFirst([]);
    if (!this.#rows) throw this.fail('the table has no rows of numbers', 1);
    const numeric = Array.from({ length: this.#width }, (_, column) => column).filter(
      (column) => !this.#texts.has(column),
    );
    if (!numeric.length) throw this.fail('the table has no column of numbers', 1);
    const values = new Float32Array(this.#rows * numeric.length);
    for (let row = 0; row < this.#rows; row++)
      numeric.forEach((column, index) => {
        values[row * numeric.length + index] = this.#values[row * this.#width + column]!;
      });
    const labels = [...this.#texts].map(([column, { cells }]) => ({ name: this.#name(column), cells }));
    return {
      rows: this.#rows,
      columns: numeric.map((column) => this.#name(column)),
      values,
      labels,
      lines: this.#lines,
    };
  }

  #settleFirst(second: readonly string[]): void {
    const { cells, line } = this.#first!;
    this.#first = undefined;
    const isText = cells.map((cell) => toNumber(cell) === undefined);
    const overNumber = isText.some((text, column) => text && toNumber(second[column] ?? '') !== undefined);
    // NumPy's savetxt writes its header as a comment.
    if (overNumber || isText.every(Boolean))
      this.#header = cells.map((cell, column) => (column ? cell : cell.replace(/^#\s*/, '')));
    else this.#append(cells, line);
  }

  #append(row: readonly string[], line: number): void {
    const start = this.#rows * this.#width;
    if (start + this.#width > this.#values.length) {
      const grown = new Float32Array(2 * this.#values.length + this.#width);
      grown.set(this.#values);
      this.#values = grown;
    }
    row.forEach((cell, column) => {
      const number = toNumber(cell);
      const texts = this.#texts.get(column);
      if (number === undefined) this.#addText(cell, column, line);
      else if (texts) throw this.#notANumber(texts.cells[0]!, column, texts.line);
      this.#values[start + column] = number ?? NaN;
    });
    this.#rows++;
    this.#lines.push(line);
  }

  #addText(cell: string, column: number, line: number): void {
    const texts = this.#texts.get(column);
    if (texts) texts.cells.push(cell);
    else if (this.#rows === 0 && (column === 0 || column === this.#width - 1 || WORD.test(cell)))
      this.#texts.set(column, { cells: [cell], line });
    else throw this.#notANumber(cell, column, line);
  }

  #notANumber(cell: string, column: number, line: number): Error {
    const what = cell === '' ? 'is empty' : `has ${JSON.stringify(cell.slice(0, 40))}, which is not a number`;
    return this.fail(
      `${this.#header ? `column ${column + 1} ("${this.#name(column)}")` : `column ${column + 1}`} ${what}`,
      line,
    );
  }

  #name(column: number): string {
    return this.#header?.[column] || `column ${column + 1}`;
  }
}

function toNumber(cell: string): number | undefined {
  if (NUMBER.test(cell)) return Number(cell);
  const special = SPECIAL[cell.toLowerCase().replace(/^[+-]/, '')];
  return special === undefined ? undefined : cell.startsWith('-') ? -special : special;
}
