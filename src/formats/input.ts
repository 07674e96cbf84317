/**
 * Data files as inputs of networks: what the command line and the kernel call. Pictures go through preprocessing; arrays and
 * tables are taken as the numbers they are, with axes of size 1 added and the type changed where that loses nothing.
 */
import { ArgumentError } from '../shared/errors';
import { isFloat, tensorOf, toNumbers, type Tensor } from '../shared/tensor';
import type { Dimension, ValueInfo } from '../graph/graph';
import { sha256OfFile } from './bytes';
import type { OpenOptions } from './format';
import { openData } from './open';
import { preprocess } from './preprocess';
import { guessPreprocessing, showShape, type Preprocessing } from './preprocessing';

export interface LoadOptions extends OpenOptions {
  /** Settings that are known; the others are guessed. Pictures only. */
  preprocessing?: Partial<Preprocessing>;
}

export interface LoadedInput {
  tensor: Tensor;
  /** The settings used, guessed ones included; absent for arrays. */
  preprocessing?: Preprocessing;
  source: {
    path: string;
    array?: string;
    sha256: string;
    picture?: { width: number; height: number; channels: number };
  };
}

/** `spec` is FILE or FILE#ARRAY. Throws ArgumentError when the data does not fit the input, FormatError when the file is broken. */
export async function loadInput(spec: string, input: ValueInfo, options: LoadOptions = {}): Promise<LoadedInput> {
  const { preprocessing: corrections, ...open } = options;
  const { file, array } = await openData(spec, open);
  const data = await file.read(array, open);
  const sha256 = await sha256OfFile(file.path, open.signal);
  const { path, picture } = file;
  if (picture) {
    const preprocessing = guessPreprocessing(input, picture, corrections);
    return { tensor: preprocess(data, input, preprocessing), preprocessing, source: { path, sha256, picture } };
  }
  if (corrections && Object.keys(corrections).length)
    throw new ArgumentError(`Preprocessing is for pictures; ${path} holds arrays, which are taken as they are.`);
  return { tensor: toInput(data, input), source: { path, array, sha256 } };
}

/**
 * The array as this input: its own numbers in the input's type. Up to two axes of size 1 are added where the input has more
 * (a batch axis first: [H, W] is taken for [1, 1, H, W]); sizes that the input leaves open take any. Throws ArgumentError.
 */
export function toInput(tensor: Tensor, input: ValueInfo): Tensor {
  const shape = input.shape ? fit(tensor.shape, input.shape) : tensor.shape;
  if (!shape)
    throw new ArgumentError(
      `An array of shape ${showShape(tensor.shape)} does not fit the input "${input.name}" of shape ${showShape(input.shape)}.`,
    );
  return { ...convert(tensor, input), shape };
}

/** The shape with axes of size 1 added so that it fits, the earliest places first; undefined if none do. */
function fit(shape: readonly number[], declared: readonly Dimension[]): readonly number[] | undefined {
  const missing = declared.length - shape.length;
  if (missing < 0 || missing > 2) return undefined;
  if (missing === 0) {
    const fits = declared.every((dimension, axis) => typeof dimension === 'string' || dimension === shape[axis]);
    return fits ? shape : undefined;
  }
  for (let axis = 0; axis < declared.length; axis++) {
    const dimension = declared[axis]!;
    if (typeof dimension === 'string' || dimension === 1) {
      const rest = fit(shape.slice(axis), declared.slice(axis + 1));
      if (rest) return [...shape.slice(0, axis), 1, ...rest];
    }
    if (shape[axis] === undefined || (typeof dimension === 'number' && dimension !== shape[axis])) return undefined;
  }
  return undefined;
}

function convert(tensor: Tensor, input: ValueInfo): Tensor {
  const { dtype } = input;
  if (tensor.dtype === dtype) return tensor;
  if (tensor.dtype === 'string' || dtype === 'string')
    throw new ArgumentError(`The input "${input.name}" takes ${dtype}, not the array's ${tensor.dtype}.`);
  const values = toNumbers(tensor);
  if (isFloat(dtype)) return tensorOf(dtype, tensor.shape, values);
  const whole = Array.prototype.every.call(values, Number.isSafeInteger);
  const bits = dtype === 'bool' ? Array.from(values, (value) => (value ? 1 : 0)) : values;
  const converted = whole ? tensorOf(dtype, tensor.shape, bits) : undefined;
  if (converted && Array.prototype.every.call(toNumbers(converted), (value, index) => value === values[index]))
    return converted;
  throw new ArgumentError(
    `The input "${input.name}" takes ${dtype}, which cannot hold all of the array's ${tensor.dtype} values.`,
  );
}
