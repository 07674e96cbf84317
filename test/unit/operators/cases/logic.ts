/** Comparisons and logic, with every way of broadcasting. */
import type { DType } from '../../../../src/shared/tensor';
import type { Case } from './case';

const pairs: [string, number[], number[]][] = [
  ['', [3, 4, 5], [3, 4, 5]],
  ['_bcast', [3, 4, 5], [5]],
  ['_bcast_both', [3, 1, 5], [4, 1]],
  ['_scalar', [3, 4], []],
];

/** Small whole numbers, so that equal ones occur. */
function compared(
  shape: readonly number[],
  dtype: DType,
): { shape: readonly number[]; dtype: DType; values: number[] } {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, dtype, values: Array.from({ length: size }, (_, i) => ((i * 7 + size) % 5) - 2) };
}

const comparisons: Case[] = ['Equal', 'Greater', 'Less', 'GreaterOrEqual', 'LessOrEqual'].flatMap((op) =>
  (['float32', 'int64', 'int32'] as const).flatMap((dtype) =>
    pairs.map(([suffix, left, right]) => ({
      name: `${op}_${dtype}${suffix}`.toLowerCase(),
      op,
      gradient: false as const,
      inputs: [compared(left, dtype), compared(right, dtype)],
    })),
  ),
);

const connectives: Case[] = ['And', 'Or', 'Xor'].flatMap((op) =>
  pairs.map(([suffix, left, right]) => ({
    name: `${op}${suffix}`.toLowerCase(),
    op,
    inputs: [
      { shape: left, dtype: 'bool' as const },
      { shape: right, dtype: 'bool' as const },
    ],
  })),
);

const special = { shape: [6], values: [-1.2, NaN, Infinity, 2.8, -Infinity, 0] };

export const cases: Case[] = [
  ...comparisons,
  ...connectives,
  {
    name: 'equal_bool',
    op: 'Equal',
    inputs: [
      { shape: [6], dtype: 'bool' },
      { shape: [6], dtype: 'bool' },
    ],
  },
  { name: 'not_2d', op: 'Not', inputs: [{ shape: [3, 4], dtype: 'bool' }] },
  { name: 'not_4d', op: 'Not', inputs: [{ shape: [2, 3, 2, 2], dtype: 'bool' }] },
  { name: 'isnan', op: 'IsNaN', gradient: false, inputs: [special] },
  { name: 'isinf', op: 'IsInf', gradient: false, inputs: [special] },
  { name: 'isinf_positive', op: 'IsInf', attributes: { detect_negative: 0 }, gradient: false, inputs: [special] },
  { name: 'isinf_negative', op: 'IsInf', attributes: { detect_positive: 0 }, gradient: false, inputs: [special] },
];
