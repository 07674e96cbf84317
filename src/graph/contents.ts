/** The numbers of a constant, wherever they are stored. */
import { open } from 'node:fs/promises';
import { FormatError, GraphError } from '../shared/errors';
import { bytesPerElement, sizeOf, storageOf, toNumbers, type Tensor } from '../shared/tensor';
import { isEncoded, isInline, type Constant } from './graph';

/** Numbers read at a time. */
const PORTION = 2 ** 20;

/** All of them. Throws FormatError if the file is gone or has become shorter. */
export async function contentsOf(constant: Constant): Promise<Tensor> {
  if (isInline(constant)) return constant;
  const { dtype, shape } = constant;
  if (dtype === 'string') throw new GraphError('Text cannot be external data.');
  const bytes = isEncoded(constant)
    ? await decoded(constant)
    : await readBytes(constant.external, 0, constant.external.length);
  return { dtype, shape, data: new (storageOf(dtype))(bytes.buffer, bytes.byteOffset, sizeOf(shape)) };
}

/** In portions, for constants too large to hold whole: the first matrix of a VGG-16 has 411 MB. */
export async function* portionsOf(constant: Constant): AsyncGenerator<{ start: number; numbers: ArrayLike<number> }> {
  if (constant.dtype === 'string') return;
  if (!('external' in constant)) {
    yield { start: 0, numbers: toNumbers(await contentsOf(constant)) };
    return;
  }
  const { dtype, shape, external } = constant;
  const width = bytesPerElement(dtype);
  const size = sizeOf(shape);
  for (let start = 0; start < size; start += PORTION) {
    const bytes = await readBytes(external, start * width, Math.min(PORTION, size - start) * width);
    yield { start, numbers: toNumbers({ dtype, shape, data: new (storageOf(dtype))(bytes.buffer) }) };
  }
}

/** The bytes of an encoded constant, exactly as many as its shape needs. */
export async function decoded(constant: Extract<Constant, { encoded: unknown }>): Promise<Uint8Array<ArrayBuffer>> {
  const { dtype, shape, encoded } = constant;
  if (dtype === 'string') throw new GraphError('Text cannot be encoded weights.');
  const bytes = await encoded.read();
  const expected = sizeOf(shape) * bytesPerElement(dtype);
  if (bytes.length !== expected)
    throw new FormatError(encoded.file, `weights of shape [${shape.join()}] have ${bytes.length} bytes instead of ${expected}`); // prettier-ignore
  return bytes;
}

async function readBytes({ file, offset }: { file: string; offset: number }, from: number, length: number) {
  const handle = await open(file).catch((cause: unknown) => {
    throw new FormatError(file, 'the file no longer exists', undefined, { cause });
  });
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, offset + from);
    if (bytesRead < length)
      throw new FormatError(
        file,
        'the file has become shorter since it was opened; open it again',
        offset + from + bytesRead,
      );
    return bytes;
  } finally {
    await handle.close();
  }
}
