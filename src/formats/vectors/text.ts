/**
 * Vectors as text: a line for each, the name and then the numbers, separated by spaces (GloVe), perhaps under a first line "N D" (word2vec).
 * GloVe's larger lists have names with spaces in them, so the numbers are counted from the end of the line.
 */
import { FormatError } from '../../shared/errors';
import { MAXIMUM_BYTES } from '../bytes';
import type { Rows } from './binary';

const HEADER = /^(\d{1,10}) (\d{1,6})\s*$/;
const LINE_BREAK = 0x0a;

/** Throws FormatError, with the line, for rows of different lengths, cells that are no numbers, and a header that is not true. */
export function readText(bytes: Uint8Array, path: string): Rows {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const zero = buffer.indexOf(0);
  if (zero >= 0) throw new FormatError(path, 'is neither text nor a word2vec binary', zero);
  const names: string[] = [];
  let header: { count: number; width: number } | undefined;
  let width = 0;
  let values = new Float32Array(0);
  for (let at = 0, line = 1; at < buffer.length; line++) {
    const end = buffer.indexOf(LINE_BREAK, at);
    const text = buffer.toString('utf8', at, end < 0 ? buffer.length : end).trimEnd();
    const start = at;
    at = end < 0 ? buffer.length : end + 1;
    if (!text) continue;
    if (line === 1 && HEADER.test(text)) {
      const [, count = 0, columns = 0] = HEADER.exec(text)!.map(Number);
      header = { count, width: columns };
      width = columns;
      continue;
    }
    const cells = text.split(' ');
    width ||= cells.length - 1;
    if (width < 1 || cells.length - 1 < width)
      throw new FormatError(
        path,
        `line ${line} has ${cells.length - 1} numbers after its name where others have ${width}`,
        start,
      );
    if ((names.length + 1) * width > values.length) {
      const grown = new Float32Array(Math.max(2 * values.length, 1024 * width));
      if (grown.byteLength > 2 * MAXIMUM_BYTES) throw new FormatError(path, 'has more than 2 GiB of vectors', start);
      grown.set(values);
      values = grown;
    }
    const first = cells.length - width;
    for (let i = 0; i < width; i++) {
      const cell = cells[first + i]!;
      const value = cell ? Number(cell) : NaN;
      if (Number.isNaN(value) && cell.toLowerCase() !== 'nan')
        throw new FormatError(path, `line ${line}: ${JSON.stringify(cell.slice(0, 40))} is no number`, start);
      values[names.length * width + i] = value;
    }
    names.push(cells.slice(0, first).join(' '));
  }
  if (header && header.count !== names.length)
    throw new FormatError(path, `claims ${header.count} vectors and has ${names.length}`, 0);
  return { names, values: values.slice(0, names.length * width), width, conventions: [] };
}
