/**
 * Tables of numbers in text (CSV, TSV): one array 'table' [rows, columns] float32, and each column of text as an array
 * of strings. papaparse splits the cells and detects the separator; UTF-8, or UTF-16 with a byte-order mark.
 */
import Papa from 'papaparse';
import { FormatError } from '../shared/errors';
import { float32, type Tensor } from '../shared/tensor';
import { readAll } from './bytes';
import { hasExtension, missingArray, type DataFile, type DataFormat } from './format';
import { TableBuilder } from './table';

const TABLE = 'table';
const LINE_BREAK = 0x0a;
// The text of the table is one string, which JavaScript limits to 512 MB.
const MAXIMUM_CSV = 2 ** 28;

export const csv: DataFormat = {
  id: 'csv',
  title: 'Table',
  extensions: ['.csv', '.tsv'],
  match: (_head, path) => hasExtension(path, csv.extensions),

  async open(path, options = {}) {
    return tableFile(await readAll(path, { ...options, limit: MAXIMUM_CSV }), path);
  },

  // The last line may be incomplete.
  outline: (head, path, bytes) =>
    tableFile(head.length === bytes ? head : head.subarray(0, head.lastIndexOf(LINE_BREAK) + 1), path),
};

function tableFile(bytes: Uint8Array, path: string): DataFile {
  const table = parse(decodeText(bytes, path), path).finish();
  const tensors = new Map<string, Tensor>([[TABLE, float32([table.rows, table.columns.length], table.values)]]);
  for (const { name, cells } of table.labels)
    tensors.set(name, { dtype: 'string', shape: [cells.length], data: cells });
  return {
    path,
    format: csv.id,
    arrays: [...tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape })),
    main: TABLE,
    columns: table.columns,
    read: (name) => {
      const tensor = tensors.get(name);
      return tensor ? Promise.resolve(tensor) : Promise.reject(missingArray(path, name, [...tensors.keys()]));
    },
  };
}

/** Line (from 1) on which each row of the table begins. Throws FormatError as opening it does. */
export function linesOfRows(text: string, path: string): number[] {
  return parse(text, path).finish().lines;
}

function decodeText(bytes: Uint8Array, path: string): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const zero = utf16 ? -1 : bytes.indexOf(0);
  if (zero >= 0) throw new FormatError(path, 'is not text (it has a zero byte)', zero);
  try {
    return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FormatError(path, 'is not UTF-8 text; save it as UTF-8', undefined, { cause: error });
  }
}

function parse(text: string, path: string): TableBuilder {
  let lineBreak = '\n';
  /** The byte at which a line starts; computed only for an error. */
  const offsetOf = (line: number) => {
    let at = 0;
    for (let n = 1; n < line; n++) at = text.indexOf(lineBreak, at) + lineBreak.length;
    return Buffer.byteLength(text.slice(0, at));
  };
  const table = new TableBuilder((reason, line) => new FormatError(path, `line ${line}: ${reason}`, offsetOf(line)));
  let line = 1;
  Papa.parse<string[]>(text, {
    delimiter: separatorOf(text),
    step: ({ data, errors, meta }) => {
      lineBreak = meta.linebreak;
      const quotes = errors.find(({ type }) => type === 'Quotes');
      if (quotes) throw new FormatError(path, `line ${line}: ${quotes.message}`, offsetOf(line));
      table.add(data, line);
      // A quoted cell may span several lines.
      line += 1 + data.reduce((breaks, cell) => breaks + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
    },
  });
  return table;
}

// Guessed without blank lines, which papaparse would count as rows of one cell; the real run keeps them to count lines.
function separatorOf(text: string): string {
  return Papa.parse(text.slice(0, 2 ** 16), { preview: 10, skipEmptyLines: true }).meta.delimiter;
}
