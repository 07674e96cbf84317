/** word2vec's binary form: "N D", then for each word its bytes, a space, and D float32, little-endian; a line break may follow. */
import { FormatError } from '../../shared/errors';
import type { ByteSource } from '../bytes';
import { Chunks, type ReadingOptions } from './chunks';
import { allocate, HEADER, type Rows } from './rows';

const SPACE = 0x20;
const LINE_BREAK = 0x0a;
const MOST_NAME = 1024;
const MOST_HEADER = 32;

/** Whether the bytes after a header of two numbers are binary. */
export function isBinary(head: Uint8Array): boolean {
  const end = head.indexOf(LINE_BREAK);
  if (end < 0 || !HEADER.test(latin1(head.subarray(0, end)))) return false;
  // Text has line breaks and spaces, but none of the other control characters, which make up a quarter of the exponents
  // of floats.
  return head.subarray(end + 1).some((byte) => byte < SPACE && byte !== LINE_BREAK && byte !== 0x0d && byte !== 0x09);
}

/**
 * `source` begins as for {@link isBinary}. Throws FormatError for a header that claims more than there is,
 * CancelledError.
 */
export async function readBinary(source: ByteSource, path: string, options: ReadingOptions = {}): Promise<Rows> {
  const chunks = new Chunks(source, options);
  await chunks.fill(MOST_HEADER);
  const start = chunks.bytes.indexOf(LINE_BREAK) + 1;
  const [, count, width] = HEADER.exec(latin1(chunks.bytes.subarray(0, start)))!.map(Number) as [
    number,
    number,
    number,
  ];
  chunks.at = start;
  // A word takes at least one byte and a space.
  if (!width || count * (4 * width + 2) > source.size - start)
    throw new FormatError(path, `claims ${count} vectors of ${width} numbers in ${source.size - start} bytes`, 0);
  const values = allocate(count, width, path);
  const names: string[] = [];
  for (let row = 0; row < count; row++) {
    await skipLineBreaks(chunks);
    if (chunks.left < MOST_NAME + 4 * width && !chunks.isLast) await chunks.fill(MOST_NAME + 4 * width);
    const { bytes, at } = chunks;
    const end = bytes.subarray(at, at + MOST_NAME).indexOf(SPACE);
    if (end < 0)
      throw new FormatError(path, `vector ${row + 1} of ${count} has no name that ends in a space`, chunks.offset);
    const from = at + end + 1;
    if (from + 4 * width > bytes.length)
      throw new FormatError(path, `ends inside vector ${row + 1} of ${count}`, source.size);
    names.push(bytes.toString('utf8', at, at + end));
    new Uint8Array(values.buffer, 4 * row * width, 4 * width).set(bytes.subarray(from, from + 4 * width));
    chunks.at = from + 4 * width;
  }
  await skipLineBreaks(chunks);
  if (chunks.left)
    throw new FormatError(path, `has ${source.size - chunks.offset} bytes after its ${count} vectors`, chunks.offset);
  return { names, values, width };
}

/** Leaves the next byte that is not white space in hand, if there is one. */
async function skipLineBreaks(chunks: Chunks): Promise<void> {
  for (;;) {
    while (chunks.bytes[chunks.at] === LINE_BREAK) chunks.at++;
    if (chunks.left || chunks.isLast) return;
    await chunks.fill(1);
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
