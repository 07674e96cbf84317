/**
 * Vectors as text: one per line, the name and then the numbers, separated by spaces (GloVe), perhaps after a first line
 * "N D" (word2vec). Some names in GloVe's larger lists contain spaces, so numbers are counted from the end of the line.
 * The file is read twice: lines are counted first, so that the numbers take no more memory than needed.
 */
import { FormatError } from '../../shared/errors';
import type { ByteSource } from '../bytes';
import { Chunks, type ReadingOptions } from './chunks';
import { parseNumber } from './number';
import { allocate, HEADER, type Rows } from './rows';

const SPACE = 0x20;
const LINE_BREAK = 0x0a;
/** A million numbers of sixteen characters. */
const MOST_LINE = 2 ** 24;
/** Share of the time for counting lines. */
const COUNTING = 0.1;

/** Whether the first bytes of a file are a name and at least two numbers on a line, perhaps after a header. */
export function isText(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('utf8');
  // The last number may be incomplete.
  const [first = '', second] = text.slice(0, Math.max(text.lastIndexOf(' '), text.lastIndexOf('\n'))).split('\n');
  const line = HEADER.test(first) ? second : first;
  return line !== undefined && /^\S+( -?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?){2,}\s*$/i.test(line);
}

/**
 * Throws FormatError, with the line, for rows of different lengths, cells that are not numbers, and a false header;
 * CancelledError.
 */
export async function readText(source: ByteSource, path: string, options: ReadingOptions = {}): Promise<Rows> {
  const { chunk, progress } = options;
  const lines = await countLines(source, path, { chunk, progress: (done) => progress?.(COUNTING * done) });
  const { header, width } = lines;
  const count = lines.count - Number(header !== undefined);
  if (header !== undefined && header !== count)
    throw new FormatError(path, `claims ${header} vectors but has ${count}`, 0);
  // Every number takes a digit and a space.
  if (2 * count * width > source.size)
    throw new FormatError(path, `begins with ${width} numbers, but its ${count} lines are too short for that`, 0);
  const values = allocate(count, width, path);
  const names: string[] = [];
  await eachLine(source, path, { chunk, progress: (done) => progress?.(COUNTING + (1 - COUNTING) * done) }, (line) => {
    if (line.number === 1 && header !== undefined) return;
    names.push(readLine(line, values.subarray(names.length * width, (names.length + 1) * width), path));
  });
  return { names, values, width };
}

/** `count` without blank lines. */
async function countLines(source: ByteSource, path: string, options: ReadingOptions) {
  let [count, width] = [0, 0];
  let header: number | undefined;
  await eachLine(source, path, options, ({ bytes, start, end, number }) => {
    count++;
    if (width) return;
    const found = number === 1 && HEADER.exec(bytes.toString('latin1', start, Math.min(end, start + 32)));
    if (found) [header, width] = [Number(found[1]), Number(found[2])];
    else width = spacesIn(bytes, start, end);
    if (!width && !found) throw new FormatError(path, `line ${number} has a name but no numbers`, 0);
  });
  return { count, width, header };
}

interface Line {
  bytes: Buffer;
  /** Length of the line in `bytes`, without the white space at its end. */
  start: number;
  end: number;
  /** From 1. */
  number: number;
  /** Offset of the line in the file. */
  offset: number;
}

/** Lines that are not blank. */
async function eachLine(
  source: ByteSource,
  path: string,
  options: ReadingOptions,
  use: (line: Line) => void,
): Promise<void> {
  const chunks = new Chunks(source, options);
  for (let number = 1; chunks.left || !chunks.isLast; number++) {
    let end = chunks.bytes.indexOf(LINE_BREAK, chunks.at);
    while (end < 0 && !chunks.isLast) {
      if (chunks.left > MOST_LINE)
        throw new FormatError(
          path,
          `line ${number} is longer than 16 MiB; this is not a list of vectors`,
          chunks.offset,
        );
      const seen = chunks.left;
      await chunks.fill(seen + 1);
      end = chunks.bytes.indexOf(LINE_BREAK, chunks.at + seen);
    }
    const { bytes, at: start, offset } = chunks;
    let last = end < 0 ? bytes.length : end;
    chunks.at = Math.min(last + 1, bytes.length);
    if (bytes.subarray(start, last).includes(0))
      throw new FormatError(path, 'is neither text nor a word2vec binary', offset);
    while (last > start && bytes[last - 1]! <= SPACE) last--;
    if (last > start) use({ bytes, start, end: last, number, offset });
  }
}

/** Puts the line's last numbers into `values`, and returns the text before them. */
function readLine({ bytes, start, end, number, offset }: Line, values: Float32Array, path: string): string {
  let right = end;
  for (let i = values.length - 1; i >= 0; i--) {
    const left = bytes.lastIndexOf(SPACE, right - 1);
    if (left < start)
      throw new FormatError(
        path,
        `line ${number} has ${spacesIn(bytes, start, end)} numbers after its name, but others have ${values.length}`,
        offset,
      );
    const value = parseNumber(bytes, left + 1, right);
    if (value === undefined) {
      const cell = JSON.stringify(bytes.toString('utf8', left + 1, Math.min(right, left + 41)));
      throw new FormatError(path, `line ${number}: ${cell} is not a number`, offset);
    }
    values[i] = value;
    right = left;
  }
  return bytes.toString('utf8', start, right);
}

function spacesIn(bytes: Buffer, start: number, end: number): number {
  let spaces = 0;
  for (let at = start; at < end; at++) spaces += Number(bytes[at] === SPACE);
  return spaces;
}
