/** Reductions over every kind of axes. */
import { distinct, type Case, type Input } from './case';

const axes = (...values: number[]): Input => ({ shape: [values.length], dtype: 'int64', values, constant: true });
const data = distinct([3, 2, 4], -1.9, 2.1);
const positive = { shape: [3, 2, 4], range: [0.2, 2] as const };

const ops = [
  'ReduceSum',
  'ReduceMean',
  'ReduceMax',
  'ReduceMin',
  'ReduceProd',
  'ReduceL1',
  'ReduceL2',
  'ReduceLogSum',
  'ReduceLogSumExp',
  'ReduceSumSquare',
];

const overAxes: Case[] = ops.flatMap((op) => {
  const name = op.replace('Reduce', 'reduce_').toLowerCase();
  const x = op === 'ReduceLogSum' ? positive : data;
  return [
    { name: `${name}_default_axes_keepdims`, op, inputs: [x] },
    { name: `${name}_default_axes_do_not_keepdims`, op, attributes: { keepdims: 0 }, inputs: [x] },
    { name: `${name}_empty_axes`, op, inputs: [x, axes()] },
    { name: `${name}_keepdims`, op, inputs: [x, axes(1)] },
    { name: `${name}_do_not_keepdims`, op, attributes: { keepdims: 0 }, inputs: [x, axes(1)] },
    { name: `${name}_first_axis`, op, attributes: { keepdims: 0 }, inputs: [x, axes(0)] },
    { name: `${name}_negative_axes_keepdims`, op, inputs: [x, axes(-2)] },
    { name: `${name}_two_axes`, op, attributes: { keepdims: 0 }, inputs: [x, axes(0, -1)] },
    { name: `${name}_all_axes`, op, inputs: [x, axes(0, 1, 2)] },
    {
      name: `${name}_spatial`,
      op,
      attributes: { keepdims: 0 },
      inputs: [{ shape: [2, 3, 4, 4], range: [0.3, 1.5] }, axes(2, 3)],
    },
  ];
});

/** Nothing is summed, but squares, absolute values and logarithms are still taken. */
const noop: Case[] = ops.flatMap((op) => [
  {
    name: `${op}_noop_with_empty_axes`.toLowerCase(),
    op,
    attributes: { noop_with_empty_axes: 1 },
    inputs: [positive, axes()],
  },
  { name: `${op}_noop_without_axes`.toLowerCase(), op, attributes: { noop_with_empty_axes: 1 }, inputs: [positive] },
]);

const whole: Case[] = ['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd'].flatMap((op) =>
  (['int64', 'int32'] as const).map((dtype) => ({
    name: `${op}_${dtype}`.toLowerCase(),
    op,
    attributes: { keepdims: 0 },
    inputs: [{ shape: [4, 3], dtype, range: [1, 9] as const }, axes(0)],
  })),
);

const zeros: Case[] = [
  {
    name: 'reduce_prod_one_zero',
    op: 'ReduceProd',
    inputs: [{ shape: [2, 3], values: [1.5, 0, -2, 0.5, 3, 2] }, axes(1)],
  },
  {
    name: 'reduce_prod_two_zeros',
    op: 'ReduceProd',
    inputs: [{ shape: [2, 3], values: [0, 0, -2, 0, 3, 2] }, axes(1)],
  },
  {
    name: 'reduce_logsumexp_large',
    op: 'ReduceLogSumExp',
    inputs: [{ shape: [2, 3], values: [20, 21, 22, -20, -21, 5] }, axes(1)],
  },
];

export const cases: Case[] = [...overAxes, ...noop, ...whole, ...zeros];
