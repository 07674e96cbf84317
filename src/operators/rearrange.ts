/**
 * Moving the elements of small known tensors while a graph is built, whatever their type; and the adjoint of moving slices
 * along an axis in graphs.
 */
import type { Builder } from '../graph/builder';
import type { Sym } from '../graph/operator';
import { bytesPerElement, sizeOf, storageOf, stridesOf, type Shape, type Tensor } from '../shared/tensor';
import { padAxis } from './window';

/** A tensor whose element at each index is that of x at the flat position `from(index)`. */
export function rearrange(x: Tensor, shape: Shape, from: (index: readonly number[]) => number): Tensor {
  const strides = stridesOf(shape);
  const positions = Array.from({ length: sizeOf(shape) }, (_, flat) =>
    from(shape.map((size, axis) => Math.floor(flat / strides[axis]!) % size)),
  );
  return pick(x, shape, positions);
}

/** The elements of several tensors of one type, one after the other. */
export function chain(tensors: readonly Tensor[]): Tensor {
  const total = tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const first = tensors[0]!;
  if (first.dtype === 'string')
    return { dtype: 'string', shape: [total], data: tensors.flatMap(({ data }) => data as string[]) };
  const data = new (storageOf(first.dtype))(total);
  const bytes = new Uint8Array(data.buffer);
  let at = 0;
  for (const tensor of tensors) {
    const part = bytesOf(tensor);
    bytes.set(part, at);
    at += part.length;
  }
  return { dtype: first.dtype, shape: [total], data };
}

function pick(x: Tensor, shape: Shape, positions: readonly number[]): Tensor {
  const { dtype, data } = x;
  if (dtype === 'string') return { dtype, shape, data: positions.map((position) => (data as string[])[position]!) };
  const size = bytesPerElement(dtype);
  const picked = new (storageOf(dtype))(positions.length);
  const from = bytesOf(x);
  const to = new Uint8Array(picked.buffer);
  positions.forEach((position, i) => to.set(from.subarray(position * size, (position + 1) * size), i * size));
  return { dtype, shape, data: picked };
}

function bytesOf({ data }: Tensor): Uint8Array {
  if (Array.isArray(data)) return new Uint8Array(0);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Consecutive outputs that read inputs `from`, `from + step`, `from + 2 step` …; step is 1, -1 or 0 (one input repeated). */
interface Run {
  start: number;
  length: number;
  from: number;
  step: number;
}

/** A list of positions as runs, greedily; few runs are cheap to differentiate through. */
export function runs(positions: readonly number[]): Run[] {
  const found: Run[] = [];
  positions.forEach((from, start) => {
    const run = found.at(-1);
    if (run) {
      const step = from - positions[start - 1]!;
      if (Math.abs(step) <= 1 && (run.length === 1 || step === run.step)) {
        run.length++;
        run.step = step;
        return;
      }
    }
    found.push({ start, length: 1, from, step: 1 });
  });
  return found;
}

/** The adjoint of y[o] = x[positions[o]] along an axis: dy carried back to an axis of this size. Positions are in runs. */
export function scatterRuns(b: Builder, dy: Sym, axis: number, positions: readonly Run[], size: number): Sym {
  const parts = positions.map(({ start, length, from, step }) => {
    const part = b.slice(dy, [start], [start + length], [axis]);
    if (step === 0) return padAxis(b, b.sum(part, [axis]), axis, from, size - from - 1);
    if (step === 1) return padAxis(b, part, axis, from, size - from - length);
    return padAxis(b, reverse(b, part, [axis]), axis, from - length + 1, size - from - 1);
  });
  return parts.length > 1 ? b.op('Sum', parts) : parts[0]!;
}

/** Flips the order along some axes. */
export function reverse(b: Builder, x: Sym, axes: readonly number[]): Sym {
  if (axes.length === 0) return x;
  return b.slice(x, axes.map(() => -1), axes.map(() => -(2 ** 31)), axes, axes.map(() => -1)); // prettier-ignore
}
