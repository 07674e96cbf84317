/** PNG and JPEG against pictures that Pillow wrote, and PNGs written here. */
import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { exifOrientation, orient, swapsSides } from '../../../src/formats/exif';
import { openFile, readData } from '../../../src/formats/open';
import { encodePng } from '../../../src/formats/png';
import { ArgumentError } from '../../../src/shared/errors';
import { tensorOf, type Tensor } from '../../../src/shared/tensor';
import { formatError, fromBase64, temporaryFiles } from './files';
import * as golden from './golden-pictures';

const level = (index: number) => 17 * index;
const alpha = (index: number) => 18 * index;
const colour = (index: number) => [level(index), 255 - level(index), Math.floor(level(index) / 2)];
const palette = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [10, 20, 30]] as const; // prettier-ignore
const pngs: [name: keyof typeof golden, channels: number, pixel: (index: number) => readonly number[]][] = [
  ['grey', 1, (index) => [level(index)]],
  ['greyAlpha', 2, (index) => [level(index), alpha(index)]],
  ['rgb', 3, colour],
  ['rgba', 4, (index) => [...colour(index), alpha(index)]],
  ['grey16', 1, (index) => [4369 * index]],
  ['bilevel', 1, (index) => [index % 2 ? 255 : 0]],
  ['palette', 3, (index) => palette[index % 4]!],
  ['paletteAlpha', 4, (index) => [...palette[index % 4]!, index % 4 === 1 ? 0 : 255]],
  ['colourKey', 2, (index) => [level(index), index === 1 ? 0 : 255]],
];

// What Pillow's ImageOps.exif_transpose makes of [[0, 1, 2], [3, 4, 5]].
const turned = [
  [[0, 1, 2], [3, 4, 5]],
  [[2, 1, 0], [5, 4, 3]],
  [[5, 4, 3], [2, 1, 0]],
  [[3, 4, 5], [0, 1, 2]],
  [[0, 3], [1, 4], [2, 5]],
  [[3, 0], [4, 1], [5, 2]],
  [[5, 2], [4, 1], [3, 0]],
  [[2, 5], [1, 4], [0, 3]],
]; // prettier-ignore

const hostilePngs: [what: string, bytes: Uint8Array, reason: RegExp][] = [
  [
    'gigapixels',
    png([ihdr(1e6, 1e6, 8, 2), idat(Buffer.alloc(10))]),
    /1000000 × 1000000 pixels; the limit is 100 million/,
  ],
  ['no size', png([ihdr(0, 4, 8, 0), idat(Buffer.alloc(10))]), /size 0 × 4/],
  [
    'an impossible depth',
    png([ihdr(4, 4, 16, 3), idat(Buffer.alloc(10))]),
    /16 bits per sample, which colour type 3 does not allow/,
  ],
  ['a bomb', png([ihdr(1, 1, 8, 0), idat(Buffer.alloc(1e7))]), /more pixels than width and height allow/],
  ['too few pixels', png([ihdr(4, 4, 8, 0), idat(Buffer.alloc(19))]), /19 bytes of pixels instead of 20/],
  ['an unknown filter', png([ihdr(1, 1, 8, 0), idat(Buffer.from([9, 0]))]), /filter/i],
  ['a missing palette', png([ihdr(1, 1, 8, 3), idat(Buffer.alloc(2))]), /no palette/],
  [
    'an index beyond the palette',
    png([ihdr(1, 1, 8, 3), ['PLTE', Buffer.alloc(3)], idat(Buffer.from([0, 7]))]),
    /palette/,
  ],
  ['two headers', png([ihdr(1, 1, 8, 0), ihdr(1, 1, 8, 0), idat(Buffer.alloc(2))]), /two IHDR/],
  ['no pixels', png([ihdr(1, 1, 8, 0)]), /no pixels/],
  ['pixels first', png([idat(Buffer.alloc(2)), ihdr(1, 1, 8, 0)]), /IHDR/],
  ['interlaced bits', png([ihdr(1, 1, 1, 0, 1), idat(Buffer.alloc(2))]), /without interlacing/],
];

describe('formats/png', () => {
  const file = temporaryFiles();

  for (const [name, channels, pixel] of pngs)
    it(`reads what Pillow wrote: ${name}`, async () => {
      const opened = await openFile(file(`${name}.png`, fromBase64(golden[name])));
      const expected = Array.from({ length: 15 }, (_, index) => pixel(index)).flat();
      const tensor = tensorOf(name === 'grey16' ? 'uint16' : 'uint8', [3, 5, channels], expected);
      assert.deepEqual(opened.arrays, [{ name: 'pixels', dtype: tensor.dtype, shape: tensor.shape }]);
      assert.deepEqual(opened.picture, { width: 5, height: 3, channels });
      assert.deepEqual(await opened.read('pixels'), tensor);
    });

  it('gives back what it wrote: 1 to 4 channels of 8 and 16 bits, and interlaced', async () => {
    for (const dtype of ['uint8', 'uint16'] as const)
      for (const channels of [1, 2, 3, 4]) {
        const step = dtype === 'uint8' ? 1 : 257;
        const values = Array.from({ length: 9 * 11 * channels }, (_, index) => ((index * 37) % 256) * step);
        const tensor = tensorOf(dtype, [9, 11, channels], values);
        assert.deepEqual(await readData(file('round.png', encodePng(tensor))), tensor);
        assert.deepEqual(await readData(file('interlaced.png', interlaced(tensor))), tensor);
      }
  });

  it('will not write what a PNG cannot hold', () => {
    assert.throws(() => encodePng(tensorOf('float32', [1, 1, 3], [0, 0, 0])), ArgumentError);
    assert.throws(() => encodePng(tensorOf('uint8', [3], [0, 0, 0])), ArgumentError);
  });

  for (const [what, bytes, reason] of hostilePngs)
    it(`refuses ${what}`, async () => {
      await assert.rejects(readData(file('hostile.png', bytes)), formatError(reason));
    });
});

describe('formats/jpeg', () => {
  const file = temporaryFiles();
  const jpeg = (name: keyof typeof golden) => readData(file(`${name}.jpg`, fromBase64(golden[name])));

  // Decoders may differ by their inverse cosine transforms and rounding: ITU T.83 allows 1 in it, colour conversion adds at most 2.
  for (const name of ['baseline', 'progressive'] as const)
    it(`agrees with libjpeg within 3 levels: ${name}`, async () => {
      const tensor = await jpeg(name);
      assert.deepEqual([tensor.dtype, tensor.shape], ['uint8', [16, 24, 3]]);
      assert.ok(largestDifference(tensor, fromBase64(golden.baselinePixels)) <= 3);
    });

  it('takes red, green and blue for what they are where the file has no colour transform', async () => {
    const expected = Array.from({ length: 16 * 24 }, (_, index) => {
      const [x, y] = [index % 24, Math.floor(index / 24)];
      return [10 * x, 15 * y, 6 * (x + y)];
    });
    assert.ok(largestDifference(await jpeg('plainRgb'), expected.flat()) <= 6);
  });

  it('keeps grey pictures grey', async () => {
    const tensor = await jpeg('greyJpeg');
    assert.deepEqual(tensor.shape, [16, 24, 1]);
    // Quality 95 loses a few levels of the ramp.
    assert.ok(
      largestDifference(
        tensor,
        Array.from({ length: 16 * 24 }, (_, index) => 10 * (index % 24)),
      ) <= 6,
    );
  });

  it('turns a picture as its camera says', async () => {
    const [upright, stored] = [await jpeg('turned'), await jpeg('baseline')];
    assert.deepEqual(upright.shape, [24, 16, 3]);
    // Orientation 6: the first column, from the bottom up, becomes the first row.
    for (let row = 0; row < 24; row++)
      for (let column = 0; column < 16; column++)
        assert.equal(upright.data[(row * 16 + column) * 3], stored.data[((15 - column) * 24 + row) * 3]);
  });

  it('knows all eight orientations', () => {
    turned.forEach((expected, index) => {
      const orientation = index + 1;
      assert.equal(exifOrientation(tiff(orientation)), orientation);
      assert.equal(swapsSides(orientation), expected.length === 3);
      assert.deepEqual([...orient(Uint8Array.of(0, 1, 2, 3, 4, 5), 3, 2, 1, orientation)], expected.flat());
    });
  });

  it('takes broken orientation data for none', () => {
    // The entry ends at byte 22.
    for (let length = 0; length < 22; length++) assert.equal(exifOrientation(tiff(6).subarray(0, length)), 1);
    for (const value of [0, 9, 65535]) assert.equal(exifOrientation(tiff(value)), 1);
  });

  it('refuses CMYK, other codings, absurd sizes', async () => {
    await assert.rejects(jpeg('cmyk'), formatError(/CMYK.*RGB/));
    await assert.rejects(readData(file('a.jpg', frame(0xc9, 16, 24))), formatError(/arithmetic-coded/));
    await assert.rejects(readData(file('b.jpg', frame(0xc0, 60000, 60000))), formatError(/the limit is 100 million/));
    await assert.rejects(readData(file('c.jpg', frame(0xc0, 9999, 9999))), formatError(/more than \d+ bytes can hold/));
    await assert.rejects(readData(file('d.jpg', frame(0xc0, 0, 24))), formatError(/size 24 × 0/));
  });

  it('knows a picture by its bytes, whatever it is called', async () => {
    assert.equal((await openFile(file('photo.png', fromBase64(golden.baseline)))).format, 'jpeg');
    assert.equal((await openFile(file('photo', fromBase64(golden.grey)))).format, 'png');
  });
});

function largestDifference({ data }: Tensor, expected: ArrayLike<number>): number {
  assert.equal(data.length, expected.length);
  return Math.max(...Array.from(expected, (value, index) => Math.abs(value - Number(data[index]))));
}

function interlaced({ dtype, shape, data }: Tensor): Uint8Array {
  const [height = 0, width = 0, channels = 0] = shape;
  const pixels = data as Uint8Array | Uint16Array;
  return encode({ width, height, channels, depth: dtype === 'uint8' ? 8 : 16, data: pixels }, { interlace: 'Adam7' });
}

type Chunk = [type: string, body: Buffer];

function ihdr(width: number, height: number, depth: number, colourType: number, interlace = 0): Chunk {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width, 0);
  body.writeUInt32BE(height, 4);
  body.set([depth, colourType, 0, 0, interlace], 8);
  return ['IHDR', body];
}

function idat(lines: Buffer): Chunk {
  return ['IDAT', deflateSync(lines)];
}

function png(chunks: Chunk[]): Uint8Array {
  const parts = [...chunks, ['IEND', Buffer.alloc(0)] as Chunk].map(([type, body]) => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    sum.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, sum]);
  });
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
}

/** A TIFF block, big-endian, with the orientation as its only field. */
function tiff(orientation: number): Uint8Array {
  const bytes = Buffer.alloc(26);
  bytes.write('MM\0*', 'latin1');
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(1, 8);
  bytes.writeUInt16BE(0x0112, 10);
  bytes.writeUInt16BE(3, 12);
  bytes.writeUInt32BE(1, 14);
  bytes.writeUInt16BE(orientation, 18);
  return bytes;
}

/** A JPEG that has only a frame header: three components, no subsampling. */
function frame(marker: number, height: number, width: number): Uint8Array {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  return Uint8Array.from([0xff, 0xd8, 0xff, marker, 0, 17, 8, ...size, 3, 1, 17, 0, 2, 17, 0, 3, 17, 0, 0xff, 0xd9]);
}
