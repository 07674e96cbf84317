/** Operators that move elements: every axis convention and every way to give the parameters. */
import { distinct, type Case, type Input } from './case';

const ints = (...values: number[]): Input => ({ shape: [values.length], dtype: 'int64', values, constant: true });
const x3: Input = { shape: [2, 3, 4] };
const numbers: Input = { shape: [2, 3, 4], dtype: 'int64' };

const reshape: Case[] = (
  [
    ['reordered_all_dims', [4, 2, 3]],
    ['reordered_last_dims', [2, 4, 3]],
    ['reduced_dims', [2, 12]],
    ['extended_dims', [2, 3, 2, 2]],
    ['one_dim', [24]],
    ['negative_dim', [2, -1, 2]],
    ['negative_extended_dims', [-1, 2, 3, 4]],
    ['zero_dim', [2, 0, 4, 1]],
    ['zero_and_negative_dim', [2, 0, 1, -1]],
  ] as [string, number[]][]
).map(([name, shape]) => ({ name: `reshape_${name}`, op: 'Reshape', inputs: [x3, ints(...shape)] }));

const others: Case[] = [
  { name: 'reshape_allowzero_reordered', op: 'Reshape', inputs: [{ shape: [0, 3, 4] }, ints(3, 4, 0)], attributes: { allowzero: 1 }, gradient: false }, // prettier-ignore
  { name: 'reshape_scalar', op: 'Reshape', inputs: [{ shape: [1, 1] }, ints()] },
  { name: 'reshape_int64', op: 'Reshape', inputs: [numbers, ints(6, 4)] },
  ...[0, 1, 2, 3, -1, -2, -3].map((axis) => ({
    name: `flatten_axis${axis}`,
    op: 'Flatten',
    inputs: [x3],
    attributes: { axis },
  })),
  { name: 'flatten_default_axis', op: 'Flatten', inputs: [{ shape: [5, 4, 3, 2] }] },
  { name: 'transpose_default', op: 'Transpose', inputs: [x3] },
  ...[[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [0, 1, 2]].map((perm) => ({ name: `transpose_${perm.join('')}`, op: 'Transpose', inputs: [x3], attributes: { perm } })), // prettier-ignore
  { name: 'transpose_int64', op: 'Transpose', inputs: [numbers], attributes: { perm: [2, 0, 1] } },
  { name: 'squeeze', op: 'Squeeze', inputs: [{ shape: [1, 3, 1, 2] }, ints(0)] },
  { name: 'squeeze_negative_axes', op: 'Squeeze', inputs: [{ shape: [1, 3, 1, 2] }, ints(-2, 0)] },
  { name: 'squeeze_all', op: 'Squeeze', inputs: [{ shape: [1, 3, 1, 2, 1] }] },
  { name: 'unsqueeze_axis_0', op: 'Unsqueeze', inputs: [x3, ints(0)] },
  { name: 'unsqueeze_two_axes', op: 'Unsqueeze', inputs: [x3, ints(1, 4)] },
  { name: 'unsqueeze_negative_axes', op: 'Unsqueeze', inputs: [x3, ints(-2)] },
  { name: 'unsqueeze_unsorted_axes', op: 'Unsqueeze', inputs: [x3, ints(5, 0, 2)] },
  ...[0, 1, 2, -1, -2, -3].map((axis) => {
    const size = (n: number): number[] => [2, 3, 2].with(axis < 0 ? axis + 3 : axis, n);
    return { name: `concat_axis${axis}`, op: 'Concat', inputs: [{ shape: size(2) }, { shape: size(1) }, { shape: size(3) }], attributes: { axis } }; // prettier-ignore
  }),
  { name: 'concat_one', op: 'Concat', inputs: [x3], attributes: { axis: 0 } },
  { name: 'concat_int64_with_empty', op: 'Concat', inputs: [{ shape: [3], dtype: 'int64' }, { shape: [0], dtype: 'int64' }, { shape: [2], dtype: 'int64' }], attributes: { axis: 0 } }, // prettier-ignore
  {
    name: 'split_equal_parts_default_axis',
    op: 'Split',
    inputs: [{ shape: [6, 2] }],
    attributes: { num_outputs: 3 },
    outputs: 3,
  },
  {
    name: 'split_equal_parts_2d',
    op: 'Split',
    inputs: [{ shape: [2, 6] }],
    attributes: { num_outputs: 2, axis: 1 },
    outputs: 2,
  },
  { name: 'split_uneven', op: 'Split', inputs: [{ shape: [7, 2] }], attributes: { num_outputs: 3 }, outputs: 3 },
  {
    name: 'split_variable_parts',
    op: 'Split',
    inputs: [{ shape: [2, 6] }, ints(2, 4)],
    attributes: { axis: -1 },
    outputs: 2,
  },
  {
    name: 'split_zero_size',
    op: 'Split',
    inputs: [{ shape: [4, 2] }, ints(1, 0, 3)],
    attributes: { axis: 0 },
    outputs: 3,
  },
  { name: 'expand_dim_unchanged', op: 'Expand', inputs: [{ shape: [3, 1] }, ints(3, 4)] },
  { name: 'expand_dim_changed', op: 'Expand', inputs: [{ shape: [3, 1] }, ints(2, 1, 6)] },
  { name: 'expand_scalar', op: 'Expand', inputs: [{ shape: [] }, ints(2, 3)] },
  { name: 'expand_int64', op: 'Expand', inputs: [{ shape: [2, 1], dtype: 'int64' }, ints(3, 1, 2)] },
  { name: 'tile', op: 'Tile', inputs: [{ shape: [2, 3, 2] }, ints(2, 1, 3)] },
  { name: 'tile_precomputed', op: 'Tile', inputs: [{ shape: [2, 2] }, ints(2, 2)] },
  { name: 'tile_int64', op: 'Tile', inputs: [{ shape: [3], dtype: 'int64' }, ints(2)] },
  ...['DCR', 'CRD'].map((mode) => ({ name: `depthtospace_${mode}`, op: 'DepthToSpace', inputs: [{ shape: [2, 8, 2, 3] }], attributes: { blocksize: 2, mode } })), // prettier-ignore
  { name: 'depthtospace_3', op: 'DepthToSpace', inputs: [{ shape: [1, 18, 2, 2] }], attributes: { blocksize: 3 } },
  { name: 'spacetodepth', op: 'SpaceToDepth', inputs: [{ shape: [2, 2, 4, 6] }], attributes: { blocksize: 2 } },
  { name: 'spacetodepth_3', op: 'SpaceToDepth', inputs: [{ shape: [1, 2, 6, 3] }], attributes: { blocksize: 3 } },
];

const image: Input = { shape: [1, 2, 4, 5] };
const value: Input = { shape: [], values: [1.2], constant: true };

const pad: Case[] = [
  {
    name: 'constant_pad',
    op: 'Pad',
    inputs: [image, ints(0, 0, 1, 3, 0, 0, 2, 4), value],
    attributes: { mode: 'constant' },
  },
  { name: 'constant_pad_default', op: 'Pad', inputs: [image, ints(0, 1, 1, 0, 2, 0, 0, 1)] },
  { name: 'constant_pad_value_gradient', op: 'Pad', inputs: [{ shape: [2, 3] }, ints(1, 0, 0, 2), { shape: [] }] },
  { name: 'constant_pad_axes', op: 'Pad', inputs: [image, ints(0, 3, 1, 4), value, ints(1, 3)] },
  { name: 'constant_pad_negative_axes', op: 'Pad', inputs: [image, ints(0, 3, 1, 4), value, ints(-3, -1)] },
  { name: 'constant_pad_cropping', op: 'Pad', inputs: [image, ints(0, 0, -1, 2, 0, 0, 1, -2), value] },
  ...['reflect', 'edge', 'wrap'].flatMap((mode) => [
    { name: `${mode}_pad`, op: 'Pad', inputs: [image, ints(0, 0, 1, 3, 0, 0, 1, 2)], attributes: { mode } },
    { name: `${mode}_pad_one_side`, op: 'Pad', inputs: [image, ints(0, 0, 0, 0, 0, 1, 3, 0)], attributes: { mode } },
    { name: `${mode}_pad_axes`, op: 'Pad', inputs: [image, ints(3, 2), undefined, ints(-2)], attributes: { mode } },
  ]),
];

const lengths = (...values: number[]): Input => ({ shape: [values.length], values, constant: true });
type Row = [
  name: string,
  x: Input,
  resized: { scales?: number[]; sizes?: number[] },
  attributes?: Record<string, string | number | number[]>,
];
const small: Input = distinct([1, 1, 4, 4]);
const two: Input = { shape: [1, 1, 2, 2] };

const resize: Row[] = [
  ['upsample_scales_nearest', two, { scales: [1, 1, 2, 3] }],
  ['upsample_scales_nearest_asymmetric_floor', { shape: [2, 2, 3, 2] }, { scales: [1, 1, 2, 2] }, { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }], // prettier-ignore
  ['downsample_scales_nearest', small, { scales: [1, 1, 0.6, 0.6] }],
  ['upsample_sizes_nearest', two, { sizes: [1, 1, 7, 8] }],
  ['downsample_sizes_nearest', small, { sizes: [1, 1, 1, 3] }],
  ['upsample_sizes_nearest_ceil_half_pixel', small, { sizes: [1, 1, 8, 8] }, { nearest_mode: 'ceil' }],
  ['upsample_sizes_nearest_floor_align_corners', small, { sizes: [1, 1, 8, 8] }, { nearest_mode: 'floor', coordinate_transformation_mode: 'align_corners' }], // prettier-ignore
  ['upsample_sizes_nearest_round_prefer_ceil_asymmetric', small, { sizes: [1, 1, 8, 8] }, { nearest_mode: 'round_prefer_ceil', coordinate_transformation_mode: 'asymmetric' }], // prettier-ignore
  ['upsample_scales_linear', two, { scales: [1, 1, 2, 2] }, { mode: 'linear' }],
  ['upsample_scales_linear_align_corners', two, { scales: [1, 1, 2, 2] }, { mode: 'linear', coordinate_transformation_mode: 'align_corners' }], // prettier-ignore
  ['upsample_scales_linear_asymmetric', two, { scales: [1, 1, 2, 2] }, { mode: 'linear', coordinate_transformation_mode: 'asymmetric' }], // prettier-ignore
  ['upsample_scales_linear_half_pixel_symmetric', small, { scales: [1, 1, 2.3, 2.94] }, { mode: 'linear', coordinate_transformation_mode: 'half_pixel_symmetric' }], // prettier-ignore
  ['downsample_scales_linear', small, { scales: [1, 1, 0.6, 0.6] }, { mode: 'linear' }],
  ['downsample_scales_linear_align_corners', small, { scales: [1, 1, 0.6, 0.6] }, { mode: 'linear', coordinate_transformation_mode: 'align_corners' }], // prettier-ignore
  ['downsample_sizes_linear_pytorch_half_pixel', small, { sizes: [1, 1, 3, 1] }, { mode: 'linear', coordinate_transformation_mode: 'pytorch_half_pixel' }], // prettier-ignore
  ['upsample_sizes_linear_channels', { shape: [2, 3, 3, 4] }, { sizes: [2, 3, 7, 6] }, { mode: 'linear' }],
  ['linear_1d', { shape: [2, 2, 5] }, { sizes: [2, 2, 9] }, { mode: 'linear' }],
  ['linear_3d', { shape: [1, 1, 3, 2, 3] }, { scales: [1, 1, 2, 2, 1.5] }, { mode: 'linear' }],
  ['upsample_scales_cubic', small, { scales: [1, 1, 2, 2] }, { mode: 'cubic' }],
  ['upsample_scales_cubic_align_corners', small, { scales: [1, 1, 2, 2] }, { mode: 'cubic', coordinate_transformation_mode: 'align_corners' }], // prettier-ignore
  ['upsample_scales_cubic_A_n0p5_exclude_outside', small, { scales: [1, 1, 2, 2] }, { mode: 'cubic', cubic_coeff_a: -0.5, exclude_outside: 1 }], // prettier-ignore
  ['downsample_sizes_cubic', small, { sizes: [1, 1, 3, 3] }, { mode: 'cubic' }],
  ['upsample_scales_nearest_axes_2_3', two, { scales: [2, 3] }, { axes: [2, 3] }],
  ['upsample_sizes_nearest_axes_3_2', two, { sizes: [8, 7] }, { axes: [3, 2] }],
  [
    'upsample_sizes_nearest_not_larger',
    two,
    { sizes: [7, 8] },
    { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' },
  ],
  [
    'upsample_sizes_nearest_not_smaller',
    two,
    { sizes: [7, 8] },
    { axes: [2, 3], keep_aspect_ratio_policy: 'not_smaller' },
  ],
];

const resizes: Case[] = [
  ...resize.map(([name, x, { scales, sizes }, attributes = {}]) => ({
    name: `resize_${name}`,
    op: 'Resize',
    inputs: [x, undefined, scales ? lengths(...scales) : undefined, ...(sizes ? [ints(...sizes)] : [])],
    attributes,
  })),
  {
    name: 'resize_tf_crop_and_resize',
    op: 'Resize',
    inputs: [small, lengths(0, 0, 0.4, 0.6, 1, 1, 0.6, 0.8), undefined, ints(1, 1, 3, 3)],
    attributes: { mode: 'linear', coordinate_transformation_mode: 'tf_crop_and_resize' },
  },
  {
    name: 'resize_tf_crop_and_resize_extrapolation_value',
    op: 'Resize',
    inputs: [small, lengths(0, 0, 0.4, 0.6, 1, 1, 1.2, 1.7), undefined, ints(1, 1, 3, 3)],
    attributes: { mode: 'linear', coordinate_transformation_mode: 'tf_crop_and_resize', extrapolation_value: 10 },
  },
];

export const cases: Case[] = [...reshape, ...others, ...pad, ...resizes];
