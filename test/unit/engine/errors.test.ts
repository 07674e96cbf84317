/** Failures of the engine are one sentence with the node, its inputs and their shapes, and nothing of them is printed beside it. */
import assert from 'node:assert/strict';
import { Engine } from '../../../src/engine/engine';
import { explainFailure } from '../../../src/engine/nativeErrors';
import { OPSET, type Attributes, type Constant, type Graph, type ValueInfo } from '../../../src/graph/graph';
import { ArgumentError, DeviceError } from '../../../src/shared/errors';
import { float32, int64, type DType, type Tensor } from '../../../src/shared/tensor';

const x = float32([2, 3], [1, 2, 3, 4, 5, 6]);

interface Row {
  name: string;
  graph: Graph;
  feeds: Record<string, Tensor>;
  kind: typeof ArgumentError | typeof DeviceError;
  says: RegExp;
}

const given = (name: string, shape: ValueInfo['shape'] = ['N', 'M'], dtype: DType = 'float32'): ValueInfo => ({
  name,
  dtype,
  ...(shape && { shape }),
});

function one(
  op: string,
  inputs: readonly ValueInfo[],
  initializers: Record<string, Constant> = {},
  attributes: Attributes = {},
  domain = '',
): Graph {
  return {
    name: 'one',
    opset: OPSET,
    domains: domain ? { [domain]: 1 } : {},
    inputs,
    outputs: [{ name: 'y', dtype: inputs[0]!.dtype }],
    nodes: [
      {
        op,
        domain,
        name: 'features.0',
        inputs: [...inputs.map(({ name }) => name), ...Object.keys(initializers)],
        outputs: ['y'],
        attributes,
      },
    ],
    initializers: new Map(Object.entries(initializers)),
    values: new Map(),
  };
}

const rows: Row[] = [
  {
    name: 'an input of the wrong rank',
    graph: one('Relu', [given('x', ['N', 3])]),
    feeds: { x: float32([2, 3, 1], x.data) },
    kind: ArgumentError,
    says: /"x" takes float32 of shape \[N, 3\], not float32 of shape \[2, 3, 1\]/,
  },
  {
    name: 'an input of the wrong size',
    graph: one('Relu', [given('x', ['N', 3])]),
    feeds: { x: float32([3, 2], x.data) },
    kind: ArgumentError,
    says: /"x" takes .*\[N, 3\], not .*\[3, 2\]/,
  },
  {
    name: 'an input of the wrong type',
    graph: one('Relu', [given('x', ['N', 3])]),
    feeds: { x: int64([2, 3], [1, 2, 3, 4, 5, 6]) },
    kind: ArgumentError,
    says: /"x" takes float32 .*, not int64/,
  },
  {
    name: 'a product that does not fit',
    graph: one('MatMul', [given('x'), given('w')]),
    feeds: { x, w: x },
    kind: DeviceError,
    says: /MatMul \(node "features.0"\) failed on its inputs "x" \[2, 3\] and "w" \[2, 3\]: .*dimension mismatch/,
  },
  {
    name: 'a sum that does not broadcast',
    graph: one('Add', [given('x'), given('w')]),
    feeds: { x, w: float32([3, 2], x.data) },
    kind: DeviceError,
    says: /Add \(node "features.0"\) failed on its inputs "x" \[2, 3\] and "w" \[3, 2\]: attempting to broadcast an axis by a dimension other than 1. 2 by 3\.$/,
  },
  {
    name: 'a shape for other sizes',
    graph: one('Reshape', [given('x')], { s: int64([1], [5]) }),
    feeds: { x },
    kind: DeviceError,
    says: /Reshape .* "x" \[2, 3\] and "s" \[1\]: the input tensor cannot be reshaped to the requested shape. Input shape:\{2,3\}, requested shape:\{5\}\.$/,
  },
  {
    name: 'an index out of range',
    graph: one('Gather', [given('x'), given('i', [1], 'int64')]),
    feeds: { x, i: int64([1], [9]) },
    kind: DeviceError,
    says: /Gather .* "i" \[1\]: indices element out of data bounds, idx=9/,
  },
  {
    name: 'an operator that nobody knows',
    graph: one('Frobnicate', [given('x')]),
    feeds: { x },
    kind: DeviceError,
    says: /cannot load .*Frobnicate \(node "features.0"\) failed on its input "x": no Op registered for Frobnicate/,
  },
  {
    name: 'a domain that nobody knows',
    graph: one('Frobnicate', [given('x')], {}, {}, 'my.ops'),
    feeds: { x },
    kind: DeviceError,
    says: /cannot load .*my\.ops:Frobnicate failed: my\.ops:Frobnicate\(-1\) is not a registered/,
  },
  {
    name: 'a type that an operator does not take',
    graph: one('Relu', [given('x', ['N'], 'bool')]),
    feeds: {},
    kind: DeviceError,
    says: /Relu \(node "features.0"\) failed on its input "x": type 'tensor\(bool\)' of input parameter \(x\)\.$/,
  },
  {
    name: 'shapes that never fit',
    graph: one('MatMul', [given('x', [2, 3]), given('w', [2, 3])]),
    feeds: {},
    kind: DeviceError,
    says: /MatMul \(node "features.0"\) failed on its inputs "x" and "w": incompatible dimensions/,
  },
];

describe('failures of the engine', () => {
  const engine = new Engine();
  after(() => engine.dispose());

  for (const { name, graph, feeds, kind, says } of rows)
    it(`${name}: one sentence`, async () => {
      const run = async () => (await engine.compile(graph, { device: 'cpu' })).run(feeds);
      await assert.rejects(run, (error: Error) => {
        assert.ok(error instanceof kind, error.name);
        assert.match(error.message, says);
        assert.doesNotMatch(error.message, /\.h:|\.cc:|::|\n|Status Message/);
        assert.ok(!error.message.includes('\u001b'));
        if (kind === DeviceError) assert.ok((error.cause as Error).message, 'the raw text is kept');
        return true;
      });
    });

  it('colours and source files of a message in an unknown form are left out', () => {
    const raw = '\u001b[1;31m2026 [E:onnxruntime]\u001b[m\n something  new happened';
    assert.equal(explainFailure(raw, one('Relu', [given('x')])), '2026 [E:onnxruntime] something new happened.');
    assert.equal(
      explainFailure('/src/a/b.cc:12 void f(int) x == 1 was false. It is 2', one('Relu', [given('x')])),
      'It is 2.',
    );
  });
});
