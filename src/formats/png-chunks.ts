/**
 * The parts of a PNG that make its pixels (PNG specification, third edition): header, palette, transparency and the
 * inflated scan lines, checked against their checksums and each other. `png.ts` turns scan lines into pixels.
 */
import { promisify } from 'node:util';
import { crc32, inflate } from 'node:zlib';
import type { Fail } from './bytes';
import { MAXIMUM_PIXELS, startsWith } from './format';

export const PNG_MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export const GREY = 0;
export const RGB = 2;
export const PALETTE = 3;
const GREY_ALPHA = 4;
const RGB_ALPHA = 6;

export interface PngHeader {
  width: number;
  height: number;
  depth: number;
  colourType: number;
  interlaced: boolean;
}

export interface PngChunks {
  header: PngHeader;
  palette?: Uint8Array;
  transparency?: Uint8Array;
  /** The compressed scan lines. */
  data: Uint8Array;
  /** Their offset in the file. */
  dataOffset: number;
}

const depths: Readonly<Record<number, readonly number[]>> = {
  [GREY]: [1, 2, 4, 8, 16],
  [RGB]: [8, 16],
  [PALETTE]: [1, 2, 4, 8],
  [GREY_ALPHA]: [8, 16],
  [RGB_ALPHA]: [8, 16],
};

const samples: Readonly<Record<number, number>> = {
  [GREY]: 1,
  [RGB]: 3,
  [PALETTE]: 1,
  [GREY_ALPHA]: 2,
  [RGB_ALPHA]: 4,
};

/** Samples per pixel in the file; an index into a palette counts as one. */
export function samplesPerPixel({ colourType }: PngHeader): number {
  return samples[colourType]!;
}

/**
 * Reads all chunks up to IEND. Chunks that do not affect pixels are skipped unread. Throws FormatError (through
 * `fail`).
 */
export function readPngChunks(bytes: Uint8Array, fail: Fail): PngChunks {
  if (!startsWith(bytes, PNG_MAGIC)) throw fail('does not start with the mark of a PNG', 0);
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = chunkAt(file, PNG_MAGIC.length, fail);
  if (first.type !== 'IHDR') throw fail('does not start with an IHDR chunk', first.at);
  const header = readHeader(first.body, (reason) => fail(reason, first.at));
  const found = new Map<string, Uint8Array>();
  const data: Uint8Array[] = [];
  let dataOffset = 0;
  for (let chunk = chunkAt(file, first.end, fail); chunk.type !== 'IEND'; chunk = chunkAt(file, chunk.end, fail)) {
    const { type, body, at } = chunk;
    if (type === 'IDAT') {
      dataOffset ||= at;
      data.push(body);
    } else if (pixelChunks.includes(type)) {
      if (found.has(type) || type === 'IHDR') throw fail(`has two ${type} chunks`, at);
      found.set(type, body);
    }
  }
  if (!data.length) throw fail('has no pixels (no IDAT chunk)', file.length);
  const [palette, transparency] = [found.get('PLTE'), found.get('tRNS')];
  if (header.colourType === PALETTE && !palette) throw fail('has palette colours but no palette (PLTE chunk)');
  if (palette && (palette.length % 3 || !palette.length || palette.length > 768))
    throw fail(`has a palette of ${palette.length} bytes`);
  if (transparency) checkTransparency(header, transparency, palette, fail);
  return {
    header,
    data: Buffer.concat(data),
    dataOffset,
    ...(palette && { palette }),
    ...(transparency && { transparency }),
  };
}

/** What the first chunk says; the pixels may be missing. */
export function readPngHeader(bytes: Uint8Array, fail: Fail): PngHeader {
  if (!startsWith(bytes, PNG_MAGIC)) throw fail('does not start with the mark of a PNG', 0);
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { type, body, at } = chunkAt(file, PNG_MAGIC.length, fail);
  if (type !== 'IHDR') throw fail('does not start with an IHDR chunk', at);
  return readHeader(body, (reason) => fail(reason, at));
}

const pixelChunks = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];

/** Length, type, body and checksum; the checksum is verified if the chunk affects the pixels. */
function chunkAt(file: Buffer, at: number, fail: Fail) {
  if (at + 12 > file.length) throw fail('the file ends before the picture does', file.length);
  const length = file.readUInt32BE(at);
  const type = file.toString('latin1', at + 4, at + 8);
  const bodyEnd = at + 8 + length;
  if (bodyEnd + 4 > file.length)
    throw fail(`chunk ${JSON.stringify(type)} claims ${length} bytes, more than there are`, at);
  if (pixelChunks.includes(type) && crc32(file.subarray(at + 4, bodyEnd)) !== file.readUInt32BE(bodyEnd))
    throw fail(`chunk ${type} does not match its checksum (CRC-32)`, at);
  return { at, type, body: file.subarray(at + 8, bodyEnd), end: bodyEnd + 4 };
}

function readHeader(body: Buffer, fail: (reason: string) => Error): PngHeader {
  if (body.length !== 13) throw fail(`has an IHDR chunk of ${body.length} bytes, not 13`);
  const [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
  const [depth, colourType, compression, filter, interlace] = [...body.subarray(8)] as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (!width || !height) throw fail(`has the size ${width} × ${height}`);
  if (width * height > MAXIMUM_PIXELS)
    throw fail(`has ${width} × ${height} pixels; the limit is ${MAXIMUM_PIXELS / 1e6} million`);
  if (!depths[colourType]?.includes(depth))
    throw fail(`has ${depth} bits per sample, which colour type ${colourType} does not allow`);
  if (compression || filter || interlace > 1) throw fail('has an unknown compression, filter or interlace method');
  // The decoder assumes at least a byte per sample of an interlaced picture.
  if (interlace && depth < 8) throw fail(`is interlaced with ${depth} bits per sample; save it without interlacing`);
  return { width, height, depth, colourType, interlaced: interlace === 1 };
}

function checkTransparency(
  header: PngHeader,
  transparency: Uint8Array,
  palette: Uint8Array | undefined,
  fail: Fail,
): void {
  const { colourType } = header;
  const fits =
    colourType === PALETTE
      ? transparency.length * 3 <= (palette?.length ?? 0)
      : (colourType === GREY || colourType === RGB) && transparency.length === 2 * samplesPerPixel(header);
  if (!fits)
    throw fail(`has a transparency (tRNS) chunk of ${transparency.length} bytes with colour type ${colourType}`);
}

/** The filtered scan lines, exactly as many bytes as the header implies; inflating stops at more. */
export async function inflateScanLines({ header, data, dataOffset }: PngChunks, fail: Fail): Promise<Uint8Array> {
  const expected = scanLineBytes(header);
  let lines: Uint8Array;
  try {
    lines = await promisify<Uint8Array, object, Buffer>(inflate)(data, {
      maxOutputLength: expected,
      chunkSize: 2 ** 16,
    });
  } catch (error) {
    const why =
      error instanceof RangeError
        ? 'there are more pixels than width and height allow'
        : 'the compressed pixels are broken';
    throw fail(why, dataOffset, { cause: error });
  }
  if (lines.length < expected)
    throw fail(`there are ${lines.length} bytes of pixels instead of ${expected}`, dataOffset);
  return lines;
}

// Adam7: first column and row of each pass, and the steps to the next.
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function scanLineBytes(header: PngHeader): number {
  const { width, height, depth, interlaced } = header;
  const passes = interlaced ? adam7 : [[0, 0, 1, 1] as const];
  return passes.reduce((sum, [x, y, stepX, stepY]) => {
    const columns = Math.ceil((width - x) / stepX);
    const rows = Math.ceil((height - y) / stepY);
    // A byte before each line names its filter; an empty pass has no lines.
    return columns > 0 && rows > 0
      ? sum + rows * (1 + Math.ceil((columns * samplesPerPixel(header) * depth) / 8))
      : sum;
  }, 0);
}
