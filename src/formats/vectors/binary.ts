/** word2vec's binary form: "N D", then for each word its bytes, a space, and D float32, little-endian; a line break may follow. */
import { FormatError } from '../../shared/errors';
import { MAXIMUM_BYTES } from '../bytes';

export interface Rows {
  names: string[];
  /** [N × width]. */
  values: Float32Array<ArrayBuffer>;
  width: number;
  conventions: string[];
}

const HEADER = /^(\d{1,10}) (\d{1,6})\s*$/;
const SPACE = 0x20;
const LINE_BREAK = 0x0a;
const MOST_NAME = 1024;

/** Whether the bytes after a header of two numbers are no text. */
export function isBinary(head: Uint8Array): boolean {
  const end = head.indexOf(LINE_BREAK);
  if (end < 0 || !HEADER.test(latin1(head.subarray(0, end)))) return false;
  // Text has line breaks and spaces, but none of the other control characters, which fill a quarter of the exponents of floats.
  return head.subarray(end + 1).some((byte) => byte < SPACE && byte !== LINE_BREAK && byte !== 0x0d && byte !== 0x09);
}

/** Throws FormatError for a header that claims more than there is. */
export function readBinary(bytes: Uint8Array, path: string): Rows {
  const start = bytes.indexOf(LINE_BREAK) + 1;
  const [, count, width] = HEADER.exec(latin1(bytes.subarray(0, start)))!.map(Number) as [number, number, number];
  // A word takes at least one byte, and a space follows it.
  const least = count * (4 * width + 2);
  if (!width || least > bytes.length - start || 4 * count * width > MAXIMUM_BYTES)
    throw new FormatError(path, `claims ${count} vectors of ${width} numbers in ${bytes.length - start} bytes`, 0);
  const values = new Float32Array(count * width);
  const target = new Uint8Array(values.buffer);
  const names: string[] = [];
  let at = start;
  for (let row = 0; row < count; row++) {
    while (bytes[at] === LINE_BREAK) at++;
    const end = bytes.subarray(at, at + MOST_NAME).indexOf(SPACE);
    if (end < 0) throw new FormatError(path, `vector ${row + 1} of ${count} has no name that ends in a space`, at);
    names.push(Buffer.from(bytes.buffer, bytes.byteOffset + at, end).toString('utf8'));
    at += end + 1;
    if (at + 4 * width > bytes.length)
      throw new FormatError(path, `ends inside vector ${row + 1} of ${count}`, bytes.length);
    target.set(bytes.subarray(at, at + 4 * width), 4 * row * width);
    at += 4 * width;
  }
  while (bytes[at] === LINE_BREAK) at++;
  if (at !== bytes.length) throw new FormatError(path, `has ${bytes.length - at} bytes after its ${count} vectors`, at);
  return { names, values, width, conventions: [] };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
