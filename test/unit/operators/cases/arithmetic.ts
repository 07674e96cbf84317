/** Arithmetic with broadcasting, elementary functions, casts and the operators that pass values on. */
import { dtypeCode } from '../../../../src/graph/onnx/types';
import type { DType } from '../../../../src/shared/tensor';
import { distinct, type Case, type Input } from './case';

const cube = { shape: [3, 4, 5] };
const positive = { shape: [3, 4, 5], range: [0.3, 3] as const };
const integers = (shape: number[], dtype: DType = 'int64', range: [number, number] = [-9, 9]): Input => ({
  shape,
  dtype,
  range,
});
const nonzero = (shape: number[], dtype: DType = 'int64'): Input => ({ shape, dtype, range: [1, 7] });

/** Pairs of shapes that broadcast in every way. */
const pairs: [string, number[], number[]][] = [
  ['', [3, 4, 5], [3, 4, 5]],
  ['_bcast', [3, 4, 5], [5]],
  ['_bcast_left', [5], [3, 4, 5]],
  ['_bcast_channel', [2, 3, 2, 2], [3, 1, 1]],
  ['_bcast_both', [3, 1, 5], [4, 1]],
  ['_scalar', [2, 3], []],
  ['_scalar_left', [], [2, 3]],
  ['_one_element', [1], [1, 1]],
];

const binary: Case[] = pairs.flatMap(([suffix, left, right]) => [
  { name: `add${suffix}`, op: 'Add', inputs: [{ shape: left }, { shape: right }] },
  { name: `sub${suffix}`, op: 'Sub', inputs: [{ shape: left }, { shape: right }] },
  { name: `mul${suffix}`, op: 'Mul', inputs: [{ shape: left }, { shape: right }] },
  { name: `div${suffix}`, op: 'Div', inputs: [{ shape: left }, { shape: right, range: [0.5, 2] }] },
  { name: `pow${suffix}`, op: 'Pow', inputs: [{ shape: left, range: [0.3, 2] }, { shape: right }] },
]);

const wholeNumbers: Case[] = (['int64', 'int32'] as const).flatMap((dtype) => [
  { name: `add_${dtype}`, op: 'Add', inputs: [integers([3, 4], dtype), integers([4], dtype)] },
  { name: `sub_${dtype}`, op: 'Sub', inputs: [integers([3, 4], dtype), integers([3, 1], dtype)] },
  { name: `mul_${dtype}`, op: 'Mul', inputs: [integers([3, 4], dtype), integers([4], dtype)] },
  { name: `div_${dtype}_trunc`, op: 'Div', inputs: [integers([6, 5], dtype), nonzero([6, 5], dtype)] },
  {
    name: `mod_mixed_sign_${dtype}`,
    op: 'Mod',
    inputs: [integers([6], dtype), { shape: [6], dtype, values: [2, -3, 8, -2, 3, 5] }],
  },
  {
    name: `mod_mixed_sign_${dtype}_fmod`,
    op: 'Mod',
    attributes: { fmod: 1 },
    inputs: [integers([6], dtype), { shape: [6], dtype, values: [2, -3, 8, -2, 3, 5] }],
  },
  { name: `neg_${dtype}`, op: 'Neg', inputs: [integers([7], dtype)] },
  { name: `abs_${dtype}`, op: 'Abs', inputs: [integers([7], dtype)] },
  { name: `sign_${dtype}`, op: 'Sign', inputs: [integers([7], dtype)] },
  { name: `pow_${dtype}`, op: 'Pow', inputs: [integers([7], dtype, [-5, 5]), integers([7], dtype, [0, 4])] },
  { name: `max_${dtype}`, op: 'Max', inputs: [integers([7], dtype), integers([7], dtype), integers([1], dtype)] },
  { name: `min_${dtype}`, op: 'Min', inputs: [integers([7], dtype), integers([7], dtype), integers([1], dtype)] },
  {
    name: `where_${dtype}`,
    op: 'Where',
    inputs: [{ shape: [7], dtype: 'bool' }, integers([7], dtype), integers([], dtype)],
  },
  { name: `identity_${dtype}`, op: 'Identity', inputs: [integers([2, 3], dtype)] },
]);

const powers: Case[] = [-2, -1, -0.5, 0, 0.5, 1, 2, 3, 4, 2.5].map((exponent) => ({
  name: `pow_constant_${exponent}`,
  op: 'Pow',
  inputs: [
    Number.isInteger(exponent)
      ? { shape: [2, 3], values: [-2, -1.5, -0.4, 0.3, 1, 1.7] }
      : { shape: [2, 3], range: [0.4, 2] },
    { shape: [], values: [exponent], constant: true },
  ],
}));

const powersOfOtherTypes: Case[] = [
  {
    name: 'pow_types_float32_int64',
    op: 'Pow',
    inputs: [
      { shape: [4], values: [-2, -0.5, 1.5, 2] },
      { shape: [4], dtype: 'int64', values: [3, 2, 0, -2] },
    ],
  },
  {
    name: 'pow_types_float32_int32',
    op: 'Pow',
    inputs: [{ shape: [2, 3] }, { shape: [3], dtype: 'int32', values: [0, 1, 4] }],
  },
  {
    name: 'pow_negative_base_of_an_unknown_exponent',
    op: 'Pow',
    gradient: [0],
    inputs: [
      { shape: [5], values: [-2, -1.5, 1, -0.5, -3] },
      { shape: [5], values: [2, 3, 0, -1, 5] },
    ],
  },
];

const several: Case[] = ['Sum', 'Mean'].flatMap((op) => [
  { name: `${op}_example`.toLowerCase(), op, inputs: [cube, cube, cube] },
  { name: `${op}_one_input`.toLowerCase(), op, inputs: [cube] },
  { name: `${op}_two_inputs_bcast`.toLowerCase(), op, inputs: [cube, { shape: [4, 1] }] },
  {
    name: `${op}_three_inputs_bcast`.toLowerCase(),
    op,
    inputs: [{ shape: [] }, { shape: [3, 1, 5] }, { shape: [4, 5] }],
  },
]);

const extrema: Case[] = ['Max', 'Min'].flatMap((op) => [
  {
    name: `${op}_example`.toLowerCase(),
    op,
    inputs: [distinct([3, 4]), distinct([3, 4], -1.9, 2.1), distinct([3, 4], -1.8, 1.7)],
  },
  { name: `${op}_one_input`.toLowerCase(), op, inputs: [cube] },
  { name: `${op}_two_inputs`.toLowerCase(), op, inputs: [cube, { shape: [4, 5] }] },
  { name: `${op}_scalar`.toLowerCase(), op, inputs: [cube, { shape: [], values: [0.25], constant: true }] },
  {
    name: `${op}_four_inputs_bcast`.toLowerCase(),
    op,
    inputs: [{ shape: [3, 1] }, { shape: [4] }, { shape: [] }, { shape: [3, 4] }],
  },
]);

const unary: Case[] = [
  ...['Neg', 'Abs', 'Exp', 'Erf', 'Sin', 'Cos', 'Sign', 'Floor', 'Ceil', 'Identity'].map((op) => ({
    name: op.toLowerCase(),
    op,
    inputs: [cube],
  })),
  ...['Sqrt', 'Log', 'Reciprocal'].map((op) => ({ name: op.toLowerCase(), op, inputs: [positive] })),
  { name: 'neg_scalar', op: 'Neg', inputs: [{ shape: [] }] },
  { name: 'exp_large', op: 'Exp', inputs: [{ shape: [4], values: [-30, -5, 5, 9] }] },
  { name: 'erf_large', op: 'Erf', inputs: [{ shape: [8], values: [-6, -3.5, -2.9, -0.01, 0.01, 1, 3.1, 4] }] },
  { name: 'reciprocal_negative', op: 'Reciprocal', inputs: [{ shape: [6], range: [-2, -0.5] }] },
  {
    name: 'round',
    op: 'Round',
    gradient: false,
    inputs: [{ shape: [10], values: [0.1, 0.5, 0.9, 1.2, 1.5, 2.3, 2.5, -1.1, -1.5, -2.5] }],
  },
  { name: 'sign_of_zero', op: 'Sign', gradient: false, inputs: [{ shape: [3], values: [-0.5, 0, 3] }] },
  { name: 'floor_example', op: 'Floor', gradient: false, inputs: [{ shape: [3], values: [-1.5, 1.2, 2] }] },
  { name: 'ceil_example', op: 'Ceil', gradient: false, inputs: [{ shape: [3], values: [-1.5, 1.2, 2] }] },
];

const rest: Case[] = [
  {
    name: 'mod_float_fmod',
    op: 'Mod',
    attributes: { fmod: 1 },
    inputs: [
      { shape: [6], values: [-4.3, 7.2, 5.1, 4.3, -7.2, 8.1] },
      { shape: [6], values: [2.1, -3.4, 8.2, -2.1, 3.4, 5.3] },
    ],
  },
  {
    name: 'mod_float_fmod_bcast',
    op: 'Mod',
    attributes: { fmod: 1 },
    inputs: [
      { shape: [3, 4], range: [-9, 9] },
      { shape: [], values: [2.7] },
    ],
  },
  {
    name: 'clip',
    op: 'Clip',
    inputs: [cube, { shape: [], values: [-1], constant: true }, { shape: [], values: [0.8], constant: true }],
  },
  { name: 'clip_min', op: 'Clip', inputs: [cube, { shape: [], values: [0], constant: true }] },
  { name: 'clip_max', op: 'Clip', inputs: [cube, undefined, { shape: [], values: [0], constant: true }] },
  { name: 'clip_no_bounds', op: 'Clip', inputs: [cube] },
  {
    name: 'clip_relu6',
    op: 'Clip',
    inputs: [
      { shape: [30], range: [-4, 10] },
      { shape: [], values: [0], constant: true },
      { shape: [], values: [6], constant: true },
    ],
  },
  {
    name: 'clip_bounds_from_data',
    op: 'Clip',
    inputs: [cube, { shape: [], values: [-0.5] }, { shape: [], values: [0.5] }],
  },
  { name: 'clip_low_from_data', op: 'Clip', inputs: [cube, { shape: [], values: [-0.5] }] },
  { name: 'clip_high_from_data', op: 'Clip', inputs: [cube, undefined, { shape: [], values: [0.5] }] },
  {
    name: 'clip_crossed_bounds_from_data',
    op: 'Clip',
    inputs: [cube, { shape: [], values: [0.5] }, { shape: [], values: [-0.5] }],
  },
  { name: 'where', op: 'Where', inputs: [{ shape: [3, 4], dtype: 'bool' }, { shape: [3, 4] }, { shape: [3, 4] }] },
  {
    name: 'where_bcast',
    op: 'Where',
    inputs: [{ shape: [4], dtype: 'bool' }, { shape: [3, 1, 1] }, { shape: [2, 1] }],
  },
  { name: 'where_scalars', op: 'Where', inputs: [{ shape: [3, 4], dtype: 'bool' }, { shape: [] }, { shape: [] }] },
  {
    name: 'where_causal_mask',
    op: 'Where',
    inputs: [
      { shape: [1, 1, 3, 3], dtype: 'bool', values: [1, 0, 0, 1, 1, 0, 1, 1, 1] },
      { shape: [2, 2, 3, 3] },
      { shape: [], values: [-100], constant: true },
    ],
  },
  { name: 'dropout_default', op: 'Dropout', inputs: [cube] },
  { name: 'dropout_default_mask', op: 'Dropout', outputs: 2, inputs: [cube] },
  { name: 'dropout_default_ratio', op: 'Dropout', inputs: [cube, { shape: [], values: [0.3], constant: true }] },
  {
    name: 'dropout_not_training',
    op: 'Dropout',
    inputs: [
      cube,
      { shape: [], values: [0.3], constant: true },
      { shape: [], dtype: 'bool', values: [0], constant: true },
    ],
  },
];

const casts: Case[] = (['float64', 'int64', 'int32', 'uint8', 'bool'] as const).flatMap((dtype) => [
  {
    name: `cast_float32_to_${dtype}`,
    op: 'Cast',
    attributes: { to: dtypeCode[dtype] },
    gradient: dtype === 'float64' ? [0] : false,
    inputs: [{ shape: [2, 3], values: [0, 1.7, 2.2, 0.4, 100.9, 3] }],
  },
  {
    name: `cast_${dtype}_to_float32`,
    op: 'Cast',
    attributes: { to: dtypeCode.float32 },
    inputs: [{ shape: [2, 3], dtype, range: [0, 9] }],
  },
  {
    name: `castlike_float32_to_${dtype}`,
    op: 'CastLike',
    gradient: dtype === 'float64' ? [0] : false,
    inputs: [
      { shape: [4], values: [0, 1.7, 2.2, 9] },
      { shape: [1], dtype },
    ],
  },
]);

const castsOfIntegers: Case[] = [
  { name: 'cast_int64_to_int32', op: 'Cast', attributes: { to: dtypeCode.int32 }, inputs: [integers([5])] },
  {
    name: 'cast_int64_to_bool',
    op: 'Cast',
    attributes: { to: dtypeCode.bool },
    inputs: [integers([5], 'int64', [-1, 1])],
  },
  {
    name: 'cast_bool_to_int64',
    op: 'Cast',
    attributes: { to: dtypeCode.int64 },
    inputs: [{ shape: [5], dtype: 'bool' }],
  },
  {
    name: 'cast_negative_float32_to_int64',
    op: 'Cast',
    attributes: { to: dtypeCode.int64 },
    gradient: false,
    inputs: [{ shape: [3], values: [-1.7, -0.2, 2.9] }],
  },
];

export const cases: Case[] = [
  binary,
  wholeNumbers,
  powers,
  powersOfOtherTypes,
  several,
  extrema,
  unary,
  rest,
  casts,
  castsOfIntegers,
].flat();
