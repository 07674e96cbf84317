/**
 * Reads zip archives (PKWARE APPNOTE 6.3.10, with ZIP64): the directory, then single entries by ranged reads. An
 * entry's claims are checked before reading and enforced while inflating; its name is only a name, never a path on
 * disk.
 */
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { Inflate } from 'fflate';
import { MAXIMUM_BYTES, type ByteSource, type Fail } from './bytes';

export interface ZipEntry {
  name: string;
  method: number;
  encrypted: boolean;
  crc32: number;
  compressedBytes: number;
  bytes: number;
  /** Offset of the entry's own header. */
  offset: number;
  /** Offset of the directory, into which no entry may reach. */
  limit: number;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const MAXIMUM_DIRECTORY = 2 ** 26;
// A deflate stream takes at least two bits for 258 bytes: 1032 to 1 (zlib's documentation).
const MAXIMUM_RATIO = 1032;

/** All entries, in the directory's order. */
export async function readZipDirectory(source: ByteSource, fail: Fail): Promise<ZipEntry[]> {
  const { count, offset, size } = await findDirectory(source, fail);
  if (size > MAXIMUM_DIRECTORY) throw fail(`the archive's directory claims ${size} bytes`, offset);
  if (count * 46 > size) throw fail(`the archive claims ${count} entries in a directory of ${size} bytes`, offset);
  const bytes = Buffer.from((await source.read(offset, size)).buffer);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + 46 > size || bytes.readUInt32LE(at) !== DIRECTORY)
      throw fail('the archive directory is broken', offset + at);
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
    const next = extraEnd + bytes.readUInt16LE(at + 32);
    if (next > size) throw fail('the archive directory is broken', offset + at);
    const wide = wideFields(bytes.subarray(nameEnd, extraEnd));
    const field = (value: number) => (value === 0xffffffff ? (wide.shift() ?? value) : value);
    entries.push({
      name: bytes.toString('utf8', at + 46, nameEnd),
      method: bytes.readUInt16LE(at + 10),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      crc32: bytes.readUInt32LE(at + 16),
      // The order of ZIP64's fields: size, compressed size, offset, each only where the 32-bit field is full.
      bytes: field(bytes.readUInt32LE(at + 24)),
      compressedBytes: field(bytes.readUInt32LE(at + 20)),
      offset: field(bytes.readUInt32LE(at + 42)),
      limit: offset,
    });
    at = next;
  }
  return entries;
}

async function findDirectory(source: ByteSource, fail: Fail): Promise<{ count: number; offset: number; size: number }> {
  const tailOffset = Math.max(0, source.size - 22 - 0xffff);
  const tail = Buffer.from((await source.read(tailOffset, source.size - tailOffset)).buffer);
  let end = tail.length - 22;
  while (end >= 0 && !(tail.readUInt32LE(end) === END && end + 22 + tail.readUInt16LE(end + 20) === tail.length)) end--;
  if (end < 0) throw fail('the archive has no directory at its end; the file is truncated or not a zip', source.size);
  let count = tail.readUInt16LE(end + 10);
  let size = tail.readUInt32LE(end + 12);
  let offset = tail.readUInt32LE(end + 16);
  let limit = tailOffset + end;
  if ((count === 0xffff || size === 0xffffffff || offset === 0xffffffff) && limit >= 20) {
    const locator = Buffer.from((await source.read(limit - 20, 20)).buffer);
    if (locator.readUInt32LE(0) === END64_LOCATOR) {
      limit = Number(locator.readBigUInt64LE(8));
      const wide = Buffer.from((await source.read(limit, 56)).buffer);
      if (wide.readUInt32LE(0) !== END64) throw fail('the ZIP64 end of the archive directory is broken', limit);
      [count, size, offset] = [32, 40, 48].map((at) => Number(wide.readBigUInt64LE(at))) as [number, number, number];
    }
  }
  if (offset + size > limit) throw fail('the archive directory reaches beyond its own end', limit);
  return { count, offset, size };
}

/** The 64-bit numbers of the ZIP64 extra field (id 1). */
function wideFields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const fields = Math.floor(Math.min(extra.readUInt16LE(at + 2), extra.length - at - 4) / 8);
    return Array.from({ length: fields }, (_, index) => Number(extra.readBigUInt64LE(at + 4 + index * 8)));
  }
  return [];
}

/** The whole entry, inflated and checked against its CRC-32. */
export async function readZipEntry(source: ByteSource, entry: ZipEntry, fail: Fail): Promise<Uint8Array<ArrayBuffer>> {
  const offset = await dataOffset(source, entry, fail);
  const stored = await source.read(offset, entry.compressedBytes);
  const bytes = entry.method === STORED ? stored : await inflate(stored, entry.bytes, (why) => fail(why, offset));
  if (bytes.length !== entry.bytes)
    throw fail(`inflates to ${bytes.length} bytes, not the ${entry.bytes} it claims`, offset);
  if (crc32(bytes) !== entry.crc32) throw fail('its bytes do not match their checksum (CRC-32)', offset);
  return bytes;
}

/** The first `length` bytes of the entry, which must claim that many; unchecked, for reading headers. */
export async function readZipPrefix(
  source: ByteSource,
  entry: ZipEntry,
  length: number,
  fail: Fail,
): Promise<Uint8Array> {
  const offset = await dataOffset(source, entry, fail);
  if (entry.method === STORED) return source.read(offset, length);
  const chunks: Uint8Array[] = [];
  let inflated = 0;
  const inflater = new Inflate((chunk) => {
    chunks.push(chunk);
    inflated += chunk.length;
  });
  // Small steps limit what a hostile stream can inflate at once to about a megabyte.
  for (let done = 0; inflated < length && done < entry.compressedBytes; done += 1024) {
    const piece = await source.read(offset + done, Math.min(1024, entry.compressedBytes - done));
    try {
      inflater.push(piece, done + piece.length === entry.compressedBytes);
    } catch (error) {
      throw fail('its compressed data is broken', offset + done, {
        cause: error,
      });
    }
  }
  if (inflated < length) throw fail(`inflates to ${inflated} bytes, not the ${entry.bytes} it claims`, offset);
  return Buffer.concat(chunks).subarray(0, length);
}

/** Offset of the entry's data, once its claims have proved possible. */
async function dataOffset(source: ByteSource, entry: ZipEntry, fail: Fail): Promise<number> {
  const { offset, bytes, compressedBytes, limit, method } = entry;
  if (entry.encrypted) throw fail('is encrypted; save the archive without a password', offset);
  if (method !== STORED && method !== DEFLATED)
    throw fail(`has compression method ${method}; use stored or deflate`, offset);
  if (bytes > MAXIMUM_BYTES) throw fail(`claims ${bytes} bytes; the limit is ${MAXIMUM_BYTES} (2 GiB)`, offset);
  if (offset + 30 + compressedBytes > limit) throw fail('reaches into the archive directory', offset);
  const header = Buffer.from((await source.read(offset, 30)).buffer);
  if (header.readUInt32LE(0) !== LOCAL) throw fail('does not start with an entry header', offset);
  const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (start + compressedBytes > limit) throw fail('reaches into the archive directory', offset);
  if (bytes > (method === STORED ? compressedBytes : compressedBytes * MAXIMUM_RATIO))
    throw fail(`claims ${bytes} bytes from ${compressedBytes}, which is impossible`, offset);
  return start;
}

async function inflate(
  compressed: Uint8Array,
  claimed: number,
  fail: (why: string) => Error,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunkSize = Math.max(64, Math.min(claimed, 2 ** 20));
  try {
    return await promisify<Uint8Array, object, Buffer<ArrayBuffer>>(inflateRaw)(compressed, {
      maxOutputLength: Math.max(1, claimed),
      chunkSize,
    });
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    throw fail(tooLarge ? `inflates to more than the ${claimed} bytes it claims` : 'its compressed data is broken');
  }
}
