/**
 * Arrays with a shape and a type: the one form in which numbers travel between files, graphs, the engine, the process
 * wall and the panels. Row-major (C order). It does not know where the numbers came from.
 */
import { ArgumentError } from './errors';

/** ONNX element types, under the names onnxruntime uses. */
export type DType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool'
  | 'string';

/** Storage of a tensor: float16 and bfloat16 as raw bits in Uint16Array, bool as 0/1 in Uint8Array. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Uint16Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint32Array
  | BigUint64Array
  | string[];

export type Shape = readonly number[];

export interface Tensor {
  dtype: DType;
  shape: Shape;
  data: TensorData;
}

export interface Float32Tensor extends Tensor {
  dtype: 'float32';
  data: Float32Array;
}

const storage = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

/** The typed-array class that stores a numeric type. */
export function storageOf(dtype: Exclude<DType, 'string'>) {
  return storage[dtype];
}

/** Bytes of one element; strings have none. */
export function bytesPerElement(dtype: DType): number {
  return dtype === 'string' ? 0 : storage[dtype].BYTES_PER_ELEMENT;
}

/** Number of elements of a shape; 1 for a scalar `[]`. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

/** Row-major strides in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

export function isFloat(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64' || dtype === 'float16' || dtype === 'bfloat16';
}

export function float32(shape: Shape, data: ArrayLike<number> | Float32Array): Float32Tensor {
  return { dtype: 'float32', shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };
}

/**
 * An int64 tensor, ONNX's type for shapes, axes and indices. Values beyond its range saturate: 2^63 becomes 2^63 − 1.
 */
export function int64(shape: Shape, values: Iterable<number | bigint>): Tensor {
  return { dtype: 'int64', shape, data: BigInt64Array.from(Array.from(values, (value) => saturated('int64', value))) };
}

/** The smallest and largest 64-bit integers. A float64 cannot hold the largest: 2^63 − 1 rounds to 2^63. */
const ends = { int64: [-(2n ** 63n), 2n ** 63n - 1n], uint64: [0n, 2n ** 64n - 1n] } as const;

/** Rounds towards zero, then clamps to the range of the type. */
function saturated(dtype: keyof typeof ends, value: number | bigint): bigint {
  const [least, most] = ends[dtype];
  const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
  return whole < least ? least : whole > most ? most : whole;
}

/** A tensor of any numeric type from plain numbers, rounding as the storage does; 64-bit integers saturate. */
export function tensorOf(dtype: DType, shape: Shape, values: ArrayLike<number>): Tensor {
  if (dtype === 'string') throw new ArgumentError('Numbers cannot become a string tensor.');
  if (dtype === 'float16') return { dtype, shape, data: Uint16Array.from(Array.from(values, toFloat16)) };
  if (dtype === 'bfloat16') return { dtype, shape, data: Uint16Array.from(Array.from(values, toBfloat16)) };
  if (dtype === 'int64') return int64(shape, Array.from(values));
  if (dtype === 'uint64')
    return { dtype, shape, data: BigUint64Array.from(Array.from(values, (value) => saturated(dtype, value))) };
  return { dtype, shape, data: storage[dtype].from(values) };
}

/**
 * The elements as plain numbers (float64 holds every type but 64-bit integers beyond 2^53, which lose their low bits).
 * Throws ArgumentError for text.
 */
export function toNumbers(tensor: Tensor): ArrayLike<number> {
  const { data } = tensor;
  if (Array.isArray(data)) throw new ArgumentError('Expected numbers, found text.');
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  if (tensor.dtype === 'float16') return Float32Array.from(data, fromFloat16);
  if (tensor.dtype === 'bfloat16') return Float32Array.from(data, fromBfloat16);
  return data;
}

/** The same numbers as float32; the tensor itself when it is float32 already. */
export function toFloat32(tensor: Tensor): Float32Tensor {
  if (tensor.dtype === 'float32') return tensor as Float32Tensor;
  return float32(tensor.shape, Float32Array.from(toNumbers(tensor)));
}

const word = new DataView(new ArrayBuffer(4));

/** IEEE 754 half precision bits to a number. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A number to half precision bits, rounding to nearest, ties to even. */
export function toFloat16(value: number): number {
  word.setFloat32(0, value);
  const sign = (word.getUint32(0) >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(Math.floor(Math.log2(size || Number.MIN_VALUE)), -14);
  const scaled = roundToEven(size / 2 ** (exponent - 10));
  // A fraction that rounds up to 2048 carries into the exponent, as does a subnormal that reaches 1024.
  return sign | (exponent === -14 ? scaled : ((exponent + 15) << 10) + (scaled - 1024));
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

export function fromBfloat16(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

export function toBfloat16(value: number): number {
  word.setFloat32(0, value);
  const bits = word.getUint32(0);
  if (Number.isNaN(value)) return 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}
