/** Methods that have rules for nonlinearities, over each one of the table: none may be forgotten when one is added. */
import assert from 'node:assert/strict';
import type { Builder } from '../../../src/graph/builder';
import type { Graph } from '../../../src/graph/graph';
import type { Sym } from '../../../src/graph/operator';
import { bind } from '../../../src/graph/passes/bind';
import { operatorNames, operators } from '../../../src/operators';
import { float32, type Shape } from '../../../src/shared/tensor';
import { explainer } from '../../helpers/explain';
import { assertClose, dense, network, temporaryFolder, writeArray } from '../../helpers/models';
import { array64 } from '../operators/reference/array64';
import { interpret } from '../operators/reference/interpreter';

const activations = operatorNames.filter((op) => operators(op, '')!.role === 'activation');

/** Bounds of Clip, slope of PRelu. */
const settings: Readonly<Record<string, readonly number[]>> = { Clip: [-0.5, 1.5], PRelu: [0.3] };

/** An activation whose output is called "active". */
function activate(b: Builder, op: string, x: Sym): Sym {
  const operands = (settings[op] ?? []).map((value) => b.scalar(value));
  return b.node({ op, domain: '', name: 'active', outputs: ['active'], attributes: {} }, [x, ...operands])[0]!;
}

const before = [[1, -2, 0.5], [0.25, 1, 1], [-1, 0.5, -0.75]]; // prettier-ignore
const after = [1.5, -1, 2];
const bias = [0.3, -0.2, 0.1];

/** Two dense layers with the activation between them, the first with a bias. */
const layers = (op: string): Graph =>
  network([1, 3], (b, x) => dense(b, activate(b, op, dense(b, x, before, bias)), [after], [0]));

/** A convolution with two filters, the activation, average pooling and a dense layer: CAM is exact for it. */
const convolutional = (op: string): Graph =>
  network([1, 1, 2, 2], (b, x) => {
    const maps = activate(b, op, b.op('Conv', [x, b.constant(float32([2, 1, 1, 1], [1, -0.5]))]));
    return dense(b, b.op('Flatten', [b.op('GlobalAveragePool', [maps])]), [[3, 5]], [1]);
  });

/** The numbers at the activation, by the float64 reference. */
function active(graph: Graph, shape: Shape, x: readonly number[]): number[] {
  const bound = bind(graph, { x: shape }, operators);
  return Array.from(interpret(bound, { x: array64(shape, Float64Array.from(x)) }).get('active')!.data);
}

describe('every activation', () => {
  const files = temporaryFolder();
  const explain = explainer(files);
  const x = [0.8, -1.1, 0.6];
  const picture = [1, -2, 4, -3];

  for (const op of activations) {
    describe(op, () => {
      it('LRP-ε hands relevance through: what each unit adds to the target, in the shares of its sum', async () => {
        const { attribution } = await explain(layers(op), [1, 3], x, 'lrp', { composite: 'epsilon', start: 'output' });
        const parts = active(layers(op), [1, 3], x).map((value, k) => value * after[k]!);
        const sums = before.map((row, k) => row.reduce((sum, w, i) => sum + w * x[i]!, bias[k]!));
        const expected = x.map((value, i) => parts.reduce((sum, part, k) => sum + (part * before[k]![i]! * value) / sums[k]!, 0)); // prettier-ignore
        assertClose(attribution.data, expected, 1e-3);
      });

      for (const rule of ['rescale', 'reveal-cancel'])
        it(`DeepLIFT sums to the change, by ${rule}`, async () => {
          const baseline = writeArray(files.path('reference.npy'), [1, 3], [-0.4, 0.5, 0.2]);
          const { attribution } = await explain(layers(op), [1, 3], x, 'deep-lift', { baseline, rule });
          const value = (at: number[]): number => active(layers(op), [1, 3], at).reduce((sum, a, k) => sum + a * after[k]!, 0); // prettier-ignore
          const total = attribution.data.reduce((sum, part) => sum + part, 0);
          assertClose([total], [value(x) - value([-0.4, 0.5, 0.2])], 1e-4);
        });

      it('has a class activation map of its own layer', async () => {
        const graph = convolutional(op);
        const { attribution, layer } = await explain(graph, [1, 1, 2, 2], picture, 'cam', {});
        const maps = active(graph, [1, 1, 2, 2], picture);
        assert.equal(layer, 'active');
        assertClose(attribution.data, picture.map((_, p) => (3 * maps[p]! + 5 * maps[4 + p]!) / 4), 1e-4); // prettier-ignore
      });

      it('is the layer that conductance chooses by itself', async () => {
        const { layer } = await explain(layers(op), [1, 3], x, 'conductance', {});
        assert.equal(layer, 'active');
      });
    });
  }

  it('reveal-cancel tells pushes apart where rescale cannot', async () => {
    // Up by 2 and down by 2: the sum does not move, yet each push counts. By equations 9 and 10 with f = HardSigmoid.
    const graph = network([1, 2], (b, input) => activate(b, 'HardSigmoid', dense(b, input, [[1, 1]], [0])));
    const { attribution } = await explain(graph, [1, 2], [2, -2], 'deep-lift', { rule: 'reveal-cancel' });
    const f = (value: number): number => Math.min(1, Math.max(0, 0.2 * value + 0.5));
    const up = 0.5 * (f(2) - f(0)) + 0.5 * (f(0) - f(-2));
    assertClose(attribution.data, [up, -up], 1e-4);
  });

  it('guided backpropagation rectifies at those that rectify, and at no other', async () => {
    for (const op of activations) {
      const graph = network([1, 1], (b, input) => dense(b, activate(b, op, input), [[-1]], [0]));
      const { attribution } = await explain(graph, [1, 1], [0.7], 'guided-backprop', {});
      // What arrives is −1: a rectifier lets nothing of it through, others their slope.
      assert.equal(attribution.data[0] === 0, operators(op, '')!.rectifies === true, op);
    }
  });
});
