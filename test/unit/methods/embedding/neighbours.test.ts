/** The nearest neighbours against sorting all distances in float64. */
import assert from 'node:assert/strict';
import { nearestNeighbours } from '../../../../src/methods/embedding/neighbours/neighbours';
import { CancelledError } from '../../../../src/shared/errors';
import { float32, type Float32Tensor } from '../../../../src/shared/tensor';
import { gaussian, sortedOthers } from './points';

describe('nearest neighbours', () => {
  // Around the sizes at which blocks of rows and panels of columns are full.
  for (const [n, d, k] of [
    [2, 1, 1],
    [5, 3, 4],
    [33, 7, 5],
    [64, 4, 63],
    [257, 64, 90],
    [1025, 10, 15],
    [300, 200, 10],
  ] as const) {
    // prettier-ignore
    it(`of ${n} points in ${d} dimensions, the ${k} nearest are the ${k} nearest`, async () => {
      const points = gaussian(n, d);
      const { indices, distances } = await nearestNeighbours(points, k);
      for (let i = 0; i < n; i += Math.ceil(n / 50)) {
        const expected = sortedOthers(points, i).slice(0, k);
        assert.deepEqual([...indices.subarray(i * k, (i + 1) * k)], expected.map(({ j }) => j)); // prettier-ignore
        for (const [e, { distance }] of expected.entries()) near(distances[i * k + e]!, Math.sqrt(distance), 1e-5);
      }
    });
  }

  it('has distance 0 to equal points, and these in order', async () => {
    const points = float32([8, 2], [1e6, 1, 0, 0, 1e6, 1, 0, 0, 1e6, 1, 0, 0, 1e6, 1, 0, 0]);
    const { indices, distances } = await nearestNeighbours(points, 3);
    assert.deepEqual([...indices.subarray(0, 6)], [2, 4, 6, 3, 5, 7]);
    assert.ok(distances.every((distance) => distance === 0));
  });

  it('finds neighbours of values far from 0 and beyond the squares of float32', async () => {
    const shift = float32([100, 3], gaussian(100, 3).data.map((value) => 1000 + value)); // prettier-ignore
    const huge = float32([100, 3], gaussian(100, 3).data.map((value) => value * 1e30)); // prettier-ignore
    for (const points of [shift, huge]) {
      const { indices, distances } = await nearestNeighbours(points, 5);
      const expected = sortedOthers(points, 7).slice(0, 5);
      assert.deepEqual([...indices.subarray(35, 40)], expected.map(({ j }) => j)); // prettier-ignore
      near(distances[35]!, Math.sqrt(expected[0]!.distance), 1e-5);
    }
  });

  it('measures angles: 1 − cos', async () => {
    const points = float32([4, 2], [1, 0, 10, 0, 0, 3, -2, 0]);
    const { indices, distances } = await nearestNeighbours(points, 3, { metric: 'cosine' });
    assert.deepEqual([...indices.subarray(0, 3)], [1, 2, 3]);
    for (const [e, expected] of [0, 1, 2].entries()) near(distances[e]!, expected, 1e-6);
  });

  const few: [string, Float32Tensor, number][] = [
    ['one point', float32([1, 3], [1, 2, 3]), 0],
    ['three points', float32([3, 1], [0, 1, 5]), 2],
  ];
  for (const [what, points, k] of few) {
    it(`gives what ${what} have: ${k} neighbours`, async () => {
      assert.equal((await nearestNeighbours(points, 10)).k, k);
    });
  }

  it('ends when it is cancelled', async () => {
    await assert.rejects(nearestNeighbours(gaussian(3000, 8), 10, { signal: AbortSignal.abort() }), CancelledError);
  });
});

function near(actual: number, expected: number, relative: number): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.max(Math.abs(expected), 1), `${actual}, not ${expected}`);
}
