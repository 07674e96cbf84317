/**
 * Reductions over axes. In opset 21 the axes are an input, which must be known while the graph is built; without it
 * they are all axes, or none with noop_with_empty_axes.
 */
import { int } from '../graph/attributes';
import type { Node } from '../graph/graph';
import type { GradientContext, Inputs, Operator, Sym } from '../graph/operator';
import type { Traits } from '../graph/traits';
import { sizeOf, toNumbers, type Shape } from '../shared/tensor';
import { reduce } from './evaluate';
import { axisOf, optionalNumbers, required } from './infer';

type Reduction = Parameters<typeof reduce>[3];

function axesOf(node: Node, rank: number, given: readonly number[] = []): number[] {
  if (given.length) return given.map((axis) => axisOf(node, axis, rank));
  return int(node, 'noop_with_empty_axes', 0) ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

function reducedShape(node: Node, shape: Shape, axes: readonly number[]): number[] {
  const keep = int(node, 'keepdims', 1) === 1;
  return shape.flatMap((size, axis) => (!axes.includes(axis) ? [size] : keep ? [1] : []));
}

/** The parts of a reduction's gradient; y and dy keep the reduced axes with size 1, so that they broadcast with x. */
interface Parts {
  b: GradientContext['b'];
  x: Sym;
  y: Sym;
  dy: Sym;
  axes: readonly number[];
}

/** `gradient` may return any shape that broadcasts to x. */
function reduction(traits: Traits, gradient: (parts: Parts) => Sym, evaluate?: Reduction): Operator {
  const axesFrom = (node: Node, inputs: Inputs): number[] =>
    axesOf(node, required(node, inputs, 0).shape.length, optionalNumbers(node, inputs, 1));
  return {
    ...traits,
    axes: 'in order',
    infer: (node, inputs) => {
      const { dtype, shape } = required(node, inputs, 0);
      return [{ dtype, shape: reducedShape(node, shape, axesFrom(node, inputs)) }];
    },
    gradient: ({ b, node, x: inputs, y, dy }) => {
      const x = inputs[0]!;
      const axes = axesFrom(node, inputs);
      const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      const parts = { b, x, axes, y: b.reshape(y[0]!, kept), dy: b.reshape(dy[0]!, kept) };
      return [b.expand(gradient(parts), x.shape)];
    },
    ...(evaluate && {
      evaluate: (node, [x, axes], [type]) => {
        const given = axes && Array.from(toNumbers(axes));
        return reduce(x!, axesOf(node, x!.shape.length, given), type!.shape, evaluate);
      },
    }),
    cost: (_node, inputs) => sizeOf(inputs[0]!.shape),
  };
}

/** The gradient is split equally among all elements that attain the extremum, as in PyTorch's amax and amin. */
function toExtrema({ b, x, y, dy, axes }: Parts): Sym {
  const attained = b.cast(b.equal(x, y), x.dtype);
  return b.mul(attained, b.div(dy, b.sum(attained, axes)));
}

/**
 * Σ or Π of the others, for each element, also correct for zeros: with one zero only that one has a gradient, the
 * product of the rest; with two or more none has.
 */
function productOfOthers({ b, x, dy, axes }: Parts): Sym {
  const { dtype } = x;
  const zero = b.equal(x, 0);
  const rest = b.where(zero, b.scalar(1, dtype), x);
  const zeros = b.sum(b.cast(zero, dtype), axes);
  const product = b.mul(dy, axes.length ? b.op('ReduceProd', [rest, b.int64(axes)]) : rest);
  const chosen = (count: number): Sym => b.mul(product, b.cast(b.equal(zeros, count), dtype));
  return b.div(b.where(zero, chosen(1), chosen(0)), rest);
}

const add = (x: number, y: number): number => x + y;

export const reductions = {
  ReduceSum: reduction({ role: 'sum' }, ({ dy }) => dy, {
    number: (values) => values.reduce(add),
    bigint: (values) => values.reduce((x, y) => x + y),
  }),
  ReduceMean: reduction({ role: 'sum' }, ({ b, x, dy }) => b.mul(dy, sizeOf(dy.shape) / sizeOf(x.shape)), {
    number: (values) => values.reduce(add) / values.length,
    bigint: (values) => values.reduce((x, y) => x + y) / BigInt(values.length),
  }),
  ReduceMax: reduction({ role: 'select' }, toExtrema, {
    number: (values) => values.reduce((x, y) => Math.max(x, y)),
    bigint: (values) => values.reduce((x, y) => (y > x ? y : x)),
  }),
  ReduceMin: reduction({ role: 'select' }, toExtrema, {
    number: (values) => values.reduce((x, y) => Math.min(x, y)),
    bigint: (values) => values.reduce((x, y) => (y < x ? y : x)),
  }),
  ReduceProd: reduction({ role: 'reduce' }, productOfOthers, {
    number: (values) => values.reduce((x, y) => x * y),
    bigint: (values) => values.reduce((x, y) => x * y),
  }),
  /** Derivative 0 at 0. */
  ReduceL1: reduction({ role: 'reduce', nonNegative: true }, ({ b, x, dy }) => b.mul(dy, b.op('Sign', [x]))),
  /** x/‖x‖, and 0 where the norm is 0. */
  ReduceL2: reduction({ role: 'reduce', nonNegative: true }, ({ b, x, y, dy }) => {
    const zero = b.scalar(0, x.dtype);
    return b.mul(x, b.where(b.equal(y, 0), zero, b.div(dy, y)));
  }),
  ReduceLogSum: reduction({ role: 'reduce' }, ({ b, y, dy }) => b.mul(dy, b.exp(b.neg(y)))),
  ReduceLogSumExp: reduction({ role: 'reduce' }, ({ b, x, y, dy }) => b.mul(dy, b.exp(b.sub(x, y)))),
  ReduceSumSquare: reduction({ role: 'reduce', nonNegative: true }, ({ b, x, dy }) => b.mul(x, b.mul(dy, 2))),
} satisfies Record<string, Operator>;
