/** Pooling: every attribute alone and together; ties, which have a rule. */
import type { PlainAttribute } from '../../../../src/graph/attributes';
import { distinct, type Case } from './case';

type Row = [name: string, x: number[], attributes: Record<string, PlainAttribute>];

const windows: Row[] = [
  ['1d_default', [1, 3, 16], { kernel_shape: [2] }],
  ['1d_strides_pads', [2, 2, 9], { kernel_shape: [3], strides: [2], pads: [1, 1] }],
  ['2d_default', [1, 3, 6, 5], { kernel_shape: [2, 2] }],
  ['2d_tiled', [2, 2, 6, 8], { kernel_shape: [2, 2], strides: [2, 2] }],
  ['2d_tiled_with_rest', [1, 2, 7, 8], { kernel_shape: [3, 3], strides: [3, 3] }],
  ['2d_resnet', [1, 2, 8, 8], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }],
  ['2d_resnet_odd', [1, 2, 7, 9], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }],
  ['2d_pads', [1, 3, 6, 6], { kernel_shape: [3, 3], pads: [2, 2, 2, 2] }],
  ['2d_asymmetric', [1, 2, 6, 7], { kernel_shape: [3, 2], strides: [1, 3], pads: [0, 1, 2, 0] }],
  ['2d_strides', [1, 2, 12, 12], { kernel_shape: [5, 5], strides: [3, 3] }],
  ['2d_stride_beyond_kernel', [1, 2, 9, 8], { kernel_shape: [2, 1], strides: [3, 3] }],
  ['2d_same_upper', [1, 3, 6, 6], { kernel_shape: [2, 2], auto_pad: 'SAME_UPPER' }],
  ['2d_same_lower', [1, 3, 6, 6], { kernel_shape: [2, 2], auto_pad: 'SAME_LOWER' }],
  ['2d_same_upper_strides', [1, 2, 7, 5], { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' }],
  ['2d_valid', [1, 2, 7, 5], { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'VALID' }],
  ['2d_ceil', [1, 1, 4, 4], { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }],
  ['2d_ceil_pads', [1, 2, 6, 7], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], ceil_mode: 1 }],
  ['2d_ceil_window_in_padding_dropped', [1, 1, 2, 2], { kernel_shape: [1, 1], strides: [2, 2], ceil_mode: 1 }],
  [
    '2d_ceil_last_window_on_pad',
    [1, 2, 5, 6],
    { kernel_shape: [2, 2], strides: [3, 3], pads: [1, 1, 1, 1], ceil_mode: 1 },
  ],
  ['2d_dilations', [1, 1, 6, 6], { kernel_shape: [2, 2], dilations: [2, 2] }],
  [
    '2d_dilations_strides_pads',
    [1, 2, 9, 8],
    { kernel_shape: [3, 2], dilations: [2, 3], strides: [2, 2], pads: [2, 1, 2, 1] },
  ],
  ['2d_dilations_ceil', [1, 2, 8, 8], { kernel_shape: [2, 2], dilations: [3, 2], strides: [2, 3], ceil_mode: 1 }],
  ['2d_whole', [2, 3, 4, 5], { kernel_shape: [4, 5] }],
  ['3d_default', [1, 2, 4, 4, 4], { kernel_shape: [2, 2, 2] }],
  ['3d_strides_pads', [1, 2, 5, 4, 5], { kernel_shape: [3, 2, 3], strides: [2, 2, 1], pads: [1, 0, 1, 1, 1, 1] }],
];

const maxPool: Case[] = [
  ...windows.map(([name, x, attributes]) => ({
    name: `maxpool_${name}`,
    op: 'MaxPool',
    inputs: [distinct(x)],
    attributes,
    // onnxruntime 1.30's static shape inference does not drop such a window, its kernel does: no graph on top of it loads.
    ...(name === '2d_ceil_last_window_on_pad' && { gradient: false as const }),
  })),
  ...[0, 1].map((storage_order) => ({
    name: `maxpool_with_argmax_2d_storage_order_${storage_order}`,
    op: 'MaxPool',
    inputs: [distinct([1, 2, 5, 5])],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], storage_order },
    outputs: 2,
  })),
];

const averagePool: Case[] = windows.flatMap(([name, x, attributes]) => {
  const padded = 'pads' in attributes || name.includes('same');
  return (padded ? [0, 1] : [0]).map((count_include_pad) => ({
    name: `averagepool_${name}${count_include_pad ? '_count_include_pad' : ''}`,
    op: 'AveragePool',
    inputs: [{ shape: x }],
    attributes: { ...attributes, count_include_pad },
  }));
});

const globals: Case[] = ['GlobalAveragePool', 'GlobalMaxPool'].flatMap((op) =>
  [
    [1, 3, 5, 5],
    [2, 2, 7],
    [1, 2, 2, 3, 4],
  ].map((shape) => ({ name: `${op.toLowerCase()}_${shape.length - 2}d`, op, inputs: [distinct(shape)] })),
);

export const cases: Case[] = [...maxPool, ...averagePool, ...globals];
