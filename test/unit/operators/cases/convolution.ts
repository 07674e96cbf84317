/** Convolutions over 1 to 3 axes: every attribute alone, and together with strides, dilations and groups. */
import type { PlainAttribute } from '../../../../src/graph/attributes';
import type { Case } from './case';

type Row = [name: string, x: number[], w: number[], attributes?: Record<string, PlainAttribute>, bias?: boolean];

const conv: Row[] = [
  ['basic_conv_with_padding', [1, 1, 5, 5], [1, 1, 3, 3], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }],
  ['basic_conv_without_padding', [1, 1, 5, 5], [1, 1, 3, 3], { kernel_shape: [3, 3] }],
  ['conv_with_strides_padding', [1, 1, 7, 5], [1, 1, 3, 3], { pads: [1, 1, 1, 1], strides: [2, 2] }],
  ['conv_with_strides_no_padding', [1, 1, 7, 5], [1, 1, 3, 3], { strides: [2, 2] }],
  ['conv_with_strides_and_asymmetric_padding', [1, 1, 7, 5], [1, 1, 3, 3], { pads: [1, 0, 1, 0], strides: [2, 2] }],
  ['conv_with_autopad_same', [1, 1, 5, 5], [1, 1, 3, 3], { auto_pad: 'SAME_LOWER', strides: [2, 2] }],
  ['conv_autopad_same_lower_even', [2, 2, 6, 5], [3, 2, 2, 4], { auto_pad: 'SAME_LOWER' }],
  ['conv_autopad_same_upper_even', [2, 2, 6, 5], [3, 2, 2, 4], { auto_pad: 'SAME_UPPER', strides: [2, 3] }],
  ['conv_autopad_valid', [1, 2, 6, 6], [2, 2, 3, 3], { auto_pad: 'VALID', strides: [2, 1] }],
  ['conv_bias', [2, 3, 5, 4], [4, 3, 3, 3], { pads: [1, 1, 1, 1] }, true],
  ['conv_many_channels', [1, 9, 4, 3], [2, 9, 3, 3], { pads: [1, 1, 1, 1] }],
  ['conv_many_channels_stride_2', [1, 8, 7, 6], [4, 8, 3, 3], { pads: [1, 1, 1, 1], strides: [2, 2] }, true],
  ['conv_many_channels_stride_3', [1, 8, 8, 7], [3, 8, 4, 4], { pads: [2, 1, 0, 1], strides: [3, 3] }],
  ['conv_first_layer', [1, 3, 9, 8], [2, 3, 7, 7], { pads: [3, 3, 3, 3], strides: [2, 2] }, true],
  ['conv_one_channel_5x5', [1, 1, 9, 10], [2, 1, 5, 5], { pads: [2, 2, 2, 2] }],
  ['conv_patches', [1, 3, 8, 8], [5, 3, 4, 4], { strides: [4, 4] }, true],
  ['conv_patches_with_rest', [1, 3, 10, 9], [5, 3, 4, 4], { strides: [4, 4] }],
  ['conv_1x1', [2, 3, 4, 4], [5, 3, 1, 1]],
  ['conv_1x1_stride_2', [1, 9, 6, 7], [4, 9, 1, 1], { strides: [2, 2] }],
  ['conv_1x1_stride_2_padding', [1, 3, 5, 5], [4, 3, 1, 1], { strides: [2, 2], pads: [1, 1, 1, 1] }],
  ['conv_2x2_stride_3', [1, 2, 9, 8], [3, 2, 2, 2], { strides: [3, 3] }],
  ['conv_stride_5_kernel_2', [1, 1, 12, 11], [2, 1, 2, 2], { strides: [5, 5], pads: [1, 0, 0, 1] }],
  ['conv_pads_beyond_kernel', [1, 2, 4, 4], [3, 2, 2, 2], { pads: [3, 2, 2, 4] }],
  ['conv_pads_beyond_kernel_stride_2', [1, 2, 4, 4], [3, 2, 2, 2], { pads: [3, 2, 2, 4], strides: [2, 2] }],
  ['conv_dilations', [1, 2, 8, 8], [3, 2, 3, 3], { dilations: [2, 2] }],
  ['conv_dilations_padding', [1, 2, 6, 7], [3, 2, 3, 2], { dilations: [2, 3], pads: [2, 1, 2, 1] }],
  [
    'conv_dilations_2_strides_2',
    [1, 2, 9, 9],
    [3, 2, 3, 3],
    { dilations: [2, 2], strides: [2, 2], pads: [1, 2, 1, 2] },
  ],
  [
    'conv_dilations_2_strides_3',
    [1, 2, 10, 9],
    [3, 2, 3, 3],
    { dilations: [2, 2], strides: [3, 3], pads: [2, 2, 2, 2] },
  ],
  [
    'conv_dilations_3_strides_2',
    [1, 2, 10, 9],
    [3, 2, 3, 3],
    { dilations: [3, 3], strides: [2, 2], pads: [2, 2, 2, 2] },
  ],
  [
    'conv_dilations_4_strides_2_6',
    [1, 1, 12, 13],
    [2, 1, 2, 3],
    { dilations: [4, 4], strides: [2, 6], pads: [0, 2, 1, 2] },
  ],
  ['conv_group_2', [1, 4, 5, 5], [6, 2, 3, 3], { group: 2, pads: [1, 1, 1, 1] }, true],
  ['conv_group_2_strides', [2, 4, 6, 5], [6, 2, 3, 2], { group: 2, strides: [2, 2], pads: [1, 0, 1, 1] }],
  ['conv_depthwise', [2, 3, 5, 5], [3, 1, 3, 3], { group: 3, pads: [1, 1, 1, 1] }, true],
  ['conv_depthwise_multiplier_stride_2', [1, 3, 7, 7], [6, 1, 3, 3], { group: 3, strides: [2, 2], pads: [1, 1, 1, 1] }],
  ['conv_group_dilations', [1, 4, 7, 7], [4, 2, 3, 3], { group: 2, dilations: [2, 2], pads: [2, 2, 2, 2] }],
  ['conv_surplus_rows', [1, 2, 8, 9], [2, 2, 3, 3], { strides: [3, 4] }],
  ['conv_1d', [2, 3, 9], [4, 3, 3], { pads: [1, 1] }, true],
  ['conv_1d_strides', [1, 1, 23], [5, 1, 10], { strides: [5] }],
  ['conv_1d_strides_dilations_group', [1, 4, 14], [4, 2, 3], { strides: [2], dilations: [3], group: 2, pads: [2, 1] }],
  ['conv_1d_autopad', [1, 2, 8], [3, 2, 4], { auto_pad: 'SAME_UPPER', strides: [3] }],
  ['conv_3d', [1, 2, 4, 4, 3], [3, 2, 3, 3, 2], { pads: [1, 1, 0, 1, 1, 1] }, true],
  ['conv_3d_strides', [1, 2, 5, 5, 4], [2, 2, 3, 2, 3], { strides: [2, 2, 2], pads: [1, 0, 1, 1, 1, 1] }],
  ['conv_3d_group', [1, 2, 4, 4, 4], [2, 1, 2, 2, 2], { group: 2, dilations: [1, 2, 1] }],
];

const transposed: Row[] = [
  ['convtranspose', [1, 1, 3, 3], [1, 2, 3, 3]],
  ['convtranspose_1d', [1, 1, 3], [1, 2, 3]],
  ['convtranspose_3d', [1, 1, 3, 4, 3], [1, 2, 3, 3, 3]],
  ['convtranspose_3d_strides', [1, 2, 2, 3, 2], [2, 2, 3, 2, 2], { strides: [2, 2, 1], pads: [1, 0, 0, 1, 1, 0] }],
  ['convtranspose_output_shape', [1, 1, 3, 3], [1, 2, 3, 3], { strides: [3, 2], output_shape: [10, 8] }],
  ['convtranspose_output_shape_smaller', [1, 1, 4, 3], [1, 2, 3, 3], { strides: [2, 2], output_shape: [7, 6] }],
  ['convtranspose_pad', [1, 1, 3, 3], [1, 2, 3, 3], { strides: [3, 2], output_padding: [1, 1] }],
  ['convtranspose_pads', [1, 1, 3, 3], [1, 2, 3, 3], { strides: [3, 2], pads: [1, 2, 1, 2] }],
  [
    'convtranspose_pads_output_padding',
    [2, 3, 4, 3],
    [3, 2, 3, 3],
    { strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1] },
    true,
  ],
  ['convtranspose_output_padding_2', [1, 2, 3, 3], [2, 2, 2, 2], { strides: [3, 3], output_padding: [2, 2] }],
  ['convtranspose_dilations', [1, 1, 3, 3], [1, 1, 2, 2], { dilations: [2, 2] }],
  [
    'convtranspose_dilations_strides',
    [1, 2, 3, 4],
    [2, 3, 3, 2],
    { dilations: [2, 3], strides: [2, 2], pads: [1, 1, 0, 2] },
  ],
  ['convtranspose_autopad_same', [1, 1, 3, 3], [1, 2, 3, 3], { auto_pad: 'SAME_UPPER', strides: [2, 2] }],
  ['convtranspose_autopad_same_lower', [1, 1, 3, 3], [1, 2, 3, 3], { auto_pad: 'SAME_LOWER', strides: [2, 2] }],
  ['convtranspose_autopad_valid', [1, 1, 3, 3], [1, 2, 3, 3], { auto_pad: 'VALID', strides: [2, 2] }],
  ['convtranspose_group_2', [1, 4, 3, 3], [4, 2, 3, 3], { group: 2, strides: [2, 2] }, true],
  ['convtranspose_group_2_image_3', [3, 2, 3, 3], [2, 1, 3, 3], { group: 2 }],
  ['convtranspose_1x1_stride_2', [1, 2, 3, 3], [2, 3, 1, 1], { strides: [2, 2], output_padding: [1, 1] }],
];

const rows = (op: string, list: Row[]): Case[] =>
  list.map(([name, x, w, attributes = {}, bias]) => {
    const filters = op === 'Conv' ? w[0]! : w[1]! * Number(attributes['group'] ?? 1);
    const inputs = [{ shape: x }, { shape: w }, ...(bias ? [{ shape: [filters] }] : [])];
    return { name, op, inputs, attributes };
  });

export const cases: Case[] = [...rows('Conv', conv), ...rows('ConvTranspose', transposed)];
