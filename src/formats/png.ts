/**
 * PNG pictures as pixels [H, W, C]: uint8 up to 8 bits per sample, uint16 for 16; grey, grey and alpha, RGB or RGBA.
 * Palettes and colour keys become colours and alpha; colour profiles and gamma are ignored, as in training pipelines.
 * fast-png unfilters and encodes; `png-chunks.ts` decides what it may see.
 */
import { crc32, deflateSync } from 'node:zlib';
import { convertIndexedToRgb, decode, encode, type DecodedPng } from 'fast-png';
import { ArgumentError, messageOf } from '../shared/errors';
import { sizeOf, type Tensor } from '../shared/tensor';
import { failIn, readAll, type Fail } from './bytes';
import { hasExtension, startsWith, type DataFile, type DataFormat } from './format';
import { pictureFile } from './picture';
import {
  GREY,
  inflateScanLines,
  PALETTE,
  PNG_MAGIC,
  readPngChunks,
  readPngHeader,
  RGB,
  samplesPerPixel,
  type PngChunks,
} from './png-chunks';

export const png: DataFormat = {
  id: 'png',
  title: 'PNG picture',
  extensions: ['.png'],
  match: (head, path) => startsWith(head, PNG_MAGIC) || hasExtension(path, png.extensions),

  async open(path, options = {}) {
    const fail = failIn(path);
    const chunks = readPngChunks(await readAll(path, options), fail);
    return describe(path, chunks.header, chunks.transparency !== undefined, () => decodePixels(chunks, fail));
  },

  // Transparency comes later in the file, and does not matter for whether a network fits.
  outline: (head, path) =>
    describe(path, readPngHeader(head, failIn(path)), false, () =>
      Promise.reject(failIn(path)('was only partly read')),
    ),
};

function describe(
  path: string,
  header: PngChunks['header'],
  isTransparent: boolean,
  decode: () => Promise<Uint8Array | Uint16Array>,
): DataFile {
  const { width, height, depth, colourType } = header;
  const channels = (colourType === PALETTE ? 3 : samplesPerPixel(header)) + (isTransparent ? 1 : 0);
  return pictureFile(path, png.id, depth === 16 ? 'uint16' : 'uint8', { width, height, channels }, decode);
}

/** The picture [H, W, C], C from 1 (grey) to 4 (RGBA), as a PNG. Throws ArgumentError for other types and shapes. */
export function encodePng({ dtype, shape, data }: Tensor): Uint8Array {
  const [height = 0, width = 0, channels = 0] = shape;
  const typed =
    (dtype === 'uint8' && data instanceof Uint8Array) || (dtype === 'uint16' && data instanceof Uint16Array);
  if (!typed || shape.length !== 3 || !sizeOf(shape) || channels > 4)
    throw new ArgumentError(`A PNG holds uint8 or uint16 [H, W, 1 to 4], not ${dtype} [${shape.join(', ')}].`);
  return encode({ width, height, channels, depth: dtype === 'uint8' ? 8 : 16, data });
}

async function decodePixels(chunks: PngChunks, fail: Fail): Promise<Uint8Array | Uint16Array> {
  const lines = await inflateScanLines(chunks, fail);
  try {
    const decoded = decode(rebuilt(chunks, lines));
    if (chunks.header.colourType === PALETTE) return convertIndexedToRgb(decoded);
    return withColourKey(chunks, fullRange(decoded));
  } catch (error) {
    const why = messageOf(error);
    throw fail(`its pixels are broken: ${why}`, chunks.dataOffset, { cause: error });
  }
}

/**
 * A PNG of only what affects pixels, with the scan lines stored uncompressed: nothing in it can inflate beyond the
 * limit.
 */
function rebuilt({ header, palette, transparency }: PngChunks, lines: Uint8Array): Uint8Array {
  const { width, height, depth, colourType, interlaced } = header;
  const start = Buffer.alloc(13);
  start.writeUInt32BE(width, 0);
  start.writeUInt32BE(height, 4);
  start.set([depth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  const indexed = colourType === PALETTE;
  return Buffer.concat([
    Buffer.from(PNG_MAGIC),
    chunk('IHDR', start),
    ...(indexed && palette ? [chunk('PLTE', palette)] : []),
    ...(indexed && transparency ? [chunk('tRNS', transparency)] : []),
    chunk('IDAT', deflateSync(lines, { level: 0 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(body, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + body.length)), 8 + body.length);
  return bytes;
}

/** Grey samples of 1, 2 or 4 bits, each line padded to whole bytes, spread over 0 to 255; others as they are. */
function fullRange({ data, width, height, depth }: DecodedPng): Uint8Array | Uint16Array {
  if (depth >= 8) return data instanceof Uint8ClampedArray ? new Uint8Array(data) : data;
  const largest = 2 ** depth - 1;
  const lineBytes = Math.ceil((width * depth) / 8);
  return Uint8Array.from({ length: width * height }, (_, index) => {
    const bit = (index % width) * depth;
    const byte = data[Math.floor(index / width) * lineBytes + (bit >> 3)]!;
    return (((byte >> (8 - depth - (bit & 7))) & largest) * 255) / largest;
  });
}

/** Grey and RGB pictures may name one transparent colour: it gets alpha 0, all others full alpha. */
function withColourKey(
  { header, transparency }: PngChunks,
  pixels: Uint8Array | Uint16Array,
): Uint8Array | Uint16Array {
  const { colourType, depth } = header;
  if (!transparency || (colourType !== GREY && colourType !== RGB)) return pixels;
  const channels = samplesPerPixel(header);
  const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  const key = Array.from(
    { length: channels },
    (_, c) => (transparency[2 * c]! * 256 + transparency[2 * c + 1]!) * scale,
  );
  const opaque = depth === 16 ? 65535 : 255;
  const count = pixels.length / channels;
  const out = depth === 16 ? new Uint16Array(count * (channels + 1)) : new Uint8Array(count * (channels + 1));
  for (let pixel = 0; pixel < count; pixel++) {
    const colour = pixels.subarray(pixel * channels, (pixel + 1) * channels);
    out.set(colour, pixel * (channels + 1));
    out[pixel * (channels + 1) + channels] = key.every((value, channel) => value === colour[channel]) ? 0 : opaque;
  }
  return out;
}
