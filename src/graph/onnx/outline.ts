/**
 * A model file without its weights. It is read field by field with small reads; the contents of every large initializer
 * are skipped and replaced by a reference to their place, so a 550 MB model costs a few kilobytes. The result is an
 * ordinary ONNX model whose large tensors are external data in the original file.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { FormatError } from '../../shared/errors';

/** Contents of at most this many bytes stay inline, where inference can read them. */
const INLINE_BYTES = 32768;
/** Limit on everything but the weights: nodes, names, small constants. We cannot show a larger model. */
const MAX_OUTLINE_BYTES = 1 << 29;
const WINDOW_BYTES = 1 << 16;

/** Messages that are entered, by field number; all other fields are copied unchanged. */
const children: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph' },
  graph: { 5: 'tensor' },
  tensor: {},
};
type Message = 'model' | 'graph' | 'tensor';

/** TensorProto fields whose bytes are the little-endian elements: float_data, raw_data, double_data. */
const contents = new Set([4, 9, 10]);
const externalData = 13;
const dataLocation = 14;

/**
 * The bytes of a ModelProto whose large tensors are external. Throws FormatError with the offset where the file stops
 * making sense.
 */
export async function outline(path: string): Promise<Uint8Array> {
  const file = await open(path).catch((cause: unknown) => {
    throw new FormatError(path, 'the file cannot be opened; check that it exists and is readable', undefined, {
      cause,
    });
  });
  try {
    const { size } = await file.stat();
    if (size === 0) throw new FormatError(path, 'the file is empty', 0);
    const writer = new BinaryWriter();
    await new Walker(file, path).walk('model', 0, size, writer);
    return writer.finish();
  } finally {
    await file.close();
  }
}

class Walker {
  #window = Buffer.alloc(0);
  #start = 0;
  #copied = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly path: string,
  ) {}

  async walk(message: Message, from: number, end: number, out: BinaryWriter): Promise<void> {
    let inFile: { offset: number; length: number } | undefined;
    for (let at = from; at < end;) {
      const key = await this.#varint(at, end);
      const field = Math.floor(key.value / 8);
      const wire: WireType = key.value % 8;
      if (field === 0) this.#fail(at, 'not an ONNX model: a field number of 0');
      const { start, stop } = await this.#payload(wire, key.next, end, at);
      const child = children[message][field];
      if (child && wire === WireType.LengthDelimited) {
        out.tag(field, wire).fork();
        await this.walk(child, start, stop, out);
        out.join();
      } else if (
        message === 'tensor' &&
        contents.has(field) &&
        wire === WireType.LengthDelimited &&
        stop - start > INLINE_BYTES
      ) {
        if (inFile) this.#fail(at, 'the contents of a tensor are in several pieces');
        inFile = { offset: start, length: stop - start };
      } else {
        this.#copied += stop - at;
        if (this.#copied > MAX_OUTLINE_BYTES) this.#fail(at, 'more than 512 MB of structure besides the weights');
        out.raw(new Uint8Array(await this.#read(at, stop - at)));
      }
      at = stop;
    }
    if (inFile) this.#refer(inFile, out);
  }

  #refer({ offset, length }: { offset: number; length: number }, out: BinaryWriter): void {
    const entries = { location: basename(this.path), offset: String(offset), length: String(length) };
    for (const [key, value] of Object.entries(entries)) {
      out.tag(externalData, WireType.LengthDelimited).fork();
      out.tag(1, WireType.LengthDelimited).string(key).tag(2, WireType.LengthDelimited).string(value).join();
    }
    out.tag(dataLocation, WireType.Varint).int32(1);
  }

  async #payload(wire: WireType, at: number, end: number, field: number): Promise<{ start: number; stop: number }> {
    const size = async (): Promise<{ start: number; stop: number }> => {
      switch (wire) {
        case WireType.Varint:
          return { start: at, stop: (await this.#varint(at, end)).next };
        case WireType.Bit64:
          return { start: at, stop: at + 8 };
        case WireType.Bit32:
          return { start: at, stop: at + 4 };
        case WireType.LengthDelimited: {
          const length = await this.#varint(at, end);
          return { start: length.next, stop: length.next + length.value };
        }
        default:
          return this.#fail(field, `not an ONNX model: unknown wire type ${wire}`);
      }
    };
    const { start, stop } = await size();
    if (stop > end)
      this.#fail(
        field,
        `truncated or not an ONNX model: a field of ${stop - start} bytes ends ${stop - end} bytes too late`,
      );
    return { start, stop };
  }

  /** A base-128 number of up to 64 bits; those beyond 2^53 can only be copied, never used as lengths. */
  async #varint(at: number, end: number): Promise<{ value: number; next: number }> {
    const bytes = await this.#read(at, Math.min(10, end - at));
    let value = 0;
    for (let i = 0; i < bytes.length; i++) {
      value += (bytes[i]! & 0x7f) * 2 ** (7 * i);
      if (bytes[i]! < 0x80) return { value, next: at + i + 1 };
    }
    return this.#fail(at, 'truncated or not an ONNX model: a number never ends');
  }

  async #read(at: number, length: number): Promise<Buffer> {
    if (at < this.#start || at + length > this.#start + this.#window.length) {
      const buffer = Buffer.alloc(Math.max(length, WINDOW_BYTES));
      const { bytesRead } = await this.file.read(buffer, 0, buffer.length, at);
      if (bytesRead < length) this.#fail(at + bytesRead, 'the file ends in the middle of a field');
      this.#window = buffer.subarray(0, bytesRead);
      this.#start = at;
    }
    return this.#window.subarray(at - this.#start, at - this.#start + length);
  }

  #fail(offset: number, reason: string): never {
    throw new FormatError(this.path, reason, offset);
  }
}
