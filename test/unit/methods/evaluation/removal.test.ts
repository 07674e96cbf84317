/** Pixel flipping, deletion and insertion of networks whose every curve can be worked out: w·x falls by w_i·x_i for each column. */
import assert from 'node:assert/strict';
import { countsOf } from '../../../../src/methods/evaluation/removal';
import { random } from '../../../../src/shared/random';
import { sizeOf, type Shape } from '../../../../src/shared/tensor';
import { assertClose, network } from '../../../helpers/models';
import { linear, linearPicture, workshop } from './helper';

// Effects w_i·x_i: 4, −1, 6, 3 and 2, 3, −4, 1.
const w = [2, -1, 3, 1];
const rows = [
  [2, 1, 2, 3],
  [1, -3, -4 / 3, 1],
];
const effects = [
  [4, -1, 6, 3],
  [2, 3, -4, 1],
];
const flipping = ['pixel-flipping', { fill: 0, steps: 4 }] as [string, object];
const deleting = ['deletion', { steps: 4, reading: 'target' }] as [string, object];
const inserting = ['insertion', { steps: 4, start: 0, reading: 'target' }] as [string, object];

describe('curves over what is taken away', () => {
  const { evaluate, measure } = workshop();

  it('pixel flipping of a linear model is the mean of the sums of its largest effects', async () => {
    const { measures } = await evaluate(linear(w, rows), ['input-x-gradient'], [flipping]);
    // Falls 0, 6, 10, 13, 12 and 0, 3, 5, 6, 2.
    assertClose(measures[0]!.methods[0]!.perSample, [41 / 5, 16 / 5], 1e-5);
    assertClose([measures[0]!.methods[0]!.score], [5.7], 1e-5);
    // |8.2 − 3.2| / 2: the standard error of two numbers.
    assertClose([measures[0]!.methods[0]!.standardError!], [2.5], 1e-5);
    assertClose(measures[0]!.plot!.curves[0]!.y, [0, 4.5, 7.5, 9.5, 7], 1e-5);
    assertClose(measures[0]!.plot!.curves[0]!.x, [0, 0.25, 0.5, 0.75, 1], 0);
  });

  it('deletion and insertion are areas under the curve', async () => {
    const { measures } = await evaluate(linear(w, rows), ['input-x-gradient'], [deleting, inserting]);
    // From 12: 12, 6, 2, −1, 0 and 2, −1, −3, −4, 0; back from 0: 0, 6, 10, 13, 12 and 0, 3, 5, 6, 2.
    assertClose(measures[0]!.methods[0]!.perSample, [(12 / 2 + 6 + 2 - 1) / 4, (2 / 2 - 1 - 3 - 4) / 4], 1e-5);
    assertClose(measures[1]!.methods[0]!.perSample, [(6 + 10 + 13 + 12 / 2) / 4, (3 + 5 + 6 + 2 / 2) / 4], 1e-5);
  });

  it('the greedy search finds the best order of a linear model, and no order beats it', async () => {
    const { measures } = await evaluate(linear(w, rows), ['input-x-gradient', 'gradient'], [flipping, deleting, inserting]); // prettier-ignore
    for (const { best, methods, better, measure: id } of measures) {
      assertClose([best!.score], [methods[0]!.score], 1e-5);
      assert.equal(methods[0]!.rank, 1, id);
      assert.equal(methods[1]!.rank, 2, id);
      assert.equal(methods[1]!.score < methods[0]!.score, better === 'higher', id);
    }
  });

  it('random orders fall in proportion, within their interval, and below a perfect map', async () => {
    const { measures } = await evaluate(linear(w, rows), ['input-x-gradient'], [['pixel-flipping', { fill: 0, steps: 4, orders: 100 }]]); // prettier-ignore
    const [{ random, methods, plot }] = measures as [(typeof measures)[0]];
    const expected = (sample: number[]): number => sample.reduce((sum, effect) => sum + effect, 0) / 2;
    // Of two samples that differ, most of the error is the samples'; over orders it is far smaller.
    assertClose([random!.score], [(expected(effects[0]!) + expected(effects[1]!)) / 2], 0.3);
    assert.ok(methods[0]!.score > random!.score);
    const curve = plot!.curves.find(({ name }) => name === 'random order')!;
    curve.x.forEach((share, k) => {
      const truth = 7 * share;
      assert.ok(curve.low![k]! <= truth + 1e-6 && truth - 1e-6 <= curve.high![k]!, `at ${share}`);
    });
  });

  it('with one sample alone, the interval is over the orders', async () => {
    const { measures } = await evaluate(linear(w, [rows[0]!]), ['input-x-gradient'], [['pixel-flipping', { fill: 0, steps: 4, orders: 100 }]]); // prettier-ignore
    const [{ random, methods }] = measures as [(typeof measures)[0]];
    assert.equal(methods[0]!.standardError, undefined);
    assert.ok(Math.abs(random!.score - 6) < 4 * random!.standardError!, `${random!.score} ± ${random!.standardError}`);
  });

  it('a flat map is taken in random order, not in that of the columns', async () => {
    const many = Array.from({ length: 200 }, () => [4, 3, 2, 1]);
    const flat = many.map(() => [0, 0, 0, 0]).flat();
    const { scores } = await measure(linear([1, 1, 1, 1], many), [flat], 'pixel-flipping', { fill: 0, steps: 4 });
    // In the order of the columns it would be (4 + 7 + 9 + 10) / 5 = 6.
    const mean = scores[0]!.reduce((sum, score) => sum + score, 0) / many.length;
    assert.ok(Math.abs(mean - 5) < 0.25, `${mean}`);
  });

  it('channels are summed, and fall together', async () => {
    // Two places of two channels: relevance 5 − 6 and 1 + 1.
    const problem = linearPicture([2, 1, 2], [1, 1, 1, 1], [[5, 1, -6, 1]]);
    const { scores } = await measure(problem, [[5, 1, -6, 1]], 'pixel-flipping', { fill: 0, steps: 2, patch: 1 });
    assertClose(scores[0]!, [(0 + 2 + 1) / 3], 1e-5);
  });

  it('regions are boxes, cut off at the border', async () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const problem = linearPicture([1, 3, 3], Array<number>(9).fill(1), [x]);
    // Boxes of side 2: {1, 2, 4, 5} = 12, {3, 6} = 9, {7, 8} = 15, {9} = 9.
    const { scores } = await measure(problem, [x], 'pixel-flipping', { fill: 0, steps: 4, patch: 2 });
    assertClose(scores[0]!, [(0 + 15 + 27 + 36 + 45) / 5], 1e-4);
  });

  /** [shape of a sample, the place that each of its elements belongs to]. */
  const layouts: [string, Shape, (i: number) => number][] = [
    ['a table', [6], (i) => i],
    ['a signal', [2, 5], (i) => i % 5],
    ['a picture', [3, 2, 3], (i) => i % 6],
    ['a picture with its channels last', [7, 5, 3], (i) => Math.floor(i / 3)],
    ['a volume', [2, 2, 3, 2], (i) => i % 12],
  ];
  for (const [name, sample, placeOf] of layouts) {
    it(`places of ${name} fall one by one`, async () => {
      const draw = random(1);
      const weights = Array.from({ length: sizeOf(sample) }, () => draw.normal());
      const map = weights.map((weight) => 2 * weight);
      const sums = new Map<number, number>();
      map.forEach((value, i) => sums.set(placeOf(i), (sums.get(placeOf(i)) ?? 0) + value));
      const sorted = [...sums.values()].sort((a, b) => b - a);
      const falls = [0, ...sorted.map((_, k) => sorted.slice(0, k + 1).reduce((sum, value) => sum + value, 0))];
      const problem = linearPicture(sample, weights, [weights.map(() => 2)]);
      const { scores, best } = await measure(problem, [map], 'pixel-flipping', { fill: 0, steps: 1000, patch: 1 });
      const expected = falls.reduce((sum, fall) => sum + fall, 0) / falls.length;
      assertClose([scores[0]![0]!, best![0]!], [expected, expected], 1e-4);
    });
  }

  it('a network made for a fixed batch takes any number of samples', async () => {
    const { graph } = linear(w, rows);
    const fixed = { ...graph, inputs: [{ name: 'x', dtype: 'float32' as const, shape: [3, 4] }] };
    const problem = { ...linear(w, rows), graph: fixed };
    const { measures } = await evaluate(problem, ['input-x-gradient'], [flipping, 'infidelity', 'mprt']);
    assertClose(measures[0]!.methods[0]!.perSample, [41 / 5, 16 / 5], 1e-5);
    assertClose(measures[1]!.methods[0]!.perSample, [0, 0], 1e-6);
  });

  it('the search sees that two columns must go together, which no sum of effects says', async () => {
    // max(x1, x2) + x3 of (5, 5, 4): any order but 3, 1, 2 or 1, 2, 3 is worse.
    const either = network([1, 3], (b, x) => {
      const column = (i: number) => b.slice(x, [i], [i + 1], [1]);
      return b.add(b.op('Max', [column(0), column(1)]), column(2));
    });
    const { scores, best } = await measure({ graph: either, shape: [1, 3], x: [5, 5, 4] }, [[3, 1, 2]], 'pixel-flipping', { fill: 0, steps: 3 }); // prettier-ignore
    assertClose(scores[0]!, [(0 + 0 + 4 + 9) / 4], 1e-5);
    assertClose(best!, [(0 + 4 + 4 + 9) / 4], 1e-5);
  });

  it('probabilities are softmax over the outputs', async () => {
    const two = network([1, 2], (b, x) => b.op('Identity', [x]));
    const { scores } = await measure({ graph: two, shape: [1, 2], x: [Math.log(3), 0] }, [[1, 0]], 'deletion', {
      steps: 2,
    });
    // ¾, then ½ twice.
    assertClose(scores[0]!, [(0.75 / 2 + 0.5 + 0.5 / 2) / 2], 1e-6);
  });

  it('probabilities that the network makes are taken as they are', async () => {
    const two = network([1, 2], (b, x) => b.op('Softmax', [x]));
    const { scores } = await measure({ graph: two, shape: [1, 2], x: [Math.log(3), 0] }, [[1, 0]], 'deletion', {
      steps: 2,
    });
    assertClose(scores[0]!, [(0.75 / 2 + 0.5 + 0.5 / 2) / 2], 1e-6);
  });

  it('curves have as many points as there are steps, and no point twice', () => {
    assert.deepEqual(countsOf(64, 4), [0, 16, 32, 48, 64]);
    assert.deepEqual(countsOf(3, 20), [0, 1, 2, 3]);
    assert.deepEqual(countsOf(10, 4), [0, 3, 5, 8, 10]);
  });
});
