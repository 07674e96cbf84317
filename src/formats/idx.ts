/**
 * idx, the files of MNIST and its relatives (LeCun's page names the format): two zeros, a type, the number of axes,
 * their sizes, then the numbers, all big-endian. Files compressed with gzip, as they are published, are read too.
 */
import { gunzip, gunzipSync, constants } from 'node:zlib';
import { promisify } from 'node:util';
import { bytesPerElement, sizeOf, storageOf, type DType, type Shape, type Tensor } from '../shared/tensor';
import { failIn, MAXIMUM_BYTES, readAll, withFile, type Fail } from './bytes';
import { hasExtension, missingArray, startsWith, type DataFile, type DataFormat } from './format';

const NAME = 'array';
const GZIP = [0x1f, 0x8b, 8];
/**
 * Enough for a header of 255 axes, yet small enough that a hostile stream inflates to only about a megabyte (deflate:
 * 1032 to 1).
 */
const PREFIX = 1024;

const types: Readonly<Record<number, Exclude<DType, 'string'>>> = {
  0x08: 'uint8',
  0x09: 'int8',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
};

interface IdxHeader {
  dtype: Exclude<DType, 'string'>;
  shape: Shape;
  dataOffset: number;
}

export const idx: DataFormat = {
  id: 'idx',
  title: 'idx (MNIST)',
  extensions: ['-ubyte', '.idx', '-ubyte.gz', '.idx.gz'],
  match: (head, path) =>
    startsWith(head, GZIP) ||
    (startsWith(head, [0, 0]) && types[head[2] ?? 0] !== undefined && (head[3] ?? 0) > 0) ||
    hasExtension(path, idx.extensions),

  async open(path, options = {}) {
    const fail = failIn(path);
    const start = await withFile(path, ({ size, read }) => read(0, Math.min(PREFIX, size)));
    if (startsWith(start, GZIP)) return openCompressed(path, start, options.signal);
    const header = await withFile(path, async ({ size }) => readHeader(start, size, fail));
    const { dtype, shape, dataOffset } = header;
    const rowBytes = sizeOf(shape.slice(1)) * bytesPerElement(dtype);
    const rows = async (from: number, count: number, signal = options.signal): Promise<Tensor> => {
      const bytes = await withFile(path, ({ read }) => read(dataOffset + from * rowBytes, count * rowBytes), signal);
      return { dtype, shape: [count, ...shape.slice(1)], data: decode(dtype, bytes) };
    };
    return {
      ...describe(path, header),
      readRows: (name, from, count, { signal } = {}) => {
        check(path, name);
        return rows(from, count, signal);
      },
      read: async (name, { signal } = {}) => {
        check(path, name);
        return rows(0, shape[0]!, signal);
      },
    };
  },
};

async function openCompressed(path: string, start: Uint8Array, signal: AbortSignal | undefined): Promise<DataFile> {
  const fail = failIn(path);
  // The rest of the file is missing on purpose; a sync flush gives what is known so far.
  const prefix = attempt(fail, () => gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }));
  const header = readHeader(prefix, undefined, fail);
  const total = header.dataOffset + sizeOf(header.shape) * bytesPerElement(header.dtype);
  return {
    ...describe(path, header),
    read: async (name, options = {}) => {
      check(path, name);
      const compressed = await readAll(path, {
        ...((options.signal ?? signal) && { signal: options.signal ?? signal! }),
      });
      const bytes = await promisify<Uint8Array, object, Buffer<ArrayBuffer>>(gunzip)(compressed, {
        maxOutputLength: total + 1,
      }).catch((cause: unknown) => {
        throw fail('its compressed data is broken, or longer than its header says', undefined, { cause });
      });
      if (bytes.length !== total)
        throw fail(`inflates to ${bytes.length} bytes, not the ${total} that its header says`);
      const { dtype, shape, dataOffset } = header;
      return { dtype, shape, data: decode(dtype, bytes.subarray(dataOffset)) };
    },
  };
}

function attempt<T>(fail: Fail, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw fail('its compressed data is broken', undefined, { cause });
  }
}

/** Throws FormatError (through `fail`) unless the header claims exactly `total` bytes, if known. */
function readHeader(bytes: Uint8Array, total: number | undefined, fail: Fail): IdxHeader {
  const dtype = types[bytes[2] ?? 0];
  const axes = bytes[3] ?? 0;
  if (!startsWith(bytes, [0, 0]) || !dtype || !axes)
    throw fail('is not idx: it does not start with two zeros, a type and the number of axes', 0);
  const dataOffset = 4 + 4 * axes;
  if (bytes.length < dataOffset) throw fail(`ends inside its header of ${axes} axes`, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = sizeOf(shape) * bytesPerElement(dtype);
  if (!(size <= MAXIMUM_BYTES))
    throw fail(`claims ${shape.join(' × ')} numbers; the limit is ${MAXIMUM_BYTES} bytes (2 GiB)`, 4);
  if (total !== undefined && dataOffset + size !== total)
    throw fail(
      `shape (${shape.join(', ')}) needs ${size} bytes of data, but there are ${total - dataOffset}`,
      dataOffset,
    );
  return { dtype, shape, dataOffset };
}

/** Three axes of bytes are pictures: nothing else is published in this form. */
function describe(path: string, { dtype, shape }: IdxHeader): Omit<DataFile, 'read'> {
  const [, height, width] = shape;
  const pictures = dtype === 'uint8' && shape.length === 3 && height && width;
  return {
    path,
    format: idx.id,
    arrays: [{ name: NAME, dtype, shape }],
    main: NAME,
    ...(pictures && { pictures: { width, height, channels: 1 } }),
  };
}

function check(path: string, name: string): void {
  if (name !== NAME) throw missingArray(path, name, [NAME]);
}

function decode(dtype: Exclude<DType, 'string'>, bytes: Uint8Array<ArrayBuffer>): Exclude<Tensor['data'], string[]> {
  const size = bytesPerElement(dtype);
  const aligned = bytes.byteOffset % size ? bytes.slice() : bytes;
  const buffer = Buffer.from(aligned.buffer, aligned.byteOffset, aligned.length);
  if (size === 2) buffer.swap16();
  if (size === 4) buffer.swap32();
  if (size === 8) buffer.swap64();
  return new (storageOf(dtype))(aligned.buffer, aligned.byteOffset, aligned.length / size);
}

/** Bytes of this shape as an idx file: its magic number, the big-endian sizes, the bytes. */
export function encodeIdx(shape: Shape, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(bytes.buffer);
  // 8: unsigned bytes.
  view.setUint32(0, (8 << 8) | shape.length);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}
