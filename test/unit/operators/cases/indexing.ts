/** Reading and writing at indices, repeated and negative ones among them; and the operators that make tensors. */
import { int64, tensorOf } from '../../../../src/shared/tensor';
import { distinct, type Case, type Input } from './case';

const ints = (...values: number[]): Input => ({ shape: [values.length], dtype: 'int64', values, constant: true });
const index = (shape: number[], ...values: number[]): Input => ({ shape, dtype: 'int64', values });
const fixed = (shape: number[], ...values: number[]): Input => ({ shape, dtype: 'int64', values, constant: true });
const scalar = (value: number, dtype: 'int64' | 'int32' | 'float32' = 'int64'): Input => ({
  shape: [],
  dtype,
  values: [value],
  constant: true,
});
const x: Input = { shape: [6, 5, 4] };
const END = 2 ** 31 - 1;

type SliceRow = [name: string, ...lists: number[][]];
const slices: SliceRow[] = [
  ['slice', [0, 0], [3, 5], [0, 1], [1, 1]],
  ['slice_neg', [0], [-1], [1], [1]],
  ['slice_start_out_of_bounds', [1000], [1000], [1], [1]],
  ['slice_end_out_of_bounds', [1], [1000], [1], [1]],
  ['slice_default_axes', [0, 0, 1], [6, 5, 4]],
  ['slice_default_steps', [0, 0, 3], [6, 5, 4], [0, 1, 2]],
  ['slice_negative_axes', [0, 1, 2], [6, 5, 4], [0, -2, -1]],
  ['slice_neg_steps', [5, 4, -2], [0, 1, 0], [0, 1, 2], [-1, -3, -2]],
  ['slice_reverse', [-1], [-END], [0], [-1]],
  ['slice_steps', [1, 0], [END, END], [0, 2], [2, 3]],
  ['slice_step_beyond_end', [4], [6], [0], [4]],
  ['slice_reverse_from_beyond', [100], [1], [1], [-2]],
];

const slice: Case[] = [
  ...slices.map(([name, ...lists]) => ({ name, op: 'Slice', inputs: [x, ...lists.map((list) => ints(...list))] })),
  { name: 'slice_int64', op: 'Slice', inputs: [{ shape: [5], dtype: 'int64' }, ints(3), ints(-6), ints(0), ints(-2)] },
];

const gathers: Case[] = [
  { name: 'gather_0', op: 'Gather', inputs: [x, index([3], 0, 1, 3)], attributes: { axis: 0 } },
  { name: 'gather_1', op: 'Gather', inputs: [x, index([2, 2], 0, 1, 3, 0)], attributes: { axis: 1 } },
  {
    name: 'gather_2d_indices',
    op: 'Gather',
    inputs: [{ shape: [3, 3] }, index([1, 2], 0, 2)],
    attributes: { axis: 1 },
  },
  { name: 'gather_negative_indices', op: 'Gather', inputs: [{ shape: [10] }, index([3], 0, -9, -10)] },
  { name: 'gather_repeated', op: 'Gather', inputs: [x, index([5], 2, 2, -4, 0, 2)], attributes: { axis: -1 } },
  { name: 'gather_embedding', op: 'Gather', inputs: [{ shape: [20, 3] }, index([2, 4], 3, 3, 19, 0, 3, 7, 19, 1)] },
  { name: 'gather_scalar', op: 'Gather', inputs: [x, index([], 2)], attributes: { axis: 1 } },
  { name: 'gather_known_scalar', op: 'Gather', inputs: [x, scalar(-2)], attributes: { axis: 1 } },
  { name: 'gather_known_range', op: 'Gather', inputs: [x, ints(1, 2, 3)], attributes: { axis: 2 } },
  { name: 'gather_known_reversed', op: 'Gather', inputs: [x, ints(3, 2, 1, 0)], attributes: { axis: 2 } },
  { name: 'gather_known_repeated', op: 'Gather', inputs: [x, ints(2, 2, 2, 0, 1)], attributes: { axis: 0 } },
  { name: 'gather_known_scattered', op: 'Gather', inputs: [x, ints(0, 5, 2, 4, 0, 3, 1)], attributes: { axis: 0 } },
  { name: 'gather_int64', op: 'Gather', inputs: [{ shape: [4, 2], dtype: 'int64' }, fixed([2, 1], 3, -4)] },
  { name: 'gather_large_table', op: 'Gather', inputs: [{ shape: [1030, 2] }, index([4], 1029, 3, -1, 3)] },
  {
    name: 'gather_large_table_axis_1',
    op: 'Gather',
    inputs: [{ shape: [2, 1030] }, index([2, 2], 1029, 3, -1, 3)],
    attributes: { axis: 1 },
  },
  { name: 'gather_elements_0', op: 'GatherElements', inputs: [{ shape: [3, 3] }, index([2, 3], 1, 2, 0, 2, 0, 0)] },
  { name: 'gather_elements_1', op: 'GatherElements', inputs: [{ shape: [2, 2] }, index([2, 2], 0, 0, 1, 0)], attributes: { axis: 1 } }, // prettier-ignore
  { name: 'gather_elements_negative_indices', op: 'GatherElements', inputs: [{ shape: [3, 3] }, index([2, 3], -1, -2, 0, -2, 0, 0)], attributes: { axis: -2 } }, // prettier-ignore
  { name: 'gathernd_example', op: 'GatherND', inputs: [{ shape: [2, 2] }, index([2, 2], 0, 0, 1, 1)] },
  { name: 'gathernd_slices', op: 'GatherND', inputs: [{ shape: [3, 2, 2] }, index([4, 1], 1, 0, -1, 1)] },
  {
    name: 'gathernd_repeated',
    op: 'GatherND',
    inputs: [{ shape: [2, 3, 2] }, index([2, 2, 2], 0, 1, 0, 1, 1, -1, 0, 1)],
  },
  { name: 'gathernd_batch_dims', op: 'GatherND', inputs: [{ shape: [2, 2, 2] }, index([2, 1], 1, 0)], attributes: { batch_dims: 1 }, }, // prettier-ignore
];

const scatters: Case[] = [
  { name: 'scatternd', op: 'ScatterND', inputs: [{ shape: [4, 4, 2] }, index([2, 1], 0, 2), { shape: [2, 4, 2] }] },
  {
    name: 'scatternd_elements',
    op: 'ScatterND',
    inputs: [{ shape: [4, 3] }, index([3, 2], 0, 2, 3, 1, 1, -1), { shape: [3] }],
  },
  { name: 'scatternd_add', op: 'ScatterND', inputs: [{ shape: [4, 3] }, index([3, 1], 1, 1, 3), { shape: [3, 3] }], attributes: { reduction: 'add' } }, // prettier-ignore
  { name: 'scatternd_max', op: 'ScatterND', inputs: [{ shape: [4] }, index([2, 1], 1, 3), { shape: [2] }], attributes: { reduction: 'max' }, gradient: false }, // prettier-ignore
  { name: 'scatter_elements_without_axis', op: 'ScatterElements', inputs: [{ shape: [3, 3] }, index([2, 3], 1, 0, 2, 0, 2, 1), { shape: [2, 3] }] }, // prettier-ignore
  { name: 'scatter_elements_with_axis', op: 'ScatterElements', inputs: [{ shape: [1, 5] }, index([1, 2], 1, 3), { shape: [1, 2] }], attributes: { axis: 1 } }, // prettier-ignore
  { name: 'scatter_elements_with_negative_indices', op: 'ScatterElements', inputs: [{ shape: [1, 5] }, index([1, 2], 1, -3), { shape: [1, 2] }], attributes: { axis: -1 } }, // prettier-ignore
  { name: 'scatter_elements_with_duplicate_indices', op: 'ScatterElements', inputs: [{ shape: [1, 5] }, index([1, 2], 1, 1), { shape: [1, 2] }], attributes: { axis: 1, reduction: 'add' } }, // prettier-ignore
];

const choices: Case[] = [
  { name: 'top_k', op: 'TopK', inputs: [distinct([3, 4]), ints(3)], attributes: { axis: 1 }, outputs: 2 },
  { name: 'top_k_smallest', op: 'TopK', inputs: [distinct([3, 4]), ints(2)], attributes: { axis: 0, largest: 0, sorted: 1 }, outputs: 2 }, // prettier-ignore
  {
    name: 'top_k_negative_axis',
    op: 'TopK',
    inputs: [distinct([2, 3, 4]), ints(2)],
    attributes: { axis: -2 },
    outputs: 2,
  },
  ...['ArgMax', 'ArgMin'].flatMap((op) => [
    { name: `${op.toLowerCase()}_default_axis`, op, inputs: [distinct([3, 4])] },
    {
      name: `${op.toLowerCase()}_no_keepdims`,
      op,
      inputs: [distinct([2, 3, 4])],
      attributes: { axis: 1, keepdims: 0 },
    },
    { name: `${op.toLowerCase()}_negative_axis_keepdims`, op, inputs: [distinct([2, 3, 4])], attributes: { axis: -1 } },
    ...[0, 1].map((select_last_index) => ({ name: `${op.toLowerCase()}_ties_last_${select_last_index}`, op, inputs: [{ shape: [2, 3], values: [1, 2, 2, 0, 0, 3] }], attributes: { axis: 1, select_last_index } })), // prettier-ignore
  ]),
  { name: 'onehot_without_axis', op: 'OneHot', inputs: [index([3], 0, 7, 8), scalar(12), { shape: [2] }] },
  { name: 'onehot_with_axis', op: 'OneHot', inputs: [index([2, 2], 1, 9, 2, 4), scalar(10), { shape: [2] }], attributes: { axis: 1 } }, // prettier-ignore
  { name: 'onehot_negative_indices', op: 'OneHot', inputs: [index([3], 0, -7, -8), scalar(10), { shape: [2] }], attributes: { axis: -2 } }, // prettier-ignore
  ...[0, 1].flatMap((upper) => [
    { name: `trilu_${upper}`, op: 'Trilu', inputs: [{ shape: [4, 5] }], attributes: { upper } },
    { name: `trilu_${upper}_k`, op: 'Trilu', inputs: [{ shape: [2, 3, 4] }, scalar(-1)], attributes: { upper } },
  ]),
  { name: 'cumsum_1d', op: 'CumSum', inputs: [{ shape: [5] }, scalar(0, 'int32')] },
  ...[0, 1].flatMap(
    (exclusive) =>
    [0, 1].map((reverse) => ({ name: `cumsum_2d_exclusive_${exclusive}_reverse_${reverse}`, op: 'CumSum', inputs: [{ shape: [2, 4] }, scalar(-1, 'int32')], attributes: { exclusive, reverse } })), // prettier-ignore
  ),
];

const made: Case[] = [
  { name: 'shape', op: 'Shape', inputs: [x] },
  { name: 'shape_start_1_end_negative_1', op: 'Shape', inputs: [x], attributes: { start: 1, end: -1 } },
  { name: 'shape_start_negative_1', op: 'Shape', inputs: [x], attributes: { start: -1 } },
  { name: 'shape_clip_end', op: 'Shape', inputs: [x], attributes: { end: 10 } },
  { name: 'shape_clip_start', op: 'Shape', inputs: [x], attributes: { start: -10 } },
  { name: 'size', op: 'Size', inputs: [x] },
  { name: 'constant', op: 'Constant', inputs: [], attributes: { value: tensorOf('float32', [2, 2], [1, 2, 3, 4]) } },
  { name: 'constant_float', op: 'Constant', inputs: [], attributes: { value_float: 1.5 } },
  { name: 'constant_floats', op: 'Constant', inputs: [], attributes: { value_floats: [1.5, -2] } },
  { name: 'constant_int', op: 'Constant', inputs: [], attributes: { value_int: 7 } },
  { name: 'constant_ints', op: 'Constant', inputs: [], attributes: { value_ints: [7, -8] } },
  { name: 'constantofshape_float_ones', op: 'ConstantOfShape', inputs: [ints(4, 3, 2)], attributes: { value: tensorOf('float32', [1], [1]) } }, // prettier-ignore
  {
    name: 'constantofshape_int_zeros',
    op: 'ConstantOfShape',
    inputs: [ints(10, 6)],
    attributes: { value: int64([1], [0]) },
  },
  {
    name: 'constantofshape_int_shape_zero',
    op: 'ConstantOfShape',
    inputs: [ints(0)],
    attributes: { value: int64([1], [0]) },
  },
  { name: 'constantofshape_default', op: 'ConstantOfShape', inputs: [ints(2)] },
  {
    name: 'range_float_type_positive_delta',
    op: 'Range',
    inputs: [scalar(1, 'float32'), scalar(5, 'float32'), scalar(2, 'float32')],
  },
  { name: 'range_int_type_negative_delta', op: 'Range', inputs: [scalar(10), scalar(4), scalar(-3)] },
  { name: 'range_empty', op: 'Range', inputs: [scalar(5), scalar(5), scalar(1)] },
  { name: 'eyelike_without_dtype', op: 'EyeLike', inputs: [{ shape: [4, 4], dtype: 'int32' }] },
  {
    name: 'eyelike_populate_off_main_diagonal',
    op: 'EyeLike',
    inputs: [{ shape: [4, 5] }],
    attributes: { k: 1, dtype: 1 },
  },
].map((row) => ({ ...row, gradient: false as const })) as Case[];

export const cases: Case[] = [...slice, ...gathers, ...scatters, ...choices, ...made];
