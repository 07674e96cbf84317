/** Normalizations over their ranks, axes, groups and windows. */
import type { Case, Input } from './case';

const channels = (size: number): Input[] => [{ shape: [size], range: [0.5, 1.5] }, { shape: [size] }];

const stored: Case[] = [
  [2, 3],
  [2, 3, 5],
  [2, 3, 4, 5],
  [2, 3, 2, 3, 2],
].flatMap((shape) =>
  [undefined, 0.01].map((epsilon) => ({
    name: `batchnorm_${shape.length}d${epsilon ? '_epsilon' : ''}`,
    op: 'BatchNormalization',
    ...(epsilon && { attributes: { epsilon } }),
    inputs: [{ shape }, ...channels(3), { shape: [3] }, { shape: [3], range: [0.3, 2] as const }],
  })),
);

const instances: Case[] = [
  [2, 3, 5],
  [2, 3, 4, 5],
  [1, 2, 2, 3, 2],
].flatMap((shape) =>
  [undefined, 0.01].map((epsilon) => ({
    name: `instancenorm_${shape.length}d${epsilon ? '_epsilon' : ''}`,
    op: 'InstanceNormalization',
    ...(epsilon && { attributes: { epsilon } }),
    inputs: [{ shape }, ...channels(shape[1]!)],
  })),
);

const groups: Case[] = [1, 2, 4].flatMap((num_groups) =>
  [
    [3, 4, 2, 2],
    [2, 4, 6],
    [2, 4, 2, 1, 3],
  ].map((shape) => ({
    name: `group_normalization_${num_groups}_of_${shape.join('x')}`,
    op: 'GroupNormalization',
    attributes: { num_groups, epsilon: 1e-3 },
    inputs: [{ shape }, ...channels(4)],
  })),
);

const shape = [2, 3, 4, 5];

const layers: Case[] = [0, 1, 2, 3, -1, -2, -3, -4].flatMap((axis) =>
  [1, 3].map((outputs) => ({
    name: `layer_normalization_4d_axis_${axis}_outputs_${outputs}`,
    op: 'LayerNormalization',
    attributes: { axis },
    outputs,
    inputs: [{ shape }, { shape: shape.slice(axis), range: [0.5, 1.5] as const }, { shape: shape.slice(axis) }],
  })),
);

const moreLayers: Case[] = [
  {
    name: 'layer_normalization_default_axis',
    op: 'LayerNormalization',
    inputs: [{ shape }, { shape: [5] }, { shape: [5] }],
  },
  { name: 'layer_normalization_no_bias', op: 'LayerNormalization', inputs: [{ shape }, { shape: [5] }] },
  {
    name: 'layer_normalization_epsilon',
    op: 'LayerNormalization',
    attributes: { epsilon: 0.1 },
    outputs: 3,
    inputs: [{ shape: [3, 8] }, { shape: [8] }, { shape: [8] }],
  },
];

/** onnxruntime has windows of odd size alone. */
const windows: Case[] = [1, 3, 5, 9].flatMap((size) => [
  {
    name: `lrn_size_${size}`,
    op: 'LRN',
    attributes: { size, alpha: 0.2, beta: 0.5, bias: 2 },
    inputs: [{ shape: [2, 5, 3, 2] }],
  },
  {
    name: `lrn_default_size_${size}`,
    op: 'LRN',
    attributes: { size },
    inputs: [{ shape: [1, 5, 2, 2], range: [-30, 30] as const }],
  },
]);

const norms: Case[] = [1, 2].flatMap((p) =>
  [0, 1, -1].map((axis) => ({
    name: `lpnormalization_p${p}_axis_${axis}`,
    op: 'LpNormalization',
    attributes: { p, axis },
    inputs: [{ shape: [3, 4, 2] }],
  })),
);

export const cases: Case[] = [...stored, ...instances, ...groups, ...layers, ...moreLayers, ...windows, ...norms];
