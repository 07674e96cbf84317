/**
 * The header of a NumPy array: magic, version and a Python dict literal, read by a parser for exactly this dict.
 * Format: numpy.lib.format, versions 1.0 to 3.0. Sizes are checked against the available bytes before allocating.
 */
import { sizeOf, type DType, type Shape } from '../shared/tensor';
import { MAXIMUM_BYTES, type Fail } from './bytes';
import { startsWith } from './format';

export const NPY_MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

export interface NpyHeader {
  dtype: DType;
  shape: Shape;
  /** Column-major: the first axis varies fastest. */
  fortran: boolean;
  bigEndian: boolean;
  /** 'S' bytes and 'U' UCS-4 characters, for dtype 'string'; 'n' for numbers. */
  kind: 'n' | 'S' | 'U';
  itemBytes: number;
  /** Bytes before the first element. */
  dataOffset: number;
}

const numeric: Readonly<Record<string, DType>> = {
  b1: 'bool',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

/** NumPy's type code of each type, without the byte order. */
export const npyCodes: ReadonlyMap<DType, string> = new Map(
  Object.entries(numeric).map(([code, dtype]) => [dtype, code]),
);

// NumPy itself stops at 10 000 bytes of header and 64 axes; strings become objects here, so they have a tighter limit
// than bytes.
const MAXIMUM_HEADER = 65535;
const MAXIMUM_RANK = 64;
const MAXIMUM_STRINGS = 2 ** 24;

/**
 * Reads the header of an array that fills `total` bytes. `prefix(n)` gives its first n bytes, n at most `total`. Throws
 * FormatError (through `fail`) for anything but a plain array of numbers or text entirely within those bytes.
 */
export async function readNpyHeader(
  prefix: (length: number) => Uint8Array | Promise<Uint8Array>,
  total: number,
  fail: Fail,
): Promise<NpyHeader> {
  const start = await prefix(Math.min(12, total));
  if (!startsWith(start, NPY_MAGIC)) throw fail('does not start with the mark of a .npy array (\\x93NUMPY)', 0);
  const [major, minor] = [start[6], start[7]];
  if (major === undefined || major < 1 || major > 3 || minor !== 0)
    throw fail(`.npy version ${major}.${minor} is not supported; use 1.0, 2.0 or 3.0`, 6);
  const textOffset = major === 1 ? 10 : 12;
  if (start.length < textOffset) throw fail('the file ends inside the header', total);
  const view = new DataView(start.buffer, start.byteOffset);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAXIMUM_HEADER) throw fail(`the header claims ${length} bytes; the limit is ${MAXIMUM_HEADER}`, 8);
  const dataOffset = textOffset + length;
  if (dataOffset > total) throw fail(`the header claims ${length} bytes, but the file ends at byte ${total}`, 8);
  const text = Buffer.from(await prefix(dataOffset)).toString(major === 3 ? 'utf8' : 'latin1', textOffset, dataOffset);
  const failAt = (reason: string, at: number) => fail(reason, textOffset + at);
  const header = {
    ...interpret(new Literal(text, failAt).dict(), failAt),
    dataOffset,
  };
  const bytes = checkedSize(header, fail, textOffset);
  if (dataOffset + bytes > total)
    throw fail(
      `shape (${header.shape.join(', ')}) needs ${bytes} bytes of data, but there are ${total - dataOffset}`,
      dataOffset,
    );
  return header;
}

type FailAt = (reason: string, at: number) => Error;

interface Dict {
  descr: { value: string; at: number };
  fortran: boolean;
  shape: number[];
}

/** Dict literal with exactly the keys 'descr', 'fortran_order' and 'shape'. */
class Literal {
  #at = 0;
  constructor(
    readonly text: string,
    readonly fail: FailAt,
  ) {}

  dict(): Dict {
    const found: {
      descr?: Dict['descr'];
      fortran?: boolean;
      shape?: number[];
    } = {};
    this.#expect('{');
    while (!this.#accept('}')) {
      const at = this.#at;
      const key = this.#string();
      this.#expect(':');
      if (key === 'descr' && !found.descr) found.descr = this.#descr();
      else if (key === 'fortran_order' && found.fortran === undefined) found.fortran = this.#boolean();
      else if (key === 'shape' && !found.shape) found.shape = this.#shape();
      else throw this.fail(`unexpected or repeated key '${key.slice(0, 40)}' in the header`, at);
      if (!this.#accept(',')) {
        this.#expect('}');
        break;
      }
    }
    this.#space();
    if (this.#at < this.text.length) throw this.fail('text after the header dict', this.#at);
    const { descr, fortran, shape } = found;
    if (!descr || fortran === undefined || !shape)
      throw this.fail("the header must have the keys 'descr', 'fortran_order' and 'shape'", 0);
    return { descr, fortran, shape };
  }

  #descr(): Dict['descr'] {
    this.#space();
    if (this.text[this.#at] === '[')
      throw this.fail('is a structured array; save each field as its own array (np.savez)', this.#at);
    const at = this.#at;
    return { value: this.#string(), at };
  }

  #string(): string {
    return this.#token(/(?:'([^'\\\n]*)'|"([^"\\\n]*)")/y, 'a quoted string').slice(1, -1);
  }

  #boolean(): boolean {
    return this.#token(/True|False/y, 'True or False') === 'True';
  }

  // Python 2 wrote long integers with an L.
  #shape(): number[] {
    const shape: number[] = [];
    this.#expect('(');
    while (!this.#accept(')')) {
      shape.push(Number(this.#token(/\d{1,15}L?(?!\d)/y, 'a size of at most 15 digits').replace('L', '')));
      if (shape.length > MAXIMUM_RANK) throw this.fail(`more than ${MAXIMUM_RANK} axes`, this.#at);
      if (!this.#accept(',')) {
        this.#expect(')');
        break;
      }
    }
    return shape;
  }

  #token(pattern: RegExp, what: string): string {
    this.#space();
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (!match) throw this.fail(`expected ${what} in the header`, this.#at);
    this.#at = pattern.lastIndex;
    return match[0];
  }

  #accept(character: string): boolean {
    this.#space();
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#accept(character)) throw this.fail(`expected '${character}' in the header`, this.#at);
  }

  #space(): void {
    while (' \n\t'.includes(this.text[this.#at] ?? '?')) this.#at++;
  }
}

function interpret({ descr, fortran, shape }: Dict, fail: FailAt): Omit<NpyHeader, 'dataOffset'> {
  const match = /^([<>=|]?)([A-Za-z])(\d{0,9})$/.exec(descr.value);
  if (!match) throw fail(`'${descr.value.slice(0, 40)}' is not a NumPy type`, descr.at);
  const [, order, kind, digits] = match as unknown as [string, string, string, string];
  const common = { shape, fortran, bigEndian: order === '>' };
  const dtype = numeric[kind + digits];
  if (dtype) return { ...common, dtype, kind: 'n', itemBytes: Number(digits) };
  if ((kind === 'U' || kind === 'S') && Number(digits) > 0)
    return {
      ...common,
      dtype: 'string',
      kind,
      itemBytes: Number(digits) * (kind === 'U' ? 4 : 1),
    };
  throw fail(refusal(kind, descr.value), descr.at);
}

function refusal(kind: string, descr: string): string {
  if (kind === 'O')
    return 'holds Python objects, which only code from the file could restore; save it as numbers, for instance np.save(file, array.astype(np.float32))';
  if (kind === 'c')
    return `holds complex numbers ('${descr}'), which networks do not take; save the real and imaginary parts as two arrays`;
  return `holds the unsupported type '${descr}'; save it as bool, int, uint, float16, float32 or float64`;
}

function checkedSize({ shape, itemBytes, dtype }: Omit<NpyHeader, 'dataOffset'>, fail: Fail, offset: number): number {
  const elements = sizeOf(shape);
  const bytes = elements * itemBytes;
  const claim = `shape (${shape.join(', ')}) of ${itemBytes}-byte elements`;
  if (!Number.isSafeInteger(bytes)) throw fail(`${claim} exceeds any memory`, offset);
  if (bytes > MAXIMUM_BYTES) throw fail(`${claim} takes ${bytes} bytes; the limit is ${MAXIMUM_BYTES} (2 GiB)`, offset);
  if (dtype === 'string' && elements > MAXIMUM_STRINGS)
    throw fail(`has ${elements} strings; the limit is ${MAXIMUM_STRINGS}`, offset);
  return bytes;
}
