/** The arithmetic on shapes that is done while a graph is built: exact, and declined where it is undefined. */
import assert from 'node:assert/strict';
import { Builder } from '../../../src/graph/builder';
import { dtypeCode } from '../../../src/graph/onnx/types';
import { operators } from '../../../src/operators';
import type { DType, Tensor } from '../../../src/shared/tensor';

const large = 2n ** 53n + 1n;
const int64 = (...values: bigint[]): Tensor => ({
  dtype: 'int64',
  shape: [values.length],
  data: BigInt64Array.from(values),
});
const float32 = (...values: number[]): Tensor => ({
  dtype: 'float32',
  shape: [values.length],
  data: Float32Array.from(values),
});
const int32 = (...values: number[]): Tensor => ({
  dtype: 'int32',
  shape: [values.length],
  data: Int32Array.from(values),
});
const bool = (...values: number[]): Tensor => ({
  dtype: 'bool',
  shape: [values.length],
  data: Uint8Array.from(values),
});
const to = (dtype: DType) => ({ to: dtypeCode[dtype] });

const exact: [string, Tensor[], Record<string, number>, Tensor][] = [
  ['Add', [int64(large), int64(2n)], {}, int64(large + 2n)],
  ['Mul', [int64(large, -3n), int64(3n)], {}, int64(3n * large, -9n)],
  ['Sub', [int64(-(2n ** 63n)), int64(1n)], {}, int64(2n ** 63n - 1n)],
  ['Div', [int64(-7n, 7n, large), int64(2n, -2n, 1n)], {}, int64(-3n, -3n, large)],
  ['Div', [int32(-7, 7), int32(2, -2)], {}, int32(-3, -3)],
  ['Div', [float32(1, -1), float32(0)], {}, float32(Infinity, -Infinity)],
  ['Mod', [int64(-7n, 7n), int64(3n, -3n)], {}, int64(2n, -2n)],
  ['Mod', [int64(-7n, 7n), int64(3n, -3n)], { fmod: 1 }, int64(-1n, 1n)],
  ['Pow', [float32(3, 2), int64(2n, -1n)], {}, float32(9, 0.5)],
  ['Pow', [int64(2n, -2n, 7n), int64(62n, 63n, 0n)], {}, int64(2n ** 62n, -(2n ** 63n), 1n)],
  ['Clip', [int64(large, -5n, 3n), int64(-1n)], {}, int64(large, -1n, 3n)],
  ['Clip', [float32(-2, 0.5, 9), float32(0), float32(6)], {}, float32(0, 0.5, 6)],
  ['Clip', [float32(1), float32(3), float32(2)], {}, float32(2)],
  ['Max', [int64(large), int64(large - 1n)], {}, int64(large)],
  ['Equal', [int64(large, 4n), int64(large - 1n, 4n)], {}, bool(0, 1)],
  ['Where', [bool(1, 0), int64(large, 1n), int64(-1n)], {}, int64(large, -1n)],
  ['Cast', [int64(large)], to('int64'), int64(large)],
  ['Cast', [float32(-1.9, 2.9)], to('int64'), int64(-1n, 2n)],
  ['Cast', [float32(-(2 ** 63))], to('int64'), int64(-(2n ** 63n))],
  ['Cast', [int64(-1n)], to('int32'), int32(-1)],
  ['Cast', [float32(0, -0.3, NaN)], to('bool'), bool(0, 1, 1)],
  ['Round', [float32(0.5, 1.5, -2.5, 2.4)], {}, float32(0, 2, -2, 2)],
  ['ReduceProd', [int64(2n, 3n, 5n)], { keepdims: 1 }, int64(30n)],
  ['ReduceMax', [int64(large, large - 1n)], { keepdims: 1 }, int64(large)],
];

const declined: [string, Tensor[], Record<string, number>][] = [
  ['Div', [int64(1n), int64(0n)], {}],
  ['Mod', [int64(1n), int64(0n)], {}],
  ['Cast', [float32(NaN)], to('int64')],
  ['Cast', [float32(Infinity)], to('int64')],
  ['Cast', [float32(2 ** 63)], to('int64')],
  ['Cast', [float32(-(2 ** 64))], to('int64')],
  ['Cast', [float32(-1)], to('uint64')],
  ['Cast', [float32(2 ** 64)], to('uint64')],
  ['Pow', [int64(2n), int64(2n ** 63n - 1n)], {}],
  ['Pow', [int64(0n), int64(-1n)], {}],
  ['ReduceMax', [int64()], { keepdims: 1 }],
];

describe('contents told while building', () => {
  for (const [op, inputs, attributes, expected] of exact) {
    it(`${op} of ${show(inputs)}`, () => {
      const { known } = apply(op, inputs, attributes);
      assert.deepEqual(known && [known.dtype, ...known.data], [expected.dtype, ...expected.data]);
    });
  }

  for (const [op, inputs, attributes] of declined) {
    it(`${op} of ${show(inputs)} is left to the engine`, () => {
      assert.equal(apply(op, inputs, attributes).known, undefined);
    });
  }
});

function apply(op: string, inputs: readonly Tensor[], attributes: Record<string, number>) {
  const b = new Builder(operators);
  return b.op(
    op,
    inputs.map((input) => b.constant(input)),
    attributes,
  );
}

function show(inputs: readonly Tensor[]): string {
  return inputs.map(({ dtype, data }) => `${dtype} ${data.join()}`).join(' and ');
}
