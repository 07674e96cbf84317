/**
 * safetensors: the length of a header, the header in JSON (names, types, shapes and byte ranges), the bytes. Nothing in
 * it is ever executed. As the format's description demands, tensors fill the rest of the file without gaps or overlaps.
 */
import { bytesPerElement, sizeOf, storageOf, type DType, type Shape, type Tensor } from '../shared/tensor';
import { failIn, withFile, type Fail } from './bytes';
import { hasExtension, missingArray, type DataFormat } from './format';

/** The format's own limit on the header. */
const MAXIMUM_HEADER = 100e6;
const METADATA = '__metadata__';

const types: Readonly<Record<string, Exclude<DType, 'string'>>> = {
  BOOL: 'bool',
  U8: 'uint8',
  I8: 'int8',
  I16: 'int16',
  U16: 'uint16',
  F16: 'float16',
  BF16: 'bfloat16',
  I32: 'int32',
  U32: 'uint32',
  F32: 'float32',
  F64: 'float64',
  I64: 'int64',
  U64: 'uint64',
};

interface Stored {
  name: string;
  dtype: Exclude<DType, 'string'>;
  shape: Shape;
  offset: number;
}

export const safetensors: DataFormat = {
  id: 'safetensors',
  title: 'Safetensors',
  extensions: ['.safetensors'],
  // The length is below 100 MB, so its upper four bytes are zero, and the JSON follows at once.
  match: (head, path) =>
    hasExtension(path, safetensors.extensions) || (head[8] === 0x7b && [4, 5, 6, 7].every((at) => head[at] === 0)),

  async open(path, options = {}) {
    const fail = failIn(path);
    const { tensors, unreadable } = await withFile(
      path,
      async ({ size, read }) => {
        if (size < 8) throw fail('ends before the length of its header', size);
        const length = Number(new DataView((await read(0, 8)).buffer).getBigUint64(0, true));
        if (length > MAXIMUM_HEADER || 8 + length > size)
          throw fail(`claims a header of ${length} bytes, but the file has ${size}`, 0);
        return readHeader(await read(8, length), 8 + length, size, fail);
      },
      options.signal,
    );
    const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    const find = (name: string): Stored => {
      const found = byName.get(name);
      if (!found) throw missingArray(path, name, [...byName.keys()]);
      return found;
    };
    const read = async ({ dtype, shape, offset }: Stored, from: number, count: number, signal = options.signal) => {
      const rowBytes = sizeOf(shape.slice(1)) * bytesPerElement(dtype);
      const bytes = await withFile(path, (source) => source.read(offset + from * rowBytes, count * rowBytes), signal);
      const data = dtype === 'bool' ? bytes.map((byte) => (byte ? 1 : 0)) : new (storageOf(dtype))(bytes.buffer);
      return { dtype, shape: shape.length ? [count, ...shape.slice(1)] : shape, data } satisfies Tensor;
    };
    return {
      path,
      format: safetensors.id,
      arrays: tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
      unreadable,
      ...(tensors.length === 1 && { main: tensors[0]!.name }),
      readRows: async (name, from, count, { signal } = {}) => read(find(name), from, count, signal),
      read: async (name, { signal } = {}) => {
        const stored = find(name);
        return read(stored, 0, stored.shape[0] ?? 1, signal);
      },
    };
  },
};

function readHeader(bytes: Uint8Array, start: number, size: number, fail: Fail) {
  const header = parse(bytes, fail);
  const tensors: Stored[] = [];
  const unreadable: { name: string; reason: string }[] = [];
  const ranges: { name: string; from: number; to: number }[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) continue;
    const { dtype: code, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
    const quoted = JSON.stringify(name.slice(0, 60));
    if (typeof code !== 'string' || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
      throw fail(`tensor ${quoted} needs "dtype", "shape" and "data_offsets" in the header`, 8);
    const [from, to] = offsets as [number, number];
    if (from > to || start + to > size) throw fail(`tensor ${quoted} lies outside the file`, start);
    ranges.push({ name, from, to });
    const dtype = Object.hasOwn(types, code) ? types[code] : undefined;
    if (!dtype) {
      unreadable.push({ name, reason: `holds the unsupported type ${code.slice(0, 20)}` });
      continue;
    }
    const needed = sizeOf(shape) * bytesPerElement(dtype);
    if (needed !== to - from)
      throw fail(
        `tensor ${quoted} of shape (${shape.join(', ')}) needs ${needed} bytes but has ${to - from}`,
        start + from,
      );
    tensors.push({ name, dtype, shape, offset: start + from });
  }
  let end = 0;
  for (const { name, from, to } of ranges.sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end)
      throw fail(`tensor ${JSON.stringify(name.slice(0, 60))} leaves a gap or overlaps another`, start + from);
    end = to;
  }
  if (start + end !== size) throw fail(`has ${size - start - end} bytes beyond its tensors`, start + end);
  if (!ranges.length) throw fail('has no tensors', 8);
  return { tensors, unreadable };
}

function parse(bytes: Uint8Array, fail: Fail): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof header === 'object' && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch (cause) {
    throw fail('its header is not JSON', 8, { cause });
  }
  throw fail('its header is not a JSON object', 8);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
