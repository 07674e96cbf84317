/**
 * Writes a .npz row by row, several arrays at a time, for data that exceeds memory: every size is known before the
 * first row, so each array has its place in the file from the start. Stored, not deflated.
 */
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { ArgumentError } from '../shared/errors';
import { sizeOf, type Shape, type Tensor } from '../shared/tensor';
import { encodeNpy, npyHeader } from './npy';

/** Sizes and offsets have 32 bits in a zip without ZIP64. */
const MOST_BYTES = 2 ** 32 - 1;
const LOCAL = 0x04034b50;
const DIRECTORY = 0x02014b50;
const END = 0x06054b50;
/** 1 January 1980, the earliest possible date, so that the same arrays give the same bytes. */
const DATE = 0x21;

interface Entry {
  name: Buffer;
  /** Offset and size of its local header. */
  offset: number;
  data: number;
  bytes: number;
  /** Bytes written so far, and their checksum. */
  written: number;
  crc: number;
}

export interface NpzStream {
  /** The next rows of one of the announced float32 arrays. */
  write(name: string, rows: Float32Array): Promise<void>;
  /**
   * Writes `more` arrays and the directory, and gives the file its name. Throws ArgumentError unless all rows have been
   * written.
   */
  finish(more?: Readonly<Record<string, Tensor>>): Promise<void>;
  /** Ends without leaving a file. */
  abandon(): Promise<void>;
}

/** Begins a temporary file beside `path`. Throws ArgumentError beyond 4 GiB, and errors of the file system. */
export async function streamNpz(path: string, arrays: readonly { name: string; shape: Shape }[]): Promise<NpzStream> {
  const unfinished = `${path}.unfinished`;
  const file = await open(unfinished, 'w');
  const entries = new Map<string, Entry>();
  let end = 0;
  const place = async (name: string, header: Uint8Array, bytes: number): Promise<Entry> => {
    const entry = {
      name: Buffer.from(`${name}.npy`),
      offset: end,
      data: 0,
      bytes: header.length + bytes,
      written: 0,
      crc: 0,
    };
    entry.data = end + 30 + entry.name.length;
    end = entry.data + entry.bytes;
    if (end > MOST_BYTES) throw new ArgumentError(`${path} would exceed 4 GiB; write fewer layers, or pool them.`);
    entries.set(name, entry);
    await append(file, entry, header);
    return entry;
  };
  const abandon = async (): Promise<void> => {
    await file.close();
    await rm(unfinished, { force: true });
  };
  try {
    for (const { name, shape } of arrays) await place(name, npyHeader('<f4', shape), 4 * sizeOf(shape));
  } catch (error) {
    await abandon();
    throw error;
  }
  return {
    write: (name, rows) => append(file, entries.get(name)!, bytesOf(rows)),
    async finish(more = {}) {
      for (const [name, tensor] of Object.entries(more)) {
        const whole = encodeNpy(tensor);
        const header = whole.subarray(0, 0);
        await append(file, await place(name, header, whole.length), whole);
      }
      for (const { name, written, bytes } of entries.values())
        if (written !== bytes) throw new ArgumentError(`${name.toString()} has only ${written} of its ${bytes} bytes.`);
      for (const entry of entries.values()) await writeAll(file, localHeader(entry), entry.offset);
      await writeAll(file, directory([...entries.values()], end), end);
      await file.close();
      await rename(unfinished, path);
    },
    abandon,
  };
}

async function append(file: FileHandle, entry: Entry, bytes: Uint8Array): Promise<void> {
  await writeAll(file, bytes, entry.data + entry.written);
  entry.written += bytes.length;
  entry.crc = crc32(bytes, entry.crc);
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

function bytesOf(rows: Float32Array): Uint8Array {
  return new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
}

/** What local headers and the directory share: version 2.0, names in UTF-8, stored. */
function common({ name, bytes, crc }: Entry): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x800, 2);
  fields.writeUInt16LE(DATE, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(bytes, 14);
  fields.writeUInt32LE(bytes, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function localHeader(entry: Entry): Buffer {
  return Buffer.concat([uint32(LOCAL), common(entry), entry.name]);
}

function directory(entries: readonly Entry[], offset: number): Buffer {
  const records = entries.map((entry) => {
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(entry.offset, 10);
    return Buffer.concat([uint32(DIRECTORY), Buffer.from([20, 0]), common(entry), rest, entry.name]);
  });
  const size = records.reduce((sum, record) => sum + record.length, 0);
  const last = Buffer.alloc(18);
  last.writeUInt16LE(entries.length, 4);
  last.writeUInt16LE(entries.length, 6);
  last.writeUInt32LE(size, 8);
  last.writeUInt32LE(offset, 12);
  return Buffer.concat([...records, uint32(END), last]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
