/** Methods that ask from outside, against what is known of linear networks. */
import assert from 'node:assert/strict';
import { explainer } from '../../helpers/explain';
import { assertClose, dense, network, temporaryFolder, writeArray } from '../../helpers/models';

const weights = [2, -3, 0.5, 1];
const linear = network([1, 4], (b, x) => dense(b, x, [weights], [7]));
/** A picture's places, weighed. */
const places = Array.from({ length: 16 }, (_, i) => i - 5);
const weighed = network([1, 1, 4, 4], (b, x) => dense(b, b.op('Flatten', [x]), [places], [0]));
const background = Array.from({ length: 40 }, (_, r) => weights.map((_, i) => Math.sin(r * (i + 2)) + i));
const means = weights.map((_, i) => background.reduce((sum, row) => sum + row[i]!, 0) / background.length);
const x = [1, 2, 4, -1];

describe('perturbation methods', () => {
  const files = temporaryFolder();
  const explain = explainer(files, 5);
  const table = (): string => writeArray(files.path('background.npy'), [40, 4], background.flat());

  it('LIME of a linear network finds its weights, and says that the fit is perfect', async () => {
    const { attribution, standardError, law } = await explain(linear, [1, 4], x, 'lime', { ridge: 0, baseline: 0.5 });
    assertClose(attribution.data, weights.map((w, i) => w * (x[i]! - 0.5)), 1e-3); // prettier-ignore
    assertClose(standardError!.data, [0, 0, 0, 0], 1e-3);
    assert.ok(law!.gap[0]! < 1e-6);
  });

  it('LIME by quartiles gives the effect of keeping to the input’s quartile', async () => {
    const { attribution, standardError } = await explain(linear, [1, 4], x, 'lime', { ridge: 0, background: table(), samples: 20_000, kernelWidth: 100 }); // prettier-ignore
    weights.forEach((weight, i) => {
      const column = background.map((row) => row[i]!).sort((a, b) => a - b);
      const quartile = (value: number): number => [1, 2, 3].filter((q) => value > column[10 * q]!).length;
      const inside = column.filter((value) => quartile(value) === quartile(x[i]!));
      const outside = column.filter((value) => quartile(value) !== quartile(x[i]!));
      const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      const expected = weight * (mean(inside) - mean(outside));
      assert.ok(Math.abs(attribution.data[i]! - expected) <= 4 * standardError!.data[i]! + 0.01, `column ${i}`);
    });
  });

  for (const channels of ['each', 'together'] as const)
    it(`occlusion of a linear network is the sum of w·x under each window, channels ${channels}`, async () => {
      const [planes, side, window, stride] = [3, 5, 2, 1];
      const w = Array.from({ length: planes * side * side }, (_, i) => Math.sin(3 * i));
      const values = w.map((_, i) => Math.cos(i));
      const graph = network([1, planes, side, side], (b, v) => dense(b, b.op('Flatten', [v]), [w], [1]));
      const { attribution, conventions } = await explain(graph, [1, planes, side, side], values, 'occlusion', { window, stride, channels, fill: 0 }); // prettier-ignore
      // As Captum's sliding windows of shape (1, 2, 2) and (3, 2, 2): the fall, averaged over the windows that cover an element.
      const inWindow = (c: number, top: number, left: number): number => {
        let sum = 0;
        for (let y = top; y < top + window; y++)
          for (let v = left; v < left + window; v++)
            sum += w[(c * side + y) * side + v]! * values[(c * side + y) * side + v]!;
        return sum;
      };
      const expected = w.map((_, i) => {
        const [c, y, v] = [Math.floor(i / side ** 2), Math.floor(i / side) % side, i % side];
        const covering = [y - 1, y].flatMap((top) => [v - 1, v].map((left) => [top, left] as const))
          .filter((corner) => corner.every((at) => at >= 0 && at <= side - window)); // prettier-ignore
        const falls = covering.map(([top, left]) =>
          channels === 'each' ? inWindow(c, top, left) : [0, 1, 2].reduce((sum, k) => sum + inWindow(k, top, left), 0),
        );
        return falls.reduce((a, b) => a + b, 0) / falls.length;
      });
      assertClose(attribution.data, expected, 1e-5);
      assert.equal(conventions.join().includes('each channel on its own'), channels === 'each');
    });

  it('RISE of a weighted picture is its weight and what the others give on average', async () => {
    const { attribution, standardError } = await explain(weighed, [1, 1, 4, 4], Array<number>(16).fill(1), 'rise', {
      masks: 6000,
      cells: 4,
    });
    // E[m_p f]/p: places are shown apart from each other, but for those that share cells; so only the order is exact.
    const order = (values: ArrayLike<number>): number => {
      const a = Array.from(values);
      const mean = a.reduce((sum, value) => sum + value, 0) / 16;
      const dot = a.reduce((sum, value, i) => sum + (value - mean) * (places[i]! - 2.5), 0);
      return dot / Math.hypot(...a.map((value) => value - mean)) / Math.hypot(...places.map((value) => value - 2.5));
    };
    assert.ok(order(attribution.data) > 0.9, `correlation ${order(attribution.data)}`);
    assert.ok(standardError!.data.every((error) => error > 0));
  });

  it('Sobol indices of a linear network are the squares of its weights, shared', async () => {
    const { attribution, standardError } = await explain(weighed, [1, 1, 4, 4], Array<number>(16).fill(1), 'sobol', {
      cells: 4,
      designs: 4000,
    });
    const total = places.reduce((sum, w) => sum + w * w, 0);
    places.forEach((w, i) => {
      const bound = 5 * standardError!.data[i]! + 0.05 * (w * w) / total; // prettier-ignore
      assert.ok(Math.abs(attribution.data[i]! - (w * w) / total) <= bound + 1e-6, `region ${i}`);
    });
  });

  for (const influence of ['unary', 'shapley']) {
    it(`QII (${influence}) of a linear network is w·(x − the column's mean)`, async () => {
      const { attribution, standardError } = await explain(linear, [1, 4], x, 'qii', {
        influence,
        background: table(),
        samples: 3000,
      });
      weights.forEach((weight, i) => {
        const expected = weight * (x[i]! - means[i]!);
        assert.ok(Math.abs(attribution.data[i]! - expected) <= 4 * standardError!.data[i]!, `column ${i}`);
      });
    });
  }

  it('RISE refuses a table', () => assert.rejects(explain(linear, [1, 4], x, 'rise', {}), /has none; use LIME/));
  it('QII refuses a background of one row', () =>
    assert.rejects(explain(linear, [1, 4], x, 'qii', {}), /at least two rows/));
});
