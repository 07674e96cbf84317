/**
 * From the numbers of a planned picture to a PNG: colours, enlargement by whole factors, and a size that fits into a
 * text.
 */
import { encodePng } from '../../formats';
import { largestPicture, type SmallPicture } from '../../shared/glance';
import { colourOf, divergingMaps, type MapId } from '../../shared/picture/diverging';
import { tensorOf } from '../../shared/tensor';
import type { PicturePlan } from './plan';

/** Signed numbers in two colours up to ±limit; or grey (red, green and blue for three numbers) from low to high. */
export type Colouring =
  { kind: 'diverging'; limit: number; colours: MapId } | { kind: 'grey'; low: number; high: number };

/** Maximum size on the screen in pixels: a hover shows 250 rows of them, and needs room for text. */
const widest = 400;
const highest = 128;

/**
 * `values`: those of the plan's indices, NaN for missing ones, which are transparent, as are gaps. A pixel of the plan
 * becomes a square of at most `enlargement` screen pixels; single weights beyond 12 show nothing more.
 */
export function paint(
  plan: PicturePlan,
  values: ArrayLike<number>,
  colouring: Colouring,
  enlargement = 12,
): SmallPicture {
  const { width, height } = plan;
  const pixels = colour(plan, values, colouring);
  const most = Math.min(enlargement, Math.floor(widest / width), Math.floor(highest / height));
  for (let scale = Math.max(most, 1); ; scale--) {
    const size = { width: width * scale, height: height * scale };
    const png = encodePng(tensorOf('uint8', [size.height, size.width, 4], enlarge(pixels, width, height, scale)));
    if (png.length <= largestPicture || scale === 1)
      return { png, ...size, caption: `${plan.caption}; ${key(colouring)}.` };
  }
}

/** RGBA. */
function colour({ width, height, channels }: PicturePlan, values: ArrayLike<number>, colouring: Colouring): Uint8Array {
  const pixels = new Uint8Array(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const first = values[pixel * channels]!;
    if (Number.isNaN(first)) continue;
    if (colouring.kind === 'diverging') {
      pixels.set(colourOf(divergingMaps[colouring.colours], first, colouring.limit)!, 4 * pixel);
    } else {
      const { low, high } = colouring;
      for (let c = 0; c < 3; c++) {
        const value = values[pixel * channels + (channels === 3 ? c : 0)]!;
        pixels[4 * pixel + c] = Math.round(255 * Math.max(0, Math.min(1, (value - low) / (high - low || 1))));
      }
    }
    pixels[4 * pixel + 3] = 255;
  }
  return pixels;
}

function enlarge(pixels: Uint8Array, width: number, height: number, scale: number): Uint8Array {
  const source = new Uint32Array(pixels.buffer);
  const target = new Uint32Array(width * height * scale * scale);
  for (let y = 0; y < height * scale; y++) {
    const line = Math.floor(y / scale) * width;
    for (let x = 0; x < width * scale; x++) target[y * width * scale + x] = source[line + Math.floor(x / scale)]!;
  }
  return new Uint8Array(target.buffer);
}

function key(colouring: Colouring): string {
  if (colouring.kind === 'grey') return `black ${short(colouring.low)}, white ${short(colouring.high)}`;
  const [below, above] = colouring.colours === 'light' ? ['blue', 'red'] : ['blue', 'orange'];
  return `${below} below 0, ${above} above, full colour at ±${short(colouring.limit)}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
