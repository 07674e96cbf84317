/** What operators refuse: inputs that do not fit, and gradients they do not have. Each refusal names the operator and the node. */
import assert from 'node:assert/strict';
import type { PlainAttribute } from '../../../src/graph/attributes';
import { gradient } from '../../../src/differentiate/gradient';
import { GraphError, NoGradientError } from '../../../src/shared/errors';
import { build, type Input } from './cases/case';

interface Refusal {
  op: string;
  inputs: readonly Input[];
  attributes?: Readonly<Record<string, PlainAttribute>>;
  message: RegExp;
}

const axes = (...values: number[]): Input => ({ shape: [values.length], dtype: 'int64', values, constant: true });
const channels: Input = { shape: [3], range: [0.5, 1] };

const misfits: Refusal[] = [
  { op: 'Add', inputs: [{ shape: [2, 3] }, { shape: [2] }], message: /shapes \[2,3\] and \[2\] do not fit/ },
  { op: 'Add', inputs: [undefined, { shape: [2] }], message: /lacks its input 0/ },
  { op: 'Where', inputs: [{ shape: [2], dtype: 'bool' }, { shape: [3] }, { shape: [3] }], message: /do not fit/ },
  { op: 'PRelu', inputs: [{ shape: [2, 3] }, { shape: [2] }], message: /do not fit/ },
  { op: 'PRelu', inputs: [{ shape: [3] }, { shape: [2, 3] }], message: /slope of shape \[2,3\]/ },
  { op: 'Cast', inputs: [{ shape: [2] }], attributes: { to: 99 }, message: /type 99/ },
  { op: 'Cast', inputs: [{ shape: [2] }], message: /lacks the attribute to/ },
  {
    op: 'MatMul',
    inputs: [{ shape: [2, 3] }, { shape: [2, 3] }],
    message: /\[2,3\] cannot be multiplied with \[2,3\]/,
  },
  { op: 'MatMul', inputs: [{ shape: [] }, { shape: [2] }], message: /cannot be multiplied/ },
  { op: 'MatMul', inputs: [{ shape: [2, 2, 3] }, { shape: [3, 3, 2] }], message: /do not fit/ },
  { op: 'Gemm', inputs: [{ shape: [2, 3] }, { shape: [2, 3] }], message: /inner sizes 3 and 2 differ/ },
  { op: 'Gemm', inputs: [{ shape: [1, 2, 3] }, { shape: [3, 2] }], message: /not matrices/ },
  { op: 'Gemm', inputs: [{ shape: [2, 3] }, { shape: [3, 2] }, { shape: [3] }], message: /do not fit/ },
  {
    op: 'Einsum',
    inputs: [{ shape: [2, 3] }],
    attributes: { equation: 'ij,jk->ik' },
    message: /2 terms for 1 operands/,
  },
  {
    op: 'Einsum',
    inputs: [{ shape: [2, 3] }],
    attributes: { equation: 'i->i' },
    message: /gives operand 0 of shape \[2,3\] 1 ind/,
  },
  {
    op: 'Einsum',
    inputs: [{ shape: [2] }, { shape: [3] }],
    attributes: { equation: 'i,i' },
    message: /index i with sizes 2 and 3/,
  },
  { op: 'Einsum', inputs: [{ shape: [2] }], attributes: { equation: 'i->ij' }, message: /index j only in its result/ },
  {
    op: 'BatchNormalization',
    inputs: [{ shape: [2, 4] }, channels, channels, channels, channels],
    message: /3 values for 4 channels/,
  },
  { op: 'ReduceSum', inputs: [{ shape: [2, 3] }, axes(2)], message: /axis 2 is out of range for 2 axes/ },
  { op: 'ReduceSum', inputs: [{ shape: [2, 3] }, { shape: [1], dtype: 'int64' }], message: /takes "x1" from data/ },
  {
    op: 'LayerNormalization',
    inputs: [{ shape: [2, 3] }, channels],
    attributes: { axis: 2 },
    message: /axis 2 is out of range for 2 axes/,
  },
];

const underivable: Refusal[] = [
  {
    op: 'Einsum',
    inputs: [{ shape: [3, 3] }],
    attributes: { equation: 'ii->i' },
    message: /if a term repeats an index/,
  },
  {
    op: 'BatchNormalization',
    inputs: [{ shape: [2, 3] }, channels, channels, channels, channels],
    attributes: { training_mode: 1 },
    message: /training mode/,
  },
  {
    op: 'Dropout',
    inputs: [
      { shape: [2] },
      { shape: [], values: [0.5], constant: true },
      { shape: [], dtype: 'bool', values: [1], constant: true },
    ],
    message: /training mode/,
  },
  { op: 'Dropout', inputs: [{ shape: [2] }, undefined, { shape: [], dtype: 'bool' }], message: /training mode/ },
];

describe('operators refuse', () => {
  for (const test of misfits) {
    it(`${test.op}: ${test.message.source}`, () => {
      assert.throws(() => build({ name: 'the node', ...test }), refusal(GraphError, test));
    });
  }

  for (const test of underivable) {
    it(`the gradient of ${test.op}: ${test.message.source}`, () => {
      const { graph } = build({ name: 'the node', ...test });
      const sources = graph.inputs.filter(({ dtype }) => dtype === 'float32').map(({ name }) => name);
      assert.throws(() => gradient(graph, 'y0', sources), refusal(NoGradientError, test));
    });
  }
});

function refusal(kind: typeof GraphError | typeof NoGradientError, { op, message }: Refusal) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof kind, String(error));
    assert.match(error.message, message);
    assert.match(error.message, new RegExp(`${op} \\(node "the node"\\)`));
    return true;
  };
}
