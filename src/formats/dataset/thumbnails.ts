/**
 * Small pictures of samples: which arrays are pictures, and single ones at most 64 pixels wide, as RGBA of one size.
 */
import type { Thumbnails } from '../../shared/dataset';
import { ArgumentError, throwIfCancelled } from '../../shared/errors';
import { sizeOf, toNumbers, type DType, type Shape, type Tensor } from '../../shared/tensor';
import type { OpenOptions } from '../format';
import { resize, type Pixels } from '../resize';
import type { Dataset } from './dataset';

const LARGEST = 64;
/** Samples that determine the range of an array's numbers. */
const LOOKED_AT = 256;
/** The shortest row of numbers that may be a flattened picture: 8 × 8, as in scikit-learn's digits. */
const SMALLEST_SIDE = 8;

/** How a sample's numbers are laid out: a pixel's channels are `channelStride` apart. */
interface Layout {
  width: number;
  height: number;
  channels: number;
  pixelStride: number;
  channelStride: number;
}

/**
 * Whether each sample of this shape can be drawn: [H, W], [C, H, W] or [H, W, C] with 1, 3 or 4 channels, or whole
 * numbers in a row that fill a square (with three channels in planes, as in CIFAR).
 */
export function hasPictures(shape: Shape, dtype: DType, known: boolean): boolean {
  if (dtype === 'string' || sizeOf(shape) === 0) return false;
  return known || (layoutOf(shape) !== undefined && (shape.length > 1 || dtype === 'uint8' || sizeOf(shape) === 784));
}

function layoutOf(shape: Shape): Layout | undefined {
  const [a = 0, b = 0, c = 0] = shape;
  const planes = (channels: number, height: number, width: number): Layout => ({
    width,
    height,
    channels,
    pixelStride: 1,
    channelStride: height * width,
  });
  const isColour = (size: number): boolean => size === 1 || size === 3 || size === 4;
  if (shape.length === 3 && isColour(a) && b > 1 && c > 1) return planes(a, b, c);
  if (shape.length === 3 && isColour(c)) return channelsLast(shape);
  // A sequence of vectors is not a picture: neither side of a picture is as short.
  if (shape.length === 2 && Math.min(a, b) >= SMALLEST_SIDE) return planes(1, a, b);
  for (const channels of [1, 3]) {
    const side = Math.sqrt(a / channels);
    if (shape.length === 1 && Number.isInteger(side) && side >= SMALLEST_SIDE) return planes(channels, side, side);
  }
  return undefined;
}

function channelsLast([height = 0, width = 0, channels = 0]: Shape): Layout {
  return { width, height, channels, pixelStride: channels, channelStride: 1 };
}

/**
 * The samples at `indices`, never enlarged. Bytes range from 0 to 255; other numbers from their minimum (or 0, if all
 * are within 0 to 1) to their maximum among the first samples. Throws ArgumentError for samples that are not pictures.
 */
export async function thumbnailsOf(
  dataset: Dataset,
  indices: readonly number[],
  size: number,
  options: OpenOptions = {},
): Promise<Thumbnails> {
  const { path, pictures, samples, shape } = dataset.description;
  // Pictures of a folder are [H, W, C], whatever their sizes suggest.
  const isPicture = dataset.picture !== undefined && shape.length === 3;
  const layout = isPicture ? channelsLast(shape) : layoutOf(shape);
  if (!pictures || !layout) throw new ArgumentError(`The samples of ${path} (${shape.join(' × ')}) are not pictures.`);
  if (!(size >= 1 && size <= LARGEST)) throw new ArgumentError(`Thumbnails have 1 to ${LARGEST} pixels, not ${size}.`);
  const wrong = indices.find((index) => !Number.isInteger(index) || index < 0 || index >= samples);
  if (wrong !== undefined) throw new ArgumentError(`${path} has ${samples} samples, so there is no sample ${wrong}.`);
  const scale = Math.min(1, size / Math.max(layout.width, layout.height));
  const sides = [layout.width, layout.height].map((side) => Math.max(1, Math.round(side * scale)));
  const [width, height] = sides as [number, number];
  // A folder may mix portrait and landscape pictures.
  const longer = Math.max(width, height);
  const box = isPicture ? { width: longer, height: longer } : { width, height };
  const rgba = new Uint8Array(indices.length * box.width * box.height * 4);
  const range = isPicture ? undefined : await rangeOf(dataset, options);
  for (const [at, index] of indices.entries()) {
    throwIfCancelled(options.signal);
    const sample = await dataset.sample(index, options);
    const own = isPicture ? channelsLast(sample.shape) : layout;
    draw(
      sample,
      own,
      range ?? [0, sample.dtype === 'uint16' ? 65535 : 255],
      rgba.subarray(at * box.width * box.height * 4),
      box,
    );
  }
  return { ...box, rgba };
}

/** Cached for each data set. */
const ranges = new WeakMap<Dataset, Promise<[number, number]>>();

function rangeOf(dataset: Dataset, options: OpenOptions): Promise<[number, number]> {
  const { dtype, samples } = dataset.description;
  if (dtype === 'uint8') return Promise.resolve([0, 255]);
  let range = ranges.get(dataset);
  if (!range) ranges.set(dataset, (range = measure(dataset, Math.min(samples, LOOKED_AT), options)));
  return range;
}

async function measure(dataset: Dataset, count: number, options: OpenOptions): Promise<[number, number]> {
  const values = toNumbers(await dataset.read(0, count, options));
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low >= 0 && high <= 1 ? [0, 1] : [low, high];
}

/** Centred in the box, keeping its proportions. */
function draw(
  sample: Tensor,
  layout: Layout,
  [low, high]: [number, number],
  target: Uint8Array,
  box: { width: number; height: number },
): void {
  const scale = Math.min(1, box.width / layout.width, box.height / layout.height);
  const width = Math.max(1, Math.round(layout.width * scale));
  const height = Math.max(1, Math.round(layout.height * scale));
  const { channels, data } = resize(pixelsOf(sample, layout), width, height, 'bilinear');
  const [left, top] = [Math.floor((box.width - width) / 2), Math.floor((box.height - height) / 2)];
  const level = (value: number): number => (255 * (value - low)) / (high - low || 1);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const to = 4 * ((top + y) * box.width + left + x);
      for (let c = 0; c < 3; c++)
        target[to + c] = Math.max(0, Math.min(255, Math.round(level(data[from + (channels >= 3 ? c : 0)]!))));
      target[to + 3] =
        channels === 2 || channels === 4
          ? Math.max(0, Math.min(255, Math.round(level(data[from + channels - 1]!))))
          : 255;
    }
}

function pixelsOf(sample: Tensor, { width, height, channels, pixelStride, channelStride }: Layout): Pixels {
  const numbers = toNumbers(sample);
  const data = new Float32Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let c = 0; c < channels; c++) data[pixel * channels + c] = numbers[pixel * pixelStride + c * channelStride]!;
  return { width, height, channels, data };
}
