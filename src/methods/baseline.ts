/** Baselines: the input that stands for "nothing there". */
import * as z from 'zod';
import { ArgumentError } from '../shared/errors';
import { sizeOf, stridesOf, type Shape } from '../shared/tensor';
import type { MethodContext } from './method';

/** Width of the blur as a fraction of each side: 11 pixels at 224, where Sturmfels, Lundberg, Lee 2020 use 10 to 20. */
const BLUR = 0.05;

export const baselineParameter = z
  .union([z.number(), z.string()])
  .default(0)
  .describe(
    'The input that stands for absence: a number for every value (in the units the network receives), "black" (a black picture after ' +
      'preprocessing, or the smallest value of each sample), "blur", "uniform" (seeded noise in the range of each sample), or FILE#ARRAY.',
  )
  .meta({
    form: {
      options: { '0': 'Zero everywhere', black: 'Black', blur: 'The input, blurred', uniform: 'Uniform noise' },
      other: 'A number, or an array as FILE#ARRAY',
    },
  });

export interface Baseline {
  /** In the shape of the whole input. */
  data: Float32Array;
  description: string;
}

/** The baseline for an input. Throws ArgumentError for an unknown choice or a file that does not fit. */
export async function makeBaseline(context: MethodContext, choice: number | string): Promise<Baseline> {
  const { shape, data } = context.input;
  const size = sizeOf(shape.slice(1));
  const samples = Array.from({ length: shape[0]! }, (_, n) => data.subarray(n * size, (n + 1) * size));
  const perSample = (make: (sample: Float32Array) => ArrayLike<number>): Float32Array => {
    const result = new Float32Array(data.length);
    samples.forEach((sample, n) => {
      result.set(make(sample), n * size);
    });
    return result;
  };
  if (typeof choice === 'number')
    return { data: new Float32Array(data.length).fill(choice), description: `${choice} everywhere` };
  switch (choice) {
    case 'black': {
      const black = context.black;
      if (black)
        return { data: perSample(() => black.data), description: 'a black picture, preprocessed as the input was' };
      return {
        data: perSample((sample) => sample.map(() => least(sample))),
        description: 'the smallest value of each sample',
      };
    }
    case 'blur':
      return {
        data: perSample((sample) => blur(sample, shape.slice(1))),
        description: `the input blurred by ${BLUR * 100} % of each side`,
      };
    case 'uniform':
      return {
        data: perSample((sample) => {
          const low = least(sample);
          const high = -least(sample.map((v) => -v));
          return sample.map(() => low + (high - low) * context.random.uniform());
        }),
        description: 'uniform noise in the range of each sample',
      };
    default: {
      const file = await context.readInput(choice);
      if (file.data.length === data.length) return { data: file.data, description: choice };
      if (file.data.length === size) return { data: perSample(() => file.data), description: choice };
      throw new ArgumentError(
        `The baseline ${choice} has shape [${file.shape.join()}], but the input has [${shape.join()}].`,
      );
    }
  }
}

function least(values: Float32Array): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity);
}

/** Gaussian blur along the spatial axes of one sample, clamped at the borders. */
function blur(sample: Float32Array, shape: Shape): Float32Array {
  return spatialAxes(shape).reduce((blurred, axis) => blurAxis(blurred, shape, axis), sample);
}

/** The spatial axes of a sample: all but the channels, which come first, or last where only that is possible. */
function spatialAxes(shape: Shape): number[] {
  const axes = [...shape.keys()];
  const channelsLast = shape.length === 3 && [1, 3, 4].includes(shape[2]!) && ![1, 3, 4].includes(shape[0]!);
  return channelsLast ? axes.slice(0, -1) : axes.slice(shape.length > 1 ? 1 : 0);
}

function blurAxis(values: Float32Array, shape: Shape, axis: number): Float32Array {
  const length = shape[axis]!;
  const stride = stridesOf(shape)[axis]!;
  const sigma = Math.max(BLUR * length, 0.5);
  const reach = Math.ceil(3 * sigma);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-(((k - reach) / sigma) ** 2) / 2));
  const total = kernel.reduce((sum, k) => sum + k, 0);
  return values.map((_, i) => {
    const at = Math.floor(i / stride) % length;
    const line = i - at * stride;
    return kernel.reduce((sum, k, o) => {
      const from = Math.min(Math.max(at + o - reach, 0), length - 1);
      return sum + (k / total) * values[line + from * stride]!;
    }, 0);
  });
}
