/**
 * Resizes pictures. Bilinear is area-aware: when it shrinks, its triangle widens to cover every source pixel, so that
 * nothing aliases. Weights are those of Pillow's resize (and so of torchvision's on its images), in float without its
 * rounding to bytes between the two passes. At equal sizes both kinds return the numbers unchanged.
 */

/** Row-major [height, width, channels]. */
export interface Pixels {
  width: number;
  height: number;
  channels: number;
  data: Float32Array;
}

/** A part of a picture, in pixels from its top left corner; fractions are allowed. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export type Interpolation = 'bilinear' | 'nearest';

/** The part `box` of the picture, scaled to `width` × `height`. */
export function resize(
  pixels: Pixels,
  width: number,
  height: number,
  interpolation: Interpolation,
  box: Box = { left: 0, top: 0, width: pixels.width, height: pixels.height },
): Pixels {
  const weights = interpolation === 'bilinear' ? triangle : nearest;
  const { channels, data } = pixels;
  const columns = weights(pixels.width, box.left, box.width, width);
  const rows = weights(pixels.height, box.top, box.height, height);
  // Along rows first: a line [W, C] is W pixels of C numbers each. Then along columns: a picture [H, W·C] is H pixels
  // of W·C numbers.
  const narrowed = combine(data, pixels.height, pixels.width, channels, columns);
  return { width, height, channels, data: combine(narrowed, 1, pixels.height, width * channels, rows) };
}

/** For one target pixel: the first source pixel, and the weights of it and the following ones, which sum to 1. */
interface Taps {
  start: number;
  weights: number[];
}

function triangle(size: number, from: number, length: number, target: number): Taps[] {
  const step = length / target;
  const reach = Math.max(step, 1);
  return Array.from({ length: target }, (_, index) => {
    const centre = from + (index + 0.5) * step;
    const start = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(size, Math.floor(centre + reach + 0.5));
    const raw = Array.from({ length: end - start }, (_, k) =>
      Math.max(0, 1 - Math.abs(start + k + 0.5 - centre) / reach),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { start, weights: raw.map((weight) => weight / sum) };
  });
}

function nearest(size: number, from: number, length: number, target: number): Taps[] {
  const step = length / target;
  return Array.from({ length: target }, (_, index) => ({
    start: Math.min(size - 1, Math.floor(from + (index + 0.5) * step)),
    weights: [1],
  }));
}

/** [lines, size, inner] to [lines, taps, inner]. */
function combine(data: Float32Array, lines: number, size: number, inner: number, taps: readonly Taps[]): Float32Array {
  const out = new Float32Array(lines * taps.length * inner);
  const sums = new Float64Array(inner);
  for (let line = 0, target = 0; line < lines; line++) {
    for (const { start, weights } of taps) {
      sums.fill(0);
      for (let k = 0, source = (line * size + start) * inner; k < weights.length; k++) {
        const weight = weights[k]!;
        for (let i = 0; i < inner; i++) sums[i]! += weight * data[source++]!;
      }
      out.set(sums, target);
      target += inner;
    }
  }
  return out;
}
