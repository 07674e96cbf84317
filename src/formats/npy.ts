/**
 * NumPy's .npy: the numbers of one array. Reads every numeric type and text, both byte orders, row- and column-major;
 * writes version 1.0, little-endian, row-major. `npy-header.ts` reads the header, `npz.ts` archives of such arrays.
 */
import { ArgumentError } from '../shared/errors';
import { float32, sizeOf, storageOf, stridesOf, toNumbers, type Tensor, type TensorData } from '../shared/tensor';
import { failIn, withFile } from './bytes';
import { hasExtension, missingArray, startsWith, type DataFile, type DataFormat } from './format';
import { NPY_MAGIC, npyCodes, readNpyHeader, type NpyHeader } from './npy-header';

const NAME = 'array';

export const npy: DataFormat = {
  id: 'npy',
  title: 'NumPy array',
  extensions: ['.npy'],
  match: (head, path) => startsWith(head, NPY_MAGIC) || hasExtension(path, npy.extensions),

  async open(path, options = {}) {
    const header = await withFile(path, ({ size, read }) => readNpyHeader((n) => read(0, n), size, failIn(path)));
    return {
      path,
      format: npy.id,
      arrays: [{ name: NAME, dtype: header.dtype, shape: header.shape }],
      main: NAME,
      // Column-major arrays and text are read whole.
      ...(!header.fortran && header.dtype !== 'string' && header.shape.length && { readRows: rowsOf(path, header) }),
      read: async (name, { signal = options.signal } = {}) => {
        if (name !== NAME) throw missingArray(path, name, [NAME]);
        const bytes = await withFile(path, ({ read }) => read(header.dataOffset, dataBytes(header)), signal);
        return decodeNpy(header, bytes);
      },
    };
  },
};

function rowsOf(path: string, header: NpyHeader): NonNullable<DataFile['readRows']> {
  return async (name, start, count, { signal } = {}) => {
    if (name !== NAME) throw missingArray(path, name, [NAME]);
    const shape = [count, ...header.shape.slice(1)];
    const rowBytes = sizeOf(shape.slice(1)) * header.itemBytes;
    const at = header.dataOffset + start * rowBytes;
    const bytes = await withFile(path, ({ read }) => read(at, count * rowBytes), signal);
    return decodeNpy({ ...header, shape }, bytes);
  };
}

/** Bytes of the elements, which follow the header. */
export function dataBytes({ shape, itemBytes }: NpyHeader): number {
  return sizeOf(shape) * itemBytes;
}

/** The array, row-major. `bytes` are its elements, {@link dataBytes} long; they are reordered in place and become the tensor's storage. */
export function decodeNpy(header: NpyHeader, bytes: Uint8Array<ArrayBuffer>): Tensor {
  const { dtype, shape, fortran } = header;
  const data = dtype === 'string' ? decodeStrings(header, bytes) : decodeNumbers(header, dtype, bytes);
  return {
    dtype,
    shape,
    data: fortran && shape.length > 1 ? toRowMajor(data, shape) : data,
  };
}

// Every supported platform is little-endian, so only big-endian files need a swap.
function decodeNumbers(
  { bigEndian, itemBytes }: NpyHeader,
  dtype: Exclude<Tensor['dtype'], 'string'>,
  bytes: Uint8Array<ArrayBuffer>,
): TensorData {
  const aligned = bytes.byteOffset % itemBytes ? bytes.slice() : bytes;
  if (bigEndian) swapBytes(aligned, itemBytes);
  // NumPy takes any non-zero byte for true; the tensor's contract is 0 or 1.
  if (dtype === 'bool') return Uint8Array.from(aligned, (byte) => (byte ? 1 : 0));
  return new (storageOf(dtype))(aligned.buffer, aligned.byteOffset, aligned.length / itemBytes);
}

function swapBytes(bytes: Uint8Array<ArrayBuffer>, itemBytes: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (itemBytes === 2) buffer.swap16();
  if (itemBytes === 4) buffer.swap32();
  if (itemBytes === 8) buffer.swap64();
}

function decodeStrings({ kind, bigEndian, itemBytes, shape }: NpyHeader, bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: sizeOf(shape) }, (_, index) => {
    let text = '';
    for (let at = index * itemBytes; at < (index + 1) * itemBytes; at += kind === 'U' ? 4 : 1) {
      const code = kind === 'U' ? view.getUint32(at, !bigEndian) : view.getUint8(at);
      text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    }
    return text.replace(/\0+$/, '');
  });
}

/** Column-major to row-major: along the last axis, source elements are one product of all other sizes apart. */
function toRowMajor(data: TensorData, shape: readonly number[]): TensorData {
  const out = data.slice();
  const [source, target]: [ArrayLike<unknown>, Record<number, unknown>] = [data, out];
  const columns = shape.at(-1)!;
  const rows = columns && data.length / columns;
  const rowStrides = stridesOf(shape.slice(0, -1));
  for (let row = 0; row < rows; row++) {
    let start = 0;
    for (let axis = 0, rest = row, stride = 1; axis < rowStrides.length; axis++) {
      const index = Math.floor(rest / rowStrides[axis]!);
      rest -= index * rowStrides[axis]!;
      start += index * stride;
      stride *= shape[axis]!;
    }
    for (let column = 0; column < columns; column++) target[row * columns + column] = source[start + column * rows];
  }
  return out;
}

/** The array as a .npy file. NumPy has no bfloat16, so it is written as float32, which holds every bfloat16 exactly. */
export function encodeNpy(tensor: Tensor): Uint8Array<ArrayBuffer> {
  if (tensor.dtype === 'bfloat16') return encodeNpy(float32(tensor.shape, toNumbers(tensor)));
  const { shape, data } = tensor;
  if (data.length !== sizeOf(shape))
    throw new ArgumentError(`An array of shape [${shape.join(', ')}] cannot have ${data.length} elements.`);
  const [descr, elements] = Array.isArray(data) ? encodeStrings(data) : [typeCode(tensor), bytesOf(data)];
  const header = npyHeader(descr, shape);
  const file = Buffer.alloc(header.length + elements.length);
  file.set(header);
  file.set(elements, header.length);
  return file;
}

/** The bytes before the elements; `descr` is NumPy's code of their type. */
export function npyHeader(descr: string, shape: Tensor['shape']): Uint8Array<ArrayBuffer> {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // The elements start at a multiple of 64 bytes, for readers that map the file.
  const dataOffset = Math.ceil((10 + dict.length + 1) / 64) * 64;
  const header = Buffer.alloc(dataOffset);
  header.set([...NPY_MAGIC, 1, 0]);
  header.writeUInt16LE(dataOffset - 10, 8);
  header.write(`${dict.padEnd(dataOffset - 11)}\n`, 10, 'latin1');
  return header;
}

function typeCode({ dtype }: Tensor): string {
  const code = npyCodes.get(dtype)!;
  return (code.endsWith('1') ? '|' : '<') + code;
}

function bytesOf(data: Exclude<TensorData, string[]>): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function encodeStrings(strings: readonly string[]): [string, Uint8Array] {
  const characters = strings.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const width = characters.reduce((most, { length }) => Math.max(most, length), 1);
  const codes = new Uint32Array(strings.length * width);
  characters.forEach((word, index) => codes.set(word, index * width));
  return [`<U${width}`, bytesOf(codes)];
}
