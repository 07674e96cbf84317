/**
 * Parameter randomisation: which weights are drawn anew and how, similarities by their formulas, and what is known of methods: guided
 * backpropagation and the deconvnet keep their maps when upper layers are random, the gradient does not (Adebayo et al. 2018, Nie et al. 2018).
 */
import assert from 'node:assert/strict';
import type { Builder } from '../../../../src/graph/builder';
import type { Graph } from '../../../../src/graph/graph';
import type { Sym } from '../../../../src/graph/operator';
import { placesOf } from '../../../../src/methods/evaluation/places';
import { verdict } from '../../../../src/methods/evaluation/parameterRandomisation';
import { spearman, ssim } from '../../../../src/methods/evaluation/similarity';
import { redrawn, trainedLayers } from '../../../../src/methods/evaluation/weights';
import { random } from '../../../../src/shared/random';
import { float32, toNumbers } from '../../../../src/shared/tensor';
import { assertClose, network } from '../../../helpers/models';
import { linear, workshop } from './helper';
import { reference } from '../../../helpers/fixtures';

const named = (b: Builder, op: string, output: string, inputs: Sym[], attributes = {}): Sym =>
  b.node({ op, domain: '', name: output, outputs: [output], attributes }, inputs)[0]!;
const weight = (b: Builder, name: string, shape: number[]): Sym =>
  b.constant(
    float32(
      shape,
      Float32Array.from({ length: shape.reduce((n, d) => n * d, 1) }, (_, i) => i),
    ),
    name,
  );

/** [network, its value, its layers from the top down with their weights]. */
const networks: [string, Graph, string, [string, string[]][]][] = [
  [
    'two dense layers with biases',
    network([1, 3], (b, x) => {
      const hidden = named(b, 'Gemm', 'h', [x, weight(b, 'w1', [3, 4]), weight(b, 'b1', [4])]);
      return named(b, 'Gemm', 'y', [b.op('Relu', [hidden]), weight(b, 'w2', [4, 2]), weight(b, 'b2', [2])]);
    }),
    'y',
    [['y', ['w2', 'b2']], ['h', ['w1', 'b1']]],
  ],
  [
    'a bias that is added, a matrix that is turned, and a constant that is no weight',
    network([1, 700], (b, x) => {
      const turned = named(b, 'Transpose', 't', [weight(b, 'w', [12, 700])]);
      const scaled = named(b, 'Mul', 's', [x, weight(b, 'range', [700])]);
      const product = named(b, 'MatMul', 'm', [scaled, turned]);
      return named(b, 'Add', 'y', [product, weight(b, 'bias', [12])]);
    }),
    'y',
    [['m', ['bias', 'w']]],
  ],
  [
    'normalisation, whose statistics stay',
    network([1, 2, 4, 4], (b, x) => {
      const map = named(b, 'Conv', 'c', [x, weight(b, 'k', [3, 2, 3, 3])]);
      return named(b, 'BatchNormalization', 'y', [map, ...['scale', 'shift', 'mean', 'variance'].map((name) => weight(b, name, [3]))]);
    }),
    'y',
    [['y', ['scale', 'shift']], ['c', ['k']]],
  ],
  [
    'weights that two layers share, and a layer above the value',
    network([1, 3], (b, x) => {
      const shared = weight(b, 'w', [3, 3]);
      const upper = named(b, 'MatMul', 'u', [named(b, 'MatMul', 'l', [x, shared]), shared]);
      return named(b, 'MatMul', 'y', [upper, weight(b, 'top', [3, 2])]);
    }),
    'u',
    [['u', ['w']]],
  ],
]; // prettier-ignore

describe('parameter randomisation', () => {
  const { written, evaluate, measure, sanityCheck } = workshop();

  for (const [name, graph, value, expected] of networks) {
    it(`finds the layers of ${name}`, () => {
      assert.deepEqual(
        trainedLayers(graph, value).map((layer) => [layer.name, layer.weights]),
        expected,
      );
    });
  }

  it('draws weights of the same mean and deviation, by the seed, and leaves the others', async () => {
    const draw = random(5);
    const graph = network([1, 100], (b, x) => {
      const values = Float32Array.from({ length: 10_000 }, () => 3 + 0.5 * draw.normal());
      const hidden = named(b, 'MatMul', 'h', [x, b.constant(float32([100, 100], values), 'w')]);
      return named(b, 'MatMul', 'y', [hidden, weight(b, 'v', [100, 1])]);
    });
    const numbers = (of: Graph, weights: string): number[] =>
      Array.from(toNumbers(of.initializers.get(weights)! as never));
    const fresh = await redrawn(graph, ['w'], random(1));
    const drawn = numbers(fresh, 'w');
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const deviation = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length);
    // Four standard errors: σ/√n of the mean, σ/√2n of the deviation, and as much again for the original's own.
    assert.ok(
      Math.abs(mean - 3) < 4 * 0.5 * Math.sqrt(2 / 1e4) && Math.abs(deviation - 0.5) < 4 * 0.5 * Math.sqrt(1 / 1e4),
    );
    assert.deepEqual(numbers(fresh, 'v'), numbers(graph, 'v'));
    assert.deepEqual(numbers(await redrawn(graph, ['w'], random(1)), 'w'), drawn);
    assert.notDeepEqual(numbers(await redrawn(graph, ['w'], random(2)), 'w'), drawn);
    assert.deepEqual(graph.initializers.get('w')!.shape, fresh.initializers.get('w')!.shape);
  });

  it('of a linear model the gradient becomes the new weights, and its similarity is that of the two rows', async () => {
    const w = [0.3, -2, 1.5, 0.8, -0.1];
    const problem = linear(w, [[1, 1, 1, 1, 1]]);
    const check = await sanityCheck({ ...written(problem), seed: 4 }, 'gradient');
    const { data, shape } = check.maps;
    assert.deepEqual(shape, [2, 5]);
    assertClose(data.subarray(0, 5), w, 1e-6);
    const mean = w.reduce((sum, value) => sum + value, 0) / 5;
    const deviation = Math.sqrt(w.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5);
    const draw = random(4);
    const fresh = w.map(() => mean + deviation * draw.normal());
    assertClose(data.subarray(5), fresh, 1e-5);
    // 1 − 6 Σd² / n(n² − 1), where no ranks are equal (Spearman 1904).
    const rank = (row: number[], i: number): number => row.filter((value) => value < row[i]!).length;
    const squares = (a: number[], b: number[]): number =>
      a.reduce((sum, _, i) => sum + (rank(a, i) - rank(b, i)) ** 2, 0);
    const size = (row: number[]): number[] => row.map(Math.abs);
    assertClose([check.spearman[0]!.score], [1 - squares(w, fresh) / 20], 1e-9);
    assertClose([check.absolute[0]!.score], [1 - squares(size(w), size(fresh)) / 20], 1e-9);
    assert.equal(check.layers.length, 1);
    assert.equal(check.ssim, undefined);
  });

  it('a map that is the input itself stays, and is marked', async () => {
    const x = [3, 1, -4, 2];
    const { scores, marks } = await measure(linear([1, 2, 3, 4], [x]), [x], 'mprt', {});
    assert.deepEqual(scores, [[1]]);
    assert.match(marks![0]!, /does not react to the weights/);
  });

  it('weights that are all the same stay the same: nothing can be drawn', async () => {
    const { measures } = await evaluate(linear([2, 2, 2], [[1, 2, 3]]), ['input-x-gradient'], ['mprt']);
    assert.equal(measures[0]!.methods[0]!.score, 1);
  });

  it('refuses a network without trained layers, and SSIM of a table', async () => {
    const bare = network([1, 2], (b, x) => b.op('Relu', [x]));
    await assert.rejects(
      evaluate({ graph: bare, shape: [1, 2], x: [1, 2] }, ['gradient'], ['mprt']),
      /No layer before .* has trained weights/,
    );
    await assert.rejects(
      evaluate(linear([1, 2], [[1, 1]]), ['gradient'], [['mprt', { similarity: 'ssim' }]]),
      /compares pictures/,
    );
  });

  it('is marked by the sign, by sizes alone, or not at all', () => {
    const step = (signed: number, absolute: number) => [{ spearman: signed, absolute }];
    assert.match(verdict([step(0.9, 0.9), step(0.6, 0.9)])!, /does not react.*0\.75/);
    assert.match(verdict([step(0, 0.9), step(-0.2, 0.9)])!, /only its signs react.*0\.90/);
    assert.equal(verdict([step(0.9, 0.4), step(-0.2, 0.1)]), undefined);
  });

  describe('similarity', () => {
    it('Spearman: equal orders 1, opposite −1, flat maps alike only to each other', () => {
      assertClose([spearman([1, 2, 3], [10, 20, 900]), spearman([1, 2, 3], [5, 4, -7])], [1, -1], 1e-12);
      assert.deepEqual([spearman([0, 0], [0, 0]), spearman([0, 0], [1, 2]), spearman([1, 2], [3, 3])], [1, 0, 0]);
      // Ranks 1, 2½, 2½, 4 against 1, 2, 3, 4: Pearson 4.5 / √(4.5 · 5).
      assertClose([spearman([1, 2, 2, 3], [1, 2, 3, 4])], [4.5 / Math.sqrt(22.5)], 1e-12);
    });

    it('SSIM: itself 1, constants by the formula, opposite signs below 0', () => {
      const places = placesOf([1, 1, 6, 7]);
      const draw = random(2);
      const noise = Array.from({ length: 42 }, () => draw.normal());
      assertClose([ssim(places, noise, noise)], [1], 1e-9);
      assertClose([ssim(places, noise, noise.map((value) => 3 * value))], [1], 1e-9);
      assert.ok(ssim(places, noise, noise.map((value) => -value)) < -0.5);
      const flat = (value: number): number[] => noise.map(() => value);
      // Drawn as 1 and ½: luminance (2 · 1 · ½ + c₁) / (1 + ¼ + c₁), contrast and structure 1.
      assertClose([ssim(places, flat(4), flat(0))], [(1 + 1e-4) / (1.25 + 1e-4)], 1e-9);
    }); // prettier-ignore
  });

  describe('on the digits network', () => {
    const check = (method: string) =>
      sanityCheck(
        {
          model: `${reference}/digits_cnn.onnx`,
          input: `${reference}/digits_cnn.npz#input`,
          target: 'argmax',
          seed: 0,
          device: 'cpu',
          memoryBudget: 2 ** 30,
        },
        method,
      );

    for (const method of ['guided-backprop', 'deconvnet'])
      it(`${method} stays the same`, async () => {
        const { mark, spearman: ranks, layers, ssim: structure } = await check(method);
        assert.equal(layers.length, 4);
        assert.equal(structure!.length, 4);
        assert.ok(ranks[0]!.score > 0.6, `${ranks[0]!.score}`);
        assert.match(mark!, /does not react/);
      });
    for (const method of ['gradient', 'grad-cam'])
      it(`${method} reacts`, async () => {
        const { mark, spearman: ranks } = await check(method);
        assert.ok(ranks.every(({ score }) => score < 0.3));
        assert.equal(mark, undefined);
      });
    it('input × gradient reacts with its signs alone', async () => {
      assert.match((await check('input-x-gradient')).mark!, /only its signs/);
    });
  });
});
