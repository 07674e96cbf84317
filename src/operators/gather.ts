/** Reading elements at indices, and writing them: Gather, GatherElements, GatherND and their adjoints, the Scatters. */
import { int, place, string } from '../graph/attributes';
import type { Builder } from '../graph/builder';
import type { Node } from '../graph/graph';
import type { GradientContext, Operator, Sym } from '../graph/operator';
import { GraphError, NoGradientError } from '../shared/errors';
import { sizeOf, stridesOf, toNumbers } from '../shared/tensor';
import { axisOf, required, sameAsFirst } from './infer';
import { rearrange, runs, scatterRuns } from './rearrange';

/** Known indices in at most this many runs of neighbours are differentiated by Slice and Pad. */
const FEW_RUNS = 4;

export const gather = {
  Gather: {
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
        throw new GraphError(`${place(node)}: an index is outside 0 … ${size - 1}.`);
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
    infer(node, inputs) {
      return [{ dtype: required(node, inputs, 0).dtype, shape: required(node, inputs, 1).shape }];
    },
    gradient: ({ node, b, x, dy }) => [
      b.op('ScatterElements', [b.zerosLike(x[0]!), x[1], dy[0]], { axis: int(node, 'axis', 0), reduction: 'add' }),
    ],
  },
  GatherND: {
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
    gradient({ node, b, x, dy }) {
      if (int(node, 'batch_dims', 0) > 0)
        throw new NoGradientError('GatherND', node.name, 'has no gradient with batch_dims');
      return [b.op('ScatterND', [b.zerosLike(x[0]!), x[1], dy[0]], { reduction: 'add' })];
    },
  },
  ScatterND: {
    infer: sameAsFirst,
    gradient: ({ node, b, x, dy, wants }) => [
      wants(0) ? kept(node, dy[0]!, () => b.op('ScatterND', [dy[0], x[1], b.zerosLike(x[2]!)])) : undefined,
      undefined,
      wants(2) ? kept(node, b.op('GatherND', [dy[0], x[1]])) : undefined,
    ],
  },
  ScatterElements: {
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

/** The gradient of a Scatter: with reduction "add" nothing is overwritten; without one, `overwritten` takes that out. */
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
  const flat = b.reshape(dy[0]!, data.shape.with(axis, count));
  const positions = indices.known && Array.from(toNumbers(indices.known), (i) => (i < 0 ? i + size : i));
  const neighbours = positions && runs(positions);
  if (neighbours?.length && neighbours.length <= FEW_RUNS) return scatterRuns(b, flat, axis, neighbours, size);
  const rows = [axis, ...data.shape.flatMap((_, i) => (i === axis ? [] : [i]))];
  const back = rows.map((_, i) => rows.indexOf(i));
  return b.transpose(addRows(b, b.reshape(indices, [count, 1]), b.transpose(flat, rows), size), back);
}

/** Adds each row of `updates` to the row of a zero table that its index names. */
function addRows(b: Builder, indices: Sym, updates: Sym, size: number): Sym {
  const table = b.expand(b.scalar(0, updates.dtype), updates.shape.with(0, size));
  return b.op('ScatterND', [table, indices, updates], { reduction: 'add' });
}
