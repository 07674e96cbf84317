/**
 * Contents of small known tensors while a graph is built: the arithmetic that models do on shapes. 64-bit integers stay
 * exact; float results are rounded once to their type. Speed does not matter here, since large tensors never come this
 * way.
 */
import type { Operator } from '../graph/operator';
import { isFloat, sizeOf, stridesOf, tensorOf, toNumbers, type DType, type Shape, type Tensor } from '../shared/tensor';

type Evaluate = NonNullable<Operator['evaluate']>;
/** A scalar function on plain numbers and its twin on 64-bit integers, which are not evaluated without one. */
interface Scalar {
  number: (...values: number[]) => number | boolean;
  bigint?: (...values: bigint[]) => bigint | boolean;
}
/** What a list of values reduces to. */
interface Reduction {
  number: (values: readonly number[]) => number;
  bigint: (values: readonly bigint[]) => bigint;
}

/** Applies a scalar function to inputs broadcast together. */
export function elementwise(scalar: Scalar): Evaluate {
  return (_node, inputs, [type]) => {
    const given = inputs.filter((input) => input !== undefined);
    if (!type || given.some(({ dtype }) => dtype === 'string')) return undefined;
    const strides = given.map(({ shape }) => broadcastStrides(shape, type.shape));
    const positions = Array.from({ length: sizeOf(type.shape) }, (_, flat) =>
      strides.map((steps) => positionOf(flat, type.shape, steps)),
    );
    if (given.some(({ dtype }) => is64Bit(dtype)) && !given.some(({ dtype }) => isFloat(dtype))) {
      const { bigint } = scalar;
      if (!bigint) return undefined;
      const lists = given.map(toBigInts);
      return [
        fromBigInts(
          type,
          positions.map((at) => BigInt(bigint(...at.map((p, i) => lists[i]![p]!)))),
        ),
      ];
    }
    const lists = given.map(toNumbers);
    return [
      tensorOf(
        type.dtype,
        type.shape,
        positions.map((at) => Number(scalar.number(...at.map((p, i) => lists[i]![p]!)))),
      ),
    ];
  };
}

/** Reduces one tensor over `axes`; the output's shape is the inferred one. Empty groups are declined. */
export function reduce(x: Tensor, axes: readonly number[], shape: Shape, reduction: Reduction): Tensor[] | undefined {
  if (x.dtype === 'string' || sizeOf(x.shape) === 0) return undefined;
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const steps = stridesOf(kept).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  const groups = Array.from({ length: sizeOf(kept) }, (): number[] => []);
  for (let flat = 0; flat < sizeOf(x.shape); flat++) groups[positionOf(flat, x.shape, steps)]!.push(flat);
  if (is64Bit(x.dtype)) {
    const values = toBigInts(x);
    return [
      fromBigInts(
        { dtype: x.dtype, shape },
        groups.map((group) => reduction.bigint(group.map((p) => values[p]!))),
      ),
    ];
  }
  const values = toNumbers(x);
  return [
    tensorOf(
      x.dtype,
      shape,
      groups.map((group) => reduction.number(group.map((p) => values[p]!))),
    ),
  ];
}

/** A tensor in another numeric type: towards zero from float to integer, modulo its range between integers, as C does. */
export function cast(x: Tensor, dtype: DType): Tensor | undefined {
  if (x.dtype === 'string' || dtype === 'string') return undefined;
  if (is64Bit(x.dtype) && is64Bit(dtype)) return fromBigInts({ dtype, shape: x.shape }, toBigInts(x));
  const values = toNumbers(x);
  if (dtype === 'bool')
    return tensorOf(
      dtype,
      x.shape,
      Array.from(values, (value) => Number(value !== 0)),
    );
  // C leaves undefined what does not fit, including NaN and infinity.
  if (isFloat(x.dtype) && is64Bit(dtype) && !Array.from(values).every(fits(dtype))) return undefined;
  return tensorOf(dtype, x.shape, values);
}

/** Whether a float, rounded towards zero, lies in the range of a 64-bit type. */
function fits(dtype: DType): (value: number) => boolean {
  const [low, high] = dtype === 'int64' ? [-(2 ** 63), 2 ** 63] : [0, 2 ** 64];
  return (value) => Math.trunc(value) >= low && value < high;
}

function is64Bit(dtype: DType): boolean {
  return dtype === 'int64' || dtype === 'uint64';
}

/** bool mixed with 64-bit integers, as in Where, counts as 0 and 1. */
function toBigInts(tensor: Tensor): bigint[] {
  if (tensor.data instanceof BigInt64Array || tensor.data instanceof BigUint64Array) return [...tensor.data];
  return Array.from(toNumbers(tensor), (value) => BigInt(Math.trunc(value)));
}

function fromBigInts({ dtype, shape }: { dtype: DType; shape: Shape }, values: readonly bigint[]): Tensor {
  if (dtype === 'int64') return { dtype, shape, data: BigInt64Array.from(values) };
  if (dtype === 'uint64') return { dtype, shape, data: BigUint64Array.from(values) };
  return tensorOf(dtype, shape, values.map(Number));
}

/** Strides of `shape` as seen from a shape it broadcasts to: 0 along repeated axes. */
function broadcastStrides(shape: Shape, target: Shape): number[] {
  const strides = stridesOf(shape);
  const lead = target.length - shape.length;
  return target.map((_, axis) => (axis < lead || shape[axis - lead] === 1 ? 0 : strides[axis - lead]!));
}

function positionOf(flat: number, shape: Shape, strides: readonly number[]): number {
  let rest = flat;
  let position = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    position += (rest % shape[axis]!) * strides[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return position;
}
