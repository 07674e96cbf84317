/** Reading elements at indices, and writing them: Gather, GatherElements, GatherND and their adjoints, the Scatters. */
import { int, place, string } from '../graph/attributes';
import type { Builder } from '../graph/builder';
import type { Node } from '../graph/graph';
import type { GradientContext, Operator, Sym } from '../graph/operator';
import { GraphError, NoGradientError } from '../shared/errors';
import { int64, sizeOf, stridesOf, toNumbers } from '../shared/tensor';
import { axisOf, required, sameAsFirst } from './infer';
import { rearrange, runs, scatterRuns } from './rearrange';

/** Known indices that form at most this many runs are differentiated by Slice and Pad. */
const FEW_RUNS = 4;
/**
 * Tables of at most this many rows, and one-hot matrices of at most this many elements, are differentiated by a
 * product.
 */
const SMALL_TABLE = 1024;
const SMALL_PRODUCT = 2 ** 24;

export const gather = {
  Gather: {
    role: 'move',
    trained: [0],

    infer(node, inputs) {
      const data = required(node, inputs, 0);
      const indices = required(node, inputs, 1);
      const axis = axisOf(node, int(node, 'axis', 0), data.shape.length);
      return [{ dtype: data.dtype, shape: data.shape.toSpliced(axis, 1, ...indices.shape) }];
    },
    gradient: (c) => [gatherGradient(c)],
    evaluate(node, [x, indices], [type]) {
      const axis = axisOf(node, int(node, 'axis', 0), x!.shape.length);
      const size = x!.shape[axis]!;
      const picked = Array.from(toNumbers(indices!), (i) => (i < 0 ? i + size : i));
      if (picked.some((i) => i < 0 || i >= size))
        throw new GraphError(`${place(node)}: an index is out of range; it must be 0 to ${size - 1}.`);
      const strides = stridesOf(indices!.shape);
      const rank = indices!.shape.length;
      return [
        rearrange(x!, type!.shape, (index) => {
          const at = index.slice(axis, axis + rank).reduce((sum, i, k) => sum + i * strides[k]!, 0);
          return index.toSpliced(axis, rank, picked[at]!).reduce((sum, i, k) => sum * x!.shape[k]! + i, 0);
        }),
      ];
    },
  },
  GatherElements: {
    role: 'move',

    infer(node, inputs) {
      return [{ dtype: required(node, inputs, 0).dtype, shape: required(node, inputs, 1).shape }];
    },
    gradient: ({ node, b, x, dy }) => [
      b.op('ScatterElements', [b.zerosLike(x[0]!), x[1], dy[0]], { axis: int(node, 'axis', 0), reduction: 'add' }),
    ],
  },
  GatherND: {
    role: 'move',

    infer(node, inputs) {
      const data = required(node, inputs, 0);
      const indices = required(node, inputs, 1);
      const batch = int(node, 'batch_dims', 0);
      const depth = indices.shape.at(-1) ?? 0;
      if (depth < 1 || batch + depth > data.shape.length) {
        throw new GraphError(
          `${place(node)}: indices of shape [${indices.shape.join()}] do not fit data of shape [${data.shape.join()}].`,
        );
      }
      return [{ dtype: data.dtype, shape: [...indices.shape.slice(0, -1), ...data.shape.slice(batch + depth)] }];
    },
    gradient: (c) => [gatherNDGradient(c)],
  },
  ScatterND: {
    role: 'move',

    infer: sameAsFirst,
    gradient: ({ node, b, x, dy, wants }) => [
      wants(0) ? kept(node, dy[0]!, () => b.op('ScatterND', [dy[0], x[1], b.zerosLike(x[2]!)])) : undefined,
      undefined,
      wants(2) ? kept(node, b.op('GatherND', [dy[0], x[1]])) : undefined,
    ],
  },
  ScatterElements: {
    role: 'move',

    infer: sameAsFirst,
    gradient({ node, b, x, dy, wants }) {
      const axis = int(node, 'axis', 0);
      return [
        wants(0)
          ? kept(node, dy[0]!, () => b.op('ScatterElements', [dy[0], x[1], b.zerosLike(x[2]!)], { axis }))
          : undefined,
        undefined,
        wants(2) ? kept(node, b.op('GatherElements', [dy[0], x[1]], { axis })) : undefined,
      ];
    },
  },
} satisfies Record<string, Operator>;

/**
 * The gradient of a Scatter: with reduction "add" nothing is overwritten; without one, `overwritten` removes what was.
 */
function kept(node: Node, added: Sym, overwritten: () => Sym = () => added): Sym {
  const reduction = string(node, 'reduction', 'none');
  if (reduction === 'none') return overwritten();
  if (reduction === 'add') return added;
  throw new NoGradientError(node.op, node.name, `has no gradient with reduction "${reduction}"`);
}

/** Sums dy over repeated indices. */
function gatherGradient({ node, b, x, dy }: GradientContext): Sym {
  const [data, indices] = x as [Sym, Sym];
  const axis = axisOf(node, int(node, 'axis', 0), data.shape.length);
  const size = data.shape[axis]!;
  const count = sizeOf(indices.shape);
  const positions = indices.known && Array.from(toNumbers(indices.known), (i) => (i < 0 ? i + size : i));
  const neighbours = positions && runs(positions);
  if (neighbours?.length && neighbours.length <= FEW_RUNS) {
    return scatterRuns(b, b.reshape(dy[0]!, data.shape.with(axis, count)), axis, neighbours, size);
  }
  const rows = b.reshape(dy[0]!, [sizeOf(data.shape.slice(0, axis)), count, sizeOf(data.shape.slice(axis + 1))]);
  return b.reshape(addRows(b, b.reshape(indices, [count]), rows, size), data.shape);
}

/** Each index tuple as a position in the data flattened over the axes that it names and those of the batch. */
function gatherNDGradient({ node, b, x, dy }: GradientContext): Sym {
  const [data, indices] = x as [Sym, Sym];
  const batch = int(node, 'batch_dims', 0);
  const depth = indices.shape.at(-1)!;
  const sizes = data.shape.slice(batch, batch + depth);
  const fromFront = b.where(b.less(indices, 0), b.add(indices, b.int64(sizes)), indices);
  const within = b.sum(b.mul(fromFront, b.int64(stridesOf(sizes))), [indices.shape.length - 1], false);
  const batches = data.shape.slice(0, batch);
  const starts = Array.from({ length: sizeOf(batches) }, (_, i) => i * sizeOf(sizes));
  const alone = [...batches, ...within.shape.slice(batch).map(() => 1)];
  const positions = b.add(within, b.constant(int64(alone, starts)));
  const trail = sizeOf(data.shape.slice(batch + depth));
  const rows = b.reshape(dy[0]!, [1, sizeOf(within.shape), trail]);
  const flat = addRows(b, b.reshape(positions, [sizeOf(within.shape)]), rows, sizeOf(batches) * sizeOf(sizes));
  return b.reshape(flat, data.shape);
}

/**
 * Adds rows [lead, count, trail] at `positions` [count] into zeros [lead, size, trail]. Small tables use a product with
 * one-hot rows: ScatterElements takes 40 ns per element. Never ScatterND: onnxruntime 1.30 adds in parallel without a
 * lock, and with 2 threads 1 run in 10 lost additions to repeated indices.
 */
function addRows(b: Builder, positions: Sym, rows: Sym, size: number): Sym {
  const [lead, count, trail] = rows.shape as [number, number, number];
  if (size > SMALL_TABLE || size * count > SMALL_PRODUCT) {
    const everywhere = b.expand(b.reshape(positions, [1, count, 1]), rows.shape);
    const table = b.expand(b.scalar(0, rows.dtype), [lead, size, trail]);
    return b.op('ScatterElements', [table, everywhere, rows], { axis: 1, reduction: 'add' });
  }
  const hot = (axis: number): Sym =>
    b.op('OneHot', [positions, b.scalar(size, 'int64'), b.cast(b.int64([0, 1]), rows.dtype)], { axis });
  if (trail > 1) return b.matmul(hot(0), rows);
  return b.reshape(b.matmul(b.reshape(rows, [lead, count]), hot(1)), [lead, size, 1]);
}
