/**
 * JPEG pictures as pixels [H, W, C] uint8: grey or RGB, turned by their Exif orientation. jpeg-js decodes;
 * `jpeg-header.ts` refuses what it must not see. Subsampled chroma is repeated, not interpolated as libjpeg does, so
 * levels at colour edges differ from other tools' by some units of 255.
 */
import { decode } from 'jpeg-js';
import { failIn, readAll } from './bytes';
import { orient, swapsSides } from './exif';
import { hasExtension, MAXIMUM_PIXELS, startsWith, type DataFormat } from './format';
import { JPEG_MAGIC, readJpegFrame, readJpegHeader, type JpegHeader } from './jpeg-header';
import { pictureFile } from './picture';
import type { PictureSize } from './preprocessing';

export const jpeg: DataFormat = {
  id: 'jpeg',
  title: 'JPEG picture',
  extensions: ['.jpg', '.jpeg'],
  match: (head, path) => startsWith(head, JPEG_MAGIC) || hasExtension(path, jpeg.extensions),

  async open(path, options = {}) {
    const bytes = await readAll(path, options);
    const fail = failIn(path);
    const header = readJpegHeader(bytes, fail);
    const { width, height, components, ycc, orientation } = header;
    return pictureFile(path, jpeg.id, 'uint8', asDisplayed(header), () => {
      const rgb = decodeRgb(bytes, ycc, (error) =>
        fail('its pixels are broken: ' + error.message, undefined, { cause: error }),
      );
      const stored = components === 1 ? rgb.filter((_, index) => index % 3 === 0) : rgb;
      return orient(stored, width, height, components, orientation);
    });
  },

  outline: (head, path, bytes) => {
    const fail = failIn(path);
    const picture = asDisplayed(readJpegFrame(head, bytes, fail));
    return pictureFile(path, jpeg.id, 'uint8', picture, () => Promise.reject(fail('was only partly read')));
  },
};

function asDisplayed({ width, height, components, orientation }: Omit<JpegHeader, 'ycc'>): PictureSize {
  const isTurned = swapsSides(orientation);
  return { width: isTurned ? height : width, height: isTurned ? width : height, channels: components };
}

function decodeRgb(bytes: Uint8Array, ycc: boolean, fail: (error: Error) => Error): Uint8Array {
  try {
    return decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      colorTransform: ycc,
      maxResolutionInMP: MAXIMUM_PIXELS / 1e6,
      // Coefficients are int32: 4 bytes per sample, 3 samples per pixel, and room for the rest.
      maxMemoryUsageInMB: 2048,
    }).data;
  } catch (error) {
    throw fail(error instanceof Error ? error : new Error(String(error)));
  }
}
