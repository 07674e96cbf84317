/**
 * Applies preprocessing: pixels [H, W, C] to the tensor a network takes. In order: levels 0 to 255, alpha over white,
 * grey or colour, resize, invert, scale, mean and deviation, layout, type. `preprocessing.ts` has the settings and
 * their guess.
 */
import { ArgumentError } from '../shared/errors';
import { isFloat, tensorOf, type DType, type Tensor } from '../shared/tensor';
import type { ValueInfo } from '../graph/graph';
import { rolesOf, showShape, type Preprocessing } from './preprocessing';
import { resize, type Box, type Pixels } from './resize';

/**
 * `pixels`: [H, W, C] uint8 or uint16, C 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. The result has the input's type and
 * shape, with a batch of 1. Throws ArgumentError if the settings contradict the input.
 */
export function preprocess(pixels: Tensor, input: ValueInfo, settings: Preprocessing): Tensor {
  const shape = pictureShape(input, settings);
  const { width, height, channels, layout, scale, mean, std } = settings;
  for (const [name, values] of Object.entries({ mean, std }))
    if (values.length !== 1 && values.length !== channels)
      throw new ArgumentError(
        `Preprocessing: ${name} has ${values.length} numbers for ${channels} channels; give 1 or ${channels}.`,
      );
  const opaque = overWhite(pixels, channels);
  const resized = resize(
    opaque,
    width,
    height,
    settings.resize,
    settings.fit === 'crop' ? cropBox(opaque, settings) : undefined,
  );
  const area = width * height;
  const values = new Float64Array(area * channels);
  for (let channel = 0; channel < channels; channel++) {
    const source = settings.channelOrder === 'BGR' ? channels - 1 - channel : channel;
    const shift = mean[channel] ?? mean[0]!;
    const divisor = std[channel] ?? std[0]!;
    for (let pixel = 0; pixel < area; pixel++) {
      const level = resized.data[pixel * channels + source]!;
      const value = ((settings.invert ? 255 - level : level) * scale - shift) / divisor;
      values[layout === 'NCHW' ? channel * area + pixel : pixel * channels + channel] = value;
    }
  }
  return tensorOf(input.dtype, shape, isFloat(input.dtype) ? values : values.map(rounding(input.dtype)));
}

/**
 * The input's shape for one picture with these settings, with a batch of 1. Throws ArgumentError if they contradict it.
 */
export function pictureShape(input: ValueInfo, settings: Preprocessing): number[] {
  const { channels, height, width } = settings;
  const sizes = { batch: 1, channels, height, width, flat: channels * height * width };
  const roles = rolesOf(input, settings.layout);
  const shape = roles.map((role) => sizes[role]);
  const fits = roles.every((role, axis) => {
    const declared = input.shape?.[axis];
    return typeof declared !== 'number' || declared === sizes[role];
  });
  if (!fits || (channels === 3 && !roles.includes('channels') && !roles.includes('flat')))
    throw new ArgumentError(
      `Preprocessing makes one picture of ${height} × ${width} × ${channels} (${settings.layout}), which does not fit the input ` +
        `"${input.name}" ${showShape(input.shape)}; change the size, channels or layout, or use an array of that shape.`,
    );
  return shape;
}

/**
 * Levels 0 to 255 of grey or RGB. Transparent parts become white, as on paper and in most viewers: a digit drawn in
 * black on transparency stays visible, whereas black would hide it. Grey is the luminance of ITU-R BT.601: 0.299 R +
 * 0.587 G + 0.114 B.
 */
function overWhite({ data, dtype, shape }: Tensor, channels: 1 | 3): Pixels {
  const [height, width, stored] = shape as [number, number, number];
  if (!(data instanceof Uint8Array || data instanceof Uint16Array))
    throw new ArgumentError(`Pixels must be bytes, not ${dtype}.`);
  // 65535 = 255 · 257.
  const largest = dtype === 'uint16' ? 65535 : 255;
  const divisor = largest / 255;
  const blue = stored >= 3 ? 2 : 0;
  const green = blue / 2;
  const opaque = stored % 2 === 1;
  const out = new Float32Array(width * height * channels);
  for (let at = 0, target = 0; target < out.length; at += stored, target += channels) {
    const alpha = opaque ? 1 : data[at + stored - 1]! / largest;
    const r = 255 + alpha * (data[at]! / divisor - 255);
    const g = 255 + alpha * (data[at + green]! / divisor - 255);
    const b = 255 + alpha * (data[at + blue]! / divisor - 255);
    if (channels === 3) {
      out[target] = r;
      out[target + 1] = g;
      out[target + 2] = b;
      // In thousandths, so that grey given as RGB stays exactly that grey.
    } else out[target] = (299 * r + 587 * g + 114 * b) / 1000;
  }
  return { width, height, channels, data: out };
}

/** The centred part with the proportions of the target: the largest, or a share of it. */
function cropBox(from: Pixels, { width, height, cropShare }: Preprocessing): Box {
  const step = cropShare * Math.min(from.width / width, from.height / height);
  const [boxWidth, boxHeight] = [step * width, step * height];
  return { left: (from.width - boxWidth) / 2, top: (from.height - boxHeight) / 2, width: boxWidth, height: boxHeight };
}

/** Rounds to the nearest integer of the type; types wider than bytes hold every level. */
function rounding(dtype: DType): (value: number) => number {
  const [least, most] = dtype === 'int8' ? [-128, 127] : dtype === 'uint8' ? [0, 255] : [-Infinity, Infinity];
  return (value) => Math.min(most, Math.max(least, Math.round(value)));
}
