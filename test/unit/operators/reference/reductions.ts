/** Reductions over axes. */
import { int } from '../../../../src/graph/attributes';
import { groups } from './array64';
import type { Kernel } from './interpreter';

function reduction(f: (values: number[]) => number): Kernel {
  return (node, [x, given]) => {
    const rank = x!.shape.length;
    const all = Array.from({ length: rank }, (_, axis) => axis);
    const none = !given || given.data.length === 0;
    const axes = !none ? [...given.data] : int(node, 'noop_with_empty_axes', 0) === 1 ? [] : all;
    const { shape, values } = groups(x!, axes);
    const gone = axes.map((axis) => (axis < 0 ? axis + rank : axis));
    const squeezed = shape.filter((_, axis) => !gone.includes(axis));
    return [{ shape: int(node, 'keepdims', 1) === 1 ? shape : squeezed, data: Float64Array.from(values, f) }];
  };
}

const sum = (values: number[]): number => values.reduce((x, y) => x + y, 0);

export const reductions: Record<string, Kernel> = {
  ReduceSum: reduction(sum),
  ReduceMean: (node, inputs, types) =>
    reduction((v) => (types[0]!.includes('int') ? Math.trunc(sum(v) / v.length) : sum(v) / v.length))(
      node,
      inputs,
      types,
    ),
  ReduceMax: reduction((v) => Math.max(...v)),
  ReduceMin: reduction((v) => Math.min(...v)),
  ReduceProd: reduction((v) => v.reduce((x, y) => x * y, 1)),
  ReduceL1: reduction((v) => sum(v.map(Math.abs))),
  ReduceL2: reduction((v) => Math.sqrt(sum(v.map((x) => x * x)))),
  ReduceLogSum: reduction((v) => Math.log(sum(v))),
  ReduceLogSumExp: reduction((v) => Math.log(sum(v.map(Math.exp)))),
  ReduceSumSquare: reduction((v) => sum(v.map((x) => x * x))),
};
