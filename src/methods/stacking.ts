/**
 * Values of batches and of single samples. A value counts the samples of a batch along its first axis, or it does not: a scalar, a row
 * without a batch, a sequence with time first. Those are computed sample by sample and stacked.
 */
import { sameShape } from '../graph/builder';
import { sizeOf, storageOf, type Shape, type Tensor } from '../shared/tensor';

/** The shape of what a value says of one sample, told from its shape in a run of `rows`; a run of one need not have a batch of 1. */
export function shapeOfSample(shape: Shape, rows: number): Shape {
  return rows > 1 || shape[0] === 1 ? shape.slice(1) : shape;
}

/** Whether a value has a row for each of `rows` samples, told from its shapes in a run of one and in a run of so many, more than one. */
export function hasRows(one: Shape, several: Shape, rows: number): boolean {
  return one[0] === 1 && several[0] === rows && sameShape(one.slice(1), several.slice(1));
}

/** What a run of `rows` says of the first `filled`, the others being padding; a value of several samples without a batch is left alone. */
export function samplesOfRun(value: Tensor, filled: number, rows: number): Tensor {
  if (rows === 1) return { ...value, shape: [1, ...shapeOfSample(value.shape, 1)] };
  return filled === rows || value.shape[0] !== rows ? value : takeRows(value, 0, filled);
}

/** `count` samples from `start` on. */
export function takeRows(tensor: Tensor, start: number, count: number): Tensor {
  const shape = [count, ...tensor.shape.slice(1)];
  const size = sizeOf(shape.slice(1));
  return { dtype: tensor.dtype, shape, data: tensor.data.slice(start * size, (start + count) * size) };
}

/** `filled` samples, with zeros up to `rows`. */
export function padRows(tensor: Tensor, filled: number, rows: number): Tensor {
  if (filled === rows || tensor.dtype === 'string') return tensor;
  const data = new (storageOf(tensor.dtype))((tensor.data.length / filled) * rows);
  data.set(tensor.data as never);
  return { dtype: tensor.dtype, shape: [rows, ...tensor.shape.slice(1)], data };
}

/** One after the other along the first axis. */
export function joinRows(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (parts.length === 1) return first!;
  const { dtype, shape } = first!;
  const all = [parts.reduce((sum, part) => sum + (part.shape[0] ?? 1), 0), ...shape.slice(1)];
  if (dtype === 'string') return { dtype, shape: all, data: parts.flatMap(({ data }) => data as string[]) };
  const data = new (storageOf(dtype))(sizeOf(all));
  let at = 0;
  for (const part of parts) {
    data.set(part.data as never, at);
    at += part.data.length;
  }
  return { dtype, shape: all, data };
}
