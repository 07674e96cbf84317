/** Backward passes with rules of their own, against values that papers and toolkits publish or that are worked out by hand. */
import assert from 'node:assert/strict';
import { LocalService } from '../../../src/kernel/service';
import type { Builder } from '../../../src/graph/builder';
import type { Graph } from '../../../src/graph/graph';
import type { Sym } from '../../../src/graph/operator';
import type { AttributionResult } from '../../../src/shared/results';
import type { Shape } from '../../../src/shared/tensor';
import {
  assertClose,
  dense,
  network,
  oneConvolution,
  temporaryFolder,
  writeArray,
  writeModel,
} from '../../helpers/models';

const counting = Array.from({ length: 16 }, (_, i) => i);
const relu = (b: Builder, x: Sym): Sym => b.op('Relu', [x]);

/** Two dense layers without bias: W1 all 2 but for the corner, W2 all 3. */
const twoLayers = (corner: number): Graph =>
  network([1, 3], (b, x) => {
    const inner = [[corner, 2, 2], [2, 2, 2], [2, 2, 2]]; // prettier-ignore
    return dense(b, dense(b, x, inner, [0, 0, 0]), [[3, 3, 3]], [0]);
  });

const saturating = network([1, 2], (b, x) => {
  const shifted = dense(b, x, [[1, 0], [0, 1]], [0, -1.5]); // prettier-ignore
  return dense(b, relu(b, shifted), [[2, 2]], [0]);
});

const skip = network([1, 2], (b, x) => b.add(dense(b, x, [[5, 5], [5, 5]], [0, 0]), x)); // prettier-ignore

/** max of four values, read as a picture. */
const pooled = network([1, 1, 2, 2], (b, x) =>
  b.op('Flatten', [b.op('MaxPool', [b.op('Identity', [x])], { kernel_shape: [2, 2] })]),
);

const facts: [
  name: string,
  graph: Graph,
  shape: Shape,
  x: number[],
  method: string,
  parameters: object,
  expected: number[],
][] = [
  [
    'guided backpropagation of the one-convolution network',
    oneConvolution(),
    [1, 1, 4, 4],
    counting,
    'guided-backprop',
    {},
    [0, 1, 1, 1, 1, 3, 3, 2, 1, 3, 3, 2, 1, 2, 2, 1],
  ],
  [
    'deconvnet of the same',
    oneConvolution(),
    [1, 1, 4, 4],
    counting,
    'deconvnet',
    {},
    [2, 3, 3, 1, 3, 5, 5, 2, 3, 5, 5, 2, 1, 2, 2, 1],
  ],
  [
    'the gradient of the same',
    oneConvolution(),
    [1, 1, 4, 4],
    counting,
    'gradient',
    {},
    [0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0],
  ],
  [
    'LRP-ε of the same is gradient × input',
    oneConvolution(),
    [1, 1, 4, 4],
    counting,
    'lrp',
    { composite: 'epsilon', start: 'output' },
    [0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 0, 0, 0],
  ],
  [
    'LRP-ε of two dense layers',
    twoLayers(2),
    [1, 3],
    [1, 2, 3],
    'lrp',
    { composite: 'epsilon', start: 'output' },
    [18, 36, 54],
  ],
  [
    'LRP-ε with a negative weight',
    twoLayers(-2),
    [1, 3],
    [1, 2, 3],
    'lrp',
    { composite: 'epsilon', start: 'output' },
    [6, 36, 54],
  ],
  [
    'LRP-γ with a negative weight',
    twoLayers(-2),
    [1, 3],
    [1, 2, 3],
    'lrp',
    { composite: [{ layers: '*', rule: 'gamma', gamma: 1 }], start: 'output' },
    [28 / 3, 104 / 3, 52],
  ],
  [
    'LRP α1β0 with a negative weight',
    twoLayers(-2),
    [1, 3],
    [1, 2, 3],
    'lrp',
    { composite: [{ layers: '*', rule: 'alpha-beta', alpha: 1, beta: 0 }], start: 'output' },
    [12, 33.6, 50.4],
  ],
  ['LRP through a skip connection', skip, [1, 2], [2, 3], 'lrp', { composite: 'epsilon', start: 'output' }, [10, 18]],
  ['LRP through max-pooling goes to the winner', pooled, [1, 1, 2, 2], [1, 4, 3, 2], 'lrp', {}, [0, 1, 0, 0]],
  ['DeepLIFT past a saturated unit', saturating, [1, 2], [1, 2], 'deep-lift', {}, [2, 1]],
];

describe('backward passes with rules', () => {
  const files = temporaryFolder();
  const service = new LocalService();

  function explain(
    graph: Graph,
    shape: Shape,
    x: number[],
    method: string,
    parameters: object = {},
    target = shape[1] === 2 && graph === skip ? '1' : '0',
  ): Promise<AttributionResult> {
    return service.attribute({
      model: writeModel(files.path('model.onnx'), graph),
      input: writeArray(files.path('x.npy'), shape, x),
      method,
      parameters: { ...parameters },
      target,
      device: 'cpu',
      seed: 0,
      memoryBudget: 2 ** 30,
    });
  }

  for (const [name, graph, shape, x, method, parameters, expected] of facts) {
    it(name, async () => {
      assertClose((await explain(graph, shape, x, method, parameters)).attribution.data, expected, 1e-4);
    });
  }

  const references: [reference: number[], expected: number[]][] = [
    [[1, 2, 3, 9], [0, 0, 0, -8]],
    [[4, 8, 6, 7], [0, -7, 0, 0]],
    // Equal at the reference: the winner at the input, as Captum's arrays of the digits have it.
    [[0, 0, 0, 0], [1, 0, 0, 0]],
  ]; // prettier-ignore
  for (const [reference, expected] of references) {
    it(`DeepLIFT through the maximum of ones, against (${reference.join()})`, async () => {
      const baseline = writeArray(files.path('reference.npy'), [1, 1, 2, 2], reference);
      const { attribution } = await explain(pooled, [1, 1, 2, 2], [1, 1, 1, 1], 'deep-lift', { baseline });
      assertClose(attribution.data, expected, 1e-4);
    });
  }

  // Eq. 1 of the paper: h1 = x1 + x2 − 1 after a rectifier, y = 2 − h1... the minimum of two inputs, where rescale sees only one.
  it('reveal-cancel shares the minimum of two inputs between both', async () => {
    const minimum = network([1, 2], (b, x) => {
      const difference = relu(b, dense(b, x, [[1, -1]], [0]));
      return dense(b, b.concat([x, difference], 1), [[1, 0, -1]], [0]);
    });
    const { attribution } = await explain(minimum, [1, 2], [10, 6], 'deep-lift', { rule: 'reveal-cancel' });
    // y = x1 − relu(x1 − x2): Δ⁺ = 10 gives half (10 − 0) + half (4 − 0) = 7, Δ⁻ = −6 gives half 0 + half (4 − 10) = −3.
    assertClose(attribution.data, [10 - 7, 3], 1e-4);
  });

  const bilinear: [string, (b: Builder, x: Sym) => Sym][] = [
    ['a product', (b, x) => b.op('Mul', halves(b, x))],
    ['a quotient', (b, x) => b.op('Div', halves(b, x))],
    ['a larger of two', (b, x) => b.op('Max', halves(b, x))],
    ['softmax', (b, x) => b.op('Softmax', [x])],
    ['log-softmax', (b, x) => b.op('LogSoftmax', [x])],
    ['one activation used twice', (b, x) => relu(b, b.sub(relu(b, x), 0.3))],
    ['layer normalization', (b, x) => b.op('LayerNormalization', [x, b.floats([1, 2, -1, 0.5]), b.floats([0, 1, 0, 1])])],
    ['attention', (b, x) => {
      const tokens = b.reshape(x, [1, 2, 2]);
      const scores = b.op('Softmax', [b.matmul(tokens, b.transpose(tokens, [0, 2, 1]))]);
      return b.reshape(b.matmul(scores, tokens), [1, 4]);
    }],
  ]; // prettier-ignore
  for (const [name, make] of bilinear) {
    it(`DeepLIFT of ${name} sums to the change`, async () => {
      const baseline = writeArray(files.path('reference.npy'), [1, 4], [0.4, -0.2, 0.9, 1.4]);
      const { law } = await explain(network([1, 4], make), [1, 4], [1.5, 0.7, -0.4, 2], 'deep-lift', { baseline });
      assert.ok(law!.gap[0]! < 1e-4, `gap ${law!.gap[0]}`);
    });
  }

  it('what LRP loses is in the ledger: the bias keeps R·b / (z + b)', async () => {
    const biased = network([1, 2], (b, x) => dense(b, x, [[1, 2]], [5]));
    const { ledger, attribution, law } = await explain(biased, [1, 2], [1, 2], 'lrp', { composite: 'epsilon' });
    const [line] = ledger!;
    assertClose([line!.entered[0]!, line!.left[0]!, line!.bias[0]!], [1, 0.5, 0.5], 1e-5);
    assertClose(attribution.data, [0.1, 0.4], 1e-5);
    assert.ok(law!.holds);
  });

  it('the flat rule on a dense layer is uniform, and the result says that it says nothing', async () => {
    const { attribution, conventions } = await explain(twoLayers(-2), [1, 3], [1, 2, 3], 'lrp', {
      composite: 'epsilon-plus-flat',
    });
    assertClose(attribution.data, [1 / 3, 1 / 3, 1 / 3], 1e-5);
    assert.ok(conventions.some((sentence) => sentence.includes('says nothing')));
  });

  it('deep Taylor decomposition hands all of the target on', async () => {
    const { attribution, targetOutput } = await explain(oneConvolution(), [1, 1, 4, 4], counting, 'deep-taylor', {
      low: 0,
      high: 15,
    });
    assertClose([attribution.data.reduce((sum, value) => sum + value, 0)], [targetOutput[0]!], 1e-2);
    assert.ok(attribution.data.every((value) => value >= 0));
  });

  it('of a network that ends in softmax the logits are explained', async () => {
    const graph = network([1, 3], (b, x) => b.op('Softmax', [dense(b, x, [[1, 0, 0], [0, 1, 2]], [0, 0])])); // prettier-ignore
    const { attribution, conventions } = await explain(graph, [1, 3], [1, 2, 3], 'lrp', { start: 'output' }, '1');
    assertClose(attribution.data, [0, 2, 6], 1e-4);
    assert.ok(conventions.some((sentence) => sentence.includes('logits')));
  });

  it('an operator without a rule is named before anything runs', async () => {
    const graph = network([1, 3], (b, x) => b.op('ReduceL2', [dense(b, x, [[1, 0, 0]], [0]), b.int64([1])]));
    await assert.rejects(explain(graph, [1, 3], [1, 2, 3], 'lrp'), /ReduceL2.*no rule.*occlusion/);
    await assert.rejects(explain(graph, [1, 3], [1, 2, 3], 'deep-lift'), /ReduceL2/);
  });

  it('a pattern that fits no layer is an error with the nearest name', async () => {
    await assert.rejects(
      explain(oneConvolution(), [1, 1, 4, 4], counting, 'lrp', { composite: [{ layers: 'conv2', rule: 'flat' }] }),
      /No linear layer matches "conv2"; did you mean "conv1"\?/,
    );
  });
});

function halves(b: Builder, x: Sym): Sym[] {
  return [b.slice(x, [0], [2], [1]), b.slice(x, [2], [4], [1])];
}
