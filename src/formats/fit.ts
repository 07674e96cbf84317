/**
 * Arrays as a network's inputs: adds axes of size 1 and changes the type if that loses nothing; the numbers stay the
 * same.
 */
import { ArgumentError } from '../shared/errors';
import { isFloat, tensorOf, toNumbers, type Tensor } from '../shared/tensor';
import type { Dimension, ValueInfo } from '../graph/graph';
import { showShape } from './preprocessing';

/**
 * The array as this input: its numbers in the input's type. Adds up to two axes of size 1 if the input has more (a
 * batch axis first: [H, W] becomes [1, 1, H, W]); open sizes of the input take any. Throws ArgumentError.
 */
export function toInput(tensor: Tensor, input: ValueInfo): Tensor {
  const shape = input.shape ? fitShape(tensor.shape, input.shape) : tensor.shape;
  if (!shape)
    throw new ArgumentError(
      `An array of shape ${showShape(tensor.shape)} does not fit the input "${input.name}" of shape ${showShape(input.shape)}.`,
    );
  return { ...convert(tensor, input), shape };
}

/** The shape with axes of size 1 added so that it fits, at the earliest possible places; undefined if none fit. */
export function fitShape(shape: readonly number[], declared: readonly Dimension[]): readonly number[] | undefined {
  const missing = declared.length - shape.length;
  if (missing < 0 || missing > 2) return undefined;
  if (missing === 0) {
    const fits = declared.every((dimension, axis) => typeof dimension === 'string' || dimension === shape[axis]);
    return fits ? shape : undefined;
  }
  for (let axis = 0; axis < declared.length; axis++) {
    const dimension = declared[axis]!;
    if (typeof dimension === 'string' || dimension === 1) {
      const rest = fitShape(shape.slice(axis), declared.slice(axis + 1));
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
