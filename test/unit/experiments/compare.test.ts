/** How alike two maps are, by formulas worked out by hand, and what differs between runs. */
import assert from 'node:assert/strict';
import { comparable, compareMaps, cosine, differences, topOverlap } from '../../../src/experiments/compare';
import { pearson, ranksOf } from '../../../src/shared/correlation';
import { float32 } from '../../../src/shared/tensor';

describe('comparison of maps', () => {
  it('ranks with ties sharing their mean', () =>
    assert.deepEqual([...ranksOf([10, 20, 10, 5, 20, 20])], [2.5, 5, 2.5, 1, 5, 5]));

  it("Pearson's r of Anscombe's first set is 0.81642", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    assert.ok(Math.abs(pearson(x, y) - 0.81642) < 1e-5);
  });

  it("Spearman's ρ without ties is 1 − 6 Σd² / n(n² − 1)", () => {
    // The example of hours of television and IQ: Σd² = 194, n = 10, ρ = −29/165.
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    assert.ok(Math.abs(pearson(ranksOf(iq), ranksOf(hours)) + 29 / 165) < 1e-12);
  });

  it('cosine of (1, 2) and (2, 1) is 0.8; of nothing, NaN', () => {
    assert.ok(Math.abs(cosine([1, 2], [2, 1]) - 0.8) < 1e-12);
    assert.ok(Number.isNaN(cosine([0, 0], [1, 2])));
  });

  it('overlap counts the same largest places, whatever their sign', () => {
    assert.equal(topOverlap([9, -8, 0, 0, 0], [0, 7, -6, 0, 0], 0.4), 0.5);
    assert.equal(topOverlap([1, 2, 3], [-1, -2, -3], 0.1), 1);
  });

  it('compares sample by sample, and leaves out what has another shape or is missing', () => {
    const map = (...values: number[]) => float32([2, values.length / 2], values);
    const [first, second] = compareMaps([map(1, 2, 3, 1, 2, 3), map(2, 4, 6, 3, 2, 1), map(1, 2, 3, 4), undefined]);
    assert.equal(first!.pearson[0]![1], 1);
    assert.equal(second!.spearman[0]![1], -1);
    assert.ok([first!.cosine[0]![2], first!.top[3]![0]].every(Number.isNaN));
  });

  it('sums channels where one map has them and another has not, and says so', () => {
    const colour = float32([1, 2, 2, 2], [1, 2, 3, 4, 10, 20, 30, 40]);
    const grey = float32([1, 1, 2, 2], [4, 3, 2, 1]);
    const { maps, summed } = comparable([colour, grey, undefined]);
    assert.ok(summed);
    assert.deepEqual([...maps[0]!.data], [11, 22, 33, 44]);
    assert.ok(Math.abs(compareMaps(maps)[0]!.spearman[0]![1]! + 1) < 1e-12);
    assert.equal(comparable([colour, colour]).summed, false);
  });

  it('tells what was asked differently, and nothing else', () => {
    const request = {
      method: 'smoothgrad',
      parameters: { samples: 25, noise: 0.1 },
      seed: 0,
      device: 'auto',
      model: 'a.onnx',
    };
    const other = { ...request, parameters: { samples: 50, noise: 0.1 }, model: 'b.onnx', target: '3' };
    assert.deepEqual(
      differences([
        { request, device: 'cpu' },
        { request: other, device: 'cpu' },
      ]),
      [
        { name: 'model', values: ['a.onnx', 'b.onnx'] },
        { name: 'samples', values: ['25', '50'] },
        { name: 'target', values: ['–', '3'] },
      ],
    );
  });
});
