/** Passes keep what a network computes. The engine runs the graph before and after, and older operator sets by their own rules. */
import assert from 'node:assert/strict';
import { gradient } from '../../../src/differentiate/gradient';
import { Engine } from '../../../src/engine/engine';
import { attributes, type PlainAttribute } from '../../../src/graph/attributes';
import { Builder } from '../../../src/graph/builder';
import type { BoundGraph, Graph, Node } from '../../../src/graph/graph';
import type { Sym } from '../../../src/graph/operator';
import { bind } from '../../../src/graph/passes/bind';
import { cut } from '../../../src/graph/passes/cut';
import { toFloat32Graph } from '../../../src/graph/passes/float32';
import { mergeBatchNormalization } from '../../../src/graph/passes/mergeBatchNormalization';
import { operators } from '../../../src/operators';
import { GraphError } from '../../../src/shared/errors';
import { random } from '../../../src/shared/random';
import {
  float32,
  int64,
  sizeOf,
  tensorOf,
  toNumbers,
  type DType,
  type Shape,
  type Tensor,
} from '../../../src/shared/tensor';
import { basicMultiLayer, network } from '../../helpers/models';

const engine = new Engine();
after(() => engine.dispose());

describe('bind brings older operator sets to the current one', () => {
  interface Old {
    op: string;
    opset: number;
    shape: Shape;
    attributes?: Record<string, PlainAttribute>;
    constants?: Tensor[];
    outputs?: number;
  }
  const rows: Old[] = [
    { op: 'Softmax', opset: 11, shape: [2, 3, 4] },
    { op: 'Softmax', opset: 11, shape: [2, 3, 4], attributes: { axis: 2 } },
    { op: 'Softmax', opset: 11, shape: [2, 3, 4], attributes: { axis: 0 } },
    { op: 'Softmax', opset: 11, shape: [2, 3, 1, 1] },
    { op: 'Softmax', opset: 9, shape: [2, 3] },
    { op: 'LogSoftmax', opset: 11, shape: [2, 3, 4] },
    { op: 'Clip', opset: 7, shape: [5], attributes: { min: -0.5, max: 0.5 } },
    { op: 'Clip', opset: 7, shape: [5], attributes: { max: 0.5 } },
    { op: 'Pad', opset: 7, shape: [2, 3], attributes: { pads: [0, 1, 2, 0], value: { type: 'float', value: 1.5 } } },
    { op: 'Pad', opset: 7, shape: [4, 3], attributes: { pads: [1, 1, 2, 0], mode: 'reflect' } },
    { op: 'Slice', opset: 7, shape: [4, 5], attributes: { starts: [1], ends: [-1], axes: [1] } },
    { op: 'Slice', opset: 9, shape: [4, 5], attributes: { starts: [1, 2], ends: [3, 100] } },
    { op: 'TopK', opset: 9, shape: [2, 5], attributes: { k: 2 }, outputs: 2 },
    { op: 'Squeeze', opset: 11, shape: [2, 1, 3, 1], attributes: { axes: [1] } },
    { op: 'Squeeze', opset: 11, shape: [2, 1, 3, 1] },
    { op: 'Unsqueeze', opset: 11, shape: [2, 3], attributes: { axes: [0, 2] } },
    { op: 'ReduceSum', opset: 11, shape: [2, 3, 4], attributes: { axes: [1], keepdims: 0 } },
    { op: 'ReduceMean', opset: 13, shape: [2, 3, 4], attributes: { axes: [0, -1] } },
    { op: 'ReduceMax', opset: 12, shape: [2, 3, 4] },
    { op: 'ReduceL2', opset: 13, shape: [2, 3, 4], attributes: { axes: [2] } },
    { op: 'Split', opset: 11, shape: [6, 2], attributes: { split: [1, 5] }, outputs: 2 },
    { op: 'Split', opset: 13, shape: [6, 2], outputs: 3 },
    { op: 'Dropout', opset: 7, shape: [4], attributes: { ratio: 0.3 } },
    { op: 'Dropout', opset: 10, shape: [4] },
    {
      op: 'Upsample',
      opset: 7,
      shape: [1, 1, 2, 3],
      attributes: { scales: { type: 'floats', value: [1, 1, 2, 3] }, mode: 'nearest' },
    },
    {
      op: 'Upsample',
      opset: 9,
      shape: [1, 1, 2, 3],
      attributes: { mode: 'linear' },
      constants: [float32([4], [1, 1, 2, 2])],
    },
    { op: 'Resize', opset: 10, shape: [1, 1, 3, 3], constants: [float32([4], [1, 1, 2, 2])] },
    {
      op: 'BatchNormalization',
      opset: 9,
      shape: [2, 2, 3],
      constants: [
        [1, 2],
        [0.5, -1],
        [0.1, 0.2],
        [1.5, 0.5],
      ].map((values) => float32([2], values)),
    },
    {
      op: 'Scatter',
      opset: 9,
      shape: [1, 4],
      attributes: { axis: 1 },
      constants: [int64([1, 2], [1, 3]), float32([1, 2], [9, 8])],
    },
    { op: 'GlobalAveragePool', opset: 7, shape: [1, 2, 3, 3] },
    {
      op: 'Gemm',
      opset: 7,
      shape: [2, 3],
      attributes: { transB: 1, alpha: 0.5 },
      constants: [float32([4, 3], ramp(12)), float32([4], ramp(4))],
    },
  ];
  for (const row of rows) {
    it(`${row.op} of opset ${row.opset} on [${row.shape.join()}] ${JSON.stringify(row.attributes ?? {})}`, async () => {
      const graph = oldGraph(row);
      await same(graph, bind(graph, { x: row.shape }, operators), row.shape);
    });
  }

  function oldGraph({ op, opset, shape, attributes: plain = {}, constants = [], outputs = 1 }: Old): Graph {
    const names = Array.from({ length: outputs }, (_, i) => `y${i}`);
    const inputs = ['x', ...constants.map((_, i) => `c${i}`)];
    const node: Node = { op, domain: '', name: op, inputs, outputs: names, attributes: attributes(plain) };
    return {
      ...network([1], (_b, x) => x),
      opset,
      inputs: [{ name: 'x', dtype: 'float32', shape }],
      outputs: names.map((name, i) => ({ name, dtype: op === 'TopK' && i === 1 ? 'int64' : 'float32' })),
      nodes: [node],
      initializers: new Map(constants.map((constant, i) => [`c${i}`, constant])),
    };
  }
});

describe('bind', () => {
  it('folds the arithmetic on shapes away', () => {
    const b = new Builder(operators);
    const graph = network([2, 3, 4], (_, x) => x);
    const x = b.input('x', 'float32', [2, 3, 4]);
    const shape = b.op('Shape', [x]);
    const rows = b.op('Mul', [b.op('Gather', [shape, b.int64([0])]), b.op('Gather', [shape, b.int64([1])])]);
    const flat = b.op('Reshape', [x, b.concat([rows, b.int64([-1])], 0)]);
    assert.deepEqual(flat.shape, [6, 4]);
    assert.equal(graph.nodes.length, 0);
    assert.deepEqual(
      b.build([flat]).nodes.map(({ op }) => op),
      ['Reshape'],
    );
  });

  it('no node made on the way takes the name of one that is there', () => {
    const graph = network([1, 4], (b, x) => b.op('Mul', [b.op('Tanh', [x]), b.op('Exp', [x])]));
    // Every name that a node of the gradient could get, on values that are called otherwise.
    const renamed = (names: readonly string[]) => names.map((name) => name.replace('~', 'value '));
    const nodes = graph.nodes.map((node) => ({
      ...node,
      inputs: renamed(node.inputs),
      outputs: renamed(node.outputs),
    }));
    const outputs = graph.outputs.map((info) => ({ ...info, name: info.name.replace('~', 'value ') }));
    for (let i = 0; i < 40; i++) {
      const one = {
        ...graph,
        nodes: nodes.map((node, k) => ({ ...node, name: k ? `node ${k}` : `~mul${i}` })),
        outputs,
      };
      const backward = gradient(bind(one, { x: [1, 4] }, operators), outputs[0]!.name, ['x']).graph;
      const names = backward.nodes.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length, names.join());
    }
  });

  it('names the node whose operator is unknown, and says what still works', () => {
    const graph = {
      ...basicMultiLayer(),
      nodes: [{ ...basicMultiLayer().nodes[0]!, op: 'Frobnicate', name: 'middle' }],
    };
    assert.throws(
      () =>
        bind(
          { ...graph, outputs: graph.nodes[0]!.outputs.map((name) => ({ name, dtype: 'float32' as const })) },
          { x: [1, 3] },
          operators,
        ),
      (error) => error instanceof GraphError && /Frobnicate.*"middle".*still works/s.test(error.message),
    );
  });
});

describe('cut', () => {
  it('keeps what a hidden value needs and nothing else', () => {
    const graph = basicMultiLayer();
    const hidden = graph.nodes[0]!.outputs[0]!;
    const part = cut(graph, [hidden]);
    assert.deepEqual(
      part.nodes.map(({ op }) => op),
      ['Gemm'],
    );
    assert.equal(part.initializers.size, 2);
  });

  it('names a value that is not there', () => {
    assert.throws(() => cut(basicMultiLayer(), ['nowhere']), /no value "nowhere"/);
  });
});

describe('float32', () => {
  for (const dtype of ['float16', 'float64', 'bfloat16'] as DType[]) {
    it(`a ${dtype} network computes the same in float32`, async () => {
      const weights = tensorOf(dtype, [3, 2], [0.5, -1, 2, 0.25, 1, -0.75]);
      const b = new Builder(operators);
      const y = b.op('MatMul', [b.input('x', dtype, [1, 3]), b.constant(weights)]);
      const converted = bind(toFloat32Graph(b.build([y])), { x: [1, 3] }, operators);
      const out = await (await engine.compile(converted, { device: 'cpu' })).run({ x: float32([1, 3], [1, 2, 4]) });
      assert.deepEqual([...Object.values(out)[0]!.data], [8.5, -3.5]);
    });
  }
});

describe('mergeBatchNormalization', () => {
  const weights = (b: Builder, ...shape: number[]): Sym => b.constant(float32(shape, noise(sizeOf(shape))));
  const norm = (b: Builder, x: Sym): Sym => {
    const c = x.shape[1]!;
    const positive = b.constant(
      float32(
        [c],
        noise(c).map((v) => 0.5 + Math.abs(v)),
      ),
    );
    return b.op('BatchNormalization', [x, weights(b, c), weights(b, c), weights(b, c), positive], { epsilon: 1e-3 });
  };
  const rows: [string, Shape, (b: Builder, x: Sym) => Sym, number][] = [
    [
      'after Conv with bias',
      [2, 3, 5, 5],
      (b, x) => norm(b, b.op('Conv', [x, weights(b, 4, 3, 3, 3), weights(b, 4)], { pads: [1, 1, 1, 1] })),
      0,
    ],
    ['after Conv without bias', [2, 3, 5], (b, x) => norm(b, b.op('Conv', [x, weights(b, 4, 3, 3)])), 0],
    [
      'after a grouped Conv',
      [2, 4, 5, 5],
      (b, x) => norm(b, b.op('Conv', [x, weights(b, 6, 2, 3, 3)], { group: 2 })),
      0,
    ],
    ['after ConvTranspose', [2, 3, 5, 5], (b, x) => norm(b, b.op('ConvTranspose', [x, weights(b, 3, 4, 3, 3)])), 0],
    [
      'after a grouped ConvTranspose',
      [2, 4, 5, 5],
      (b, x) => norm(b, b.op('ConvTranspose', [x, weights(b, 4, 3, 3, 3)], { group: 2 })),
      0,
    ],
    ['after Gemm', [2, 5], (b, x) => norm(b, b.op('Gemm', [x, weights(b, 4, 5), weights(b, 4)], { transB: 1 })), 0],
    ['after Gemm, untransposed', [2, 5], (b, x) => norm(b, b.op('Gemm', [x, weights(b, 5, 4)])), 0],
    [
      'before an unpadded Conv',
      [2, 3, 5, 5],
      (b, x) => b.op('Conv', [norm(b, x), weights(b, 4, 3, 3, 3), weights(b, 4)]),
      0,
    ],
    [
      'before an unpadded grouped Conv',
      [2, 4, 5],
      (b, x) => b.op('Conv', [norm(b, x), weights(b, 6, 2, 3)], { group: 2 }),
      0,
    ],
    ['before Gemm', [2, 5], (b, x) => b.op('Gemm', [norm(b, x), weights(b, 4, 5)], { transB: 1 }), 0],
    [
      'before a padded Conv: not merged',
      [2, 3, 5, 5],
      (b, x) => b.op('Conv', [norm(b, x), weights(b, 4, 3, 3, 3)], { pads: [1, 1, 1, 1] }),
      1,
    ],
    [
      'after a Conv that others use too: not merged',
      [2, 3, 5],
      (b, x) => {
        const y = b.op('Conv', [x, weights(b, 4, 3, 3)]);
        return b.add(norm(b, y), y);
      },
      1,
    ],
  ];
  for (const [name, shape, make, left] of rows) {
    it(name, async () => {
      const graph = bind(network(shape, make), { x: shape }, operators);
      const merged = mergeBatchNormalization(graph, operators);
      assert.equal(merged.nodes.filter(({ op }) => op === 'BatchNormalization').length, left);
      await same(graph, merged, shape);
    });
  }
});

/** Both graphs give the same numbers for the same input. */
async function same(before: Graph, after: BoundGraph, shape: Shape): Promise<void> {
  const x = float32(shape, noise(sizeOf(shape)));
  const [expected, actual] = await Promise.all(
    [before, after].map(async (graph) => (await engine.compile(graph, { device: 'cpu' })).run({ x })),
  );
  for (const { name } of before.outputs) {
    assert.deepEqual(actual![name]!.shape, expected![name]!.shape);
    const [a, e] = [toNumbers(actual![name]!), toNumbers(expected![name]!)];
    for (let i = 0; i < e.length; i++)
      assert.ok(Math.abs(a[i]! - e[i]!) <= 1e-5 * (1 + Math.abs(e[i]!)), `${name}[${i}]: ${a[i]} is not ${e[i]}`);
  }
}

function noise(count: number): number[] {
  const { normal } = random(count);
  return Array.from({ length: count }, normal);
}

function ramp(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i / 4 - 1);
}
