/** Nonlinearities with their attributes; inputs are away from the corners. */
import { distinct, type Case } from './case';

const wide = distinct([3, 4, 5], -4.01, 4.02);

const settings: [string, Record<string, number | string>][] = [
  ['Relu', {}],
  ['LeakyRelu', {}],
  ['LeakyRelu', { alpha: 0.1 }],
  ['LeakyRelu', { alpha: 0 }],
  ['LeakyRelu', { alpha: 1.5 }],
  ['LeakyRelu', { alpha: -0.5 }],
  ['ThresholdedRelu', {}],
  ['ThresholdedRelu', { alpha: 2 }],
  ['ThresholdedRelu', { alpha: -1 }],
  ['Elu', {}],
  ['Elu', { alpha: 2 }],
  ['Elu', { alpha: 0.5 }],
  ['Selu', {}],
  ['Selu', { alpha: 2, gamma: 3 }],
  ['Celu', {}],
  ['Celu', { alpha: 2 }],
  ['Celu', { alpha: 0.4 }],
  ['Gelu', {}],
  ['Gelu', { approximate: 'none' }],
  ['Gelu', { approximate: 'tanh' }],
  ['Tanh', {}],
  ['Sigmoid', {}],
  ['HardSigmoid', {}],
  ['HardSigmoid', { alpha: 0.5, beta: 0.6 }],
  ['HardSigmoid', { alpha: -0.3, beta: 0.4 }],
  ['HardSwish', {}],
  ['Mish', {}],
  ['Softplus', {}],
  ['Softsign', {}],
];

const name = (op: string, attributes: Record<string, number | string>): string =>
  [op.toLowerCase(), ...Object.entries(attributes).map(([key, value]) => `${key}_${value}`)].join('_');

const pointwise: Case[] = settings.flatMap(([op, attributes]) => [
  { name: name(op, attributes), op, attributes, inputs: [wide] },
  { name: `${name(op, attributes)}_1d`, op, attributes, inputs: [{ shape: [7], range: [-3.7, 3.9] }] },
]);

const extremes: Case[] = [
  'Gelu',
  'Tanh',
  'Sigmoid',
  'Mish',
  'Softplus',
  'Softsign',
  'HardSwish',
  'Elu',
  'Selu',
  'Celu',
].map((op) => ({
  name: `${op.toLowerCase()}_far_out`,
  op,
  inputs: [{ shape: [6], values: [-80, -20, -8, 1.5, 8, 60] }],
}));

const slopes: Case[] = [[2, 3, 4, 4], [3, 1, 1], [1], [4], [], [1, 3, 1, 1]].map((shape) => ({
  name: `prelu_slope_${shape.join('x') || 'scalar'}`,
  op: 'PRelu',
  inputs: [{ shape: [2, 3, 4, 4] }, { shape }],
}));

const alongAxes: Case[] = ['Softmax', 'LogSoftmax'].flatMap((op) => [
  { name: `${op}_example`.toLowerCase(), op, inputs: [{ shape: [1, 3] }] },
  { name: `${op}_default_axis`.toLowerCase(), op, inputs: [{ shape: [3, 4, 5] }] },
  ...[0, 1, 2, -1, -2].map((axis) => ({
    name: `${op}_axis_${axis}`.toLowerCase(),
    op,
    attributes: { axis },
    inputs: [{ shape: [3, 4, 5] }],
  })),
  { name: `${op}_channels`.toLowerCase(), op, attributes: { axis: 1 }, inputs: [{ shape: [2, 3, 2, 2] }] },
  {
    name: `${op}_large_number`.toLowerCase(),
    op,
    inputs: [{ shape: [2, 4], values: [0, 1, 2, 3, 10000, 10001, 10002, 10003] }],
    tolerance: 1e-3,
    gradient: false as const,
  },
  { name: `${op}_1d`.toLowerCase(), op, inputs: [{ shape: [10] }] },
]);

export const cases: Case[] = [
  ...pointwise,
  ...extremes,
  {
    name: 'relu_zero_and_infinite',
    op: 'Relu',
    gradient: false,
    inputs: [{ shape: [5], values: [0, -0, Infinity, -Infinity, 1e-38] }],
  },
  ...slopes,
  ...alongAxes,
];
