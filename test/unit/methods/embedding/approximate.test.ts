/** Approximate neighbours: their recall, counted here against exact ones at all points, and what they are where points are awkward. */
import assert from 'node:assert/strict';
import { approximateNeighbours } from '../../../../src/methods/embedding/neighbours/approximate';
import { exactNeighbours } from '../../../../src/methods/embedding/neighbours/exact';
import { nearestNeighbours, recallConvention } from '../../../../src/methods/embedding/neighbours/neighbours';
import { prepareRows, type Metric } from '../../../../src/methods/embedding/rows';
import type { Neighbours } from '../../../../src/shared/embedding';
import { CancelledError } from '../../../../src/shared/errors';
import { random } from '../../../../src/shared/random';
import { float32, type Float32Tensor } from '../../../../src/shared/tensor';
import { clusters, gaussian, row, squaredDistance } from './points';

describe('approximate neighbours', () => {
  const cases: [string, Float32Tensor, number, Metric][] = [
    ['20 clusters in 64 dimensions', clusters(6000, 64, 20), 90, 'euclidean'],
    ['clusters by angle', clusters(5000, 16, 10), 15, 'cosine'],
    ['uniform in a square', uniform(6000, 2), 30, 'euclidean'],
    ['uniform in 5 dimensions', uniform(6000, 5), 10, 'euclidean'],
    ['a line', uniform(3001, 1), 5, 'euclidean'],
  ];
  for (const [what, points, k, metric] of cases) {
    it(`are at least 0.99 of the ${k} nearest: ${what}`, async () => {
      const rows = prepareRows(points, metric);
      const found = await approximateNeighbours(rows, k, {});
      const { recall } = found;
      assert.ok(recall !== undefined && recall >= 0.99 && recall <= 1, `${recall} is said`);
      // The measure at 240 points and the count at all differ by chance.
      const counted = countRecall(found, await exactNeighbours(rows, k, {}));
      assert.ok(counted >= 0.985 && Math.abs(counted - recall) < 0.01, `${counted} counted, ${recall} said`);
    });
  }

  it('are all of them, and no recall is said, where no order helps: a ball in 64 dimensions', async () => {
    const rows = prepareRows(gaussian(4000, 64), 'euclidean');
    assert.deepEqual(await approximateNeighbours(rows, 90, {}), await exactNeighbours(rows, 90, {}));
  });

  it('have the distances of their rows, ascend, and hold nobody twice nor the point itself', async () => {
    const points = clusters(4099, 9, 7);
    const { k, indices, distances, recall } = await approximateNeighbours(prepareRows(points, 'euclidean'), 12, {});
    assert.ok(recall !== undefined);
    for (let i = 0; i < 4099; i++) {
      const own = indices.subarray(i * k, (i + 1) * k);
      assert.equal(new Set(own).add(i).size, k + 1);
      for (const [e, j] of own.entries()) {
        const distance = distances[i * k + e]!;
        const expected = Math.sqrt(squaredDistance(row(points, i), row(points, j)));
        assert.ok(Math.abs(distance - expected) <= 1e-5 * expected, `${distance}, not ${expected}`);
        if (e > 0) assert.ok(distance >= distances[i * k + e - 1]!);
      }
    }
  });

  it('are the same for any number of threads', async () => {
    const rows = prepareRows(clusters(3000, 16, 12), 'euclidean');
    const [one, three] = [await approximateNeighbours(rows, 20, {}, 1), await approximateNeighbours(rows, 20, {}, 3)];
    assert.ok(one.recall !== undefined);
    assert.deepEqual(one, three);
  });

  it('are found where each point is there 40 times', async () => {
    const { data } = gaussian(100, 6);
    const points = float32(
      [4000, 6],
      Float32Array.from({ length: 24_000 }, (_, i) => data[i % 600]!),
    );
    const { indices, recall } = await approximateNeighbours(prepareRows(points, 'euclidean'), 30, {});
    assert.ok(recall !== undefined && recall >= 0.99);
    const right = indices.filter((j, at) => j % 100 === Math.floor(at / 30) % 100);
    assert.ok(right.length >= 0.985 * indices.length, `${right.length} of ${indices.length}`);
  });

  it('are any others where all points are the same', async () => {
    const { indices, distances } = await approximateNeighbours(
      prepareRows(float32([3000, 4], new Float32Array(12_000)), 'cosine'),
      10,
      {},
    );
    assert.ok(distances.every((distance) => distance === 0));
    assert.ok(indices.every((j, at) => j >= 0 && j < 3000 && j !== Math.floor(at / 10)));
  });

  for (const [n, k] of [
    [2, 1],
    [7, 6],
    [130, 3],
    [500, 499],
  ] as const)
    // prettier-ignore
    it(`are exact where buckets are too few to choose from: ${n} points`, async () => {
      const rows = prepareRows(gaussian(n, 3), 'euclidean');
      assert.deepEqual(await approximateNeighbours(rows, k, {}), await exactNeighbours(rows, k, {}));
    });

  it('end when they are cancelled', async () => {
    const rows = prepareRows(clusters(3000, 8, 5), 'euclidean');
    await assert.rejects(approximateNeighbours(rows, 10, { signal: AbortSignal.abort() }), CancelledError);
  });

  it('are what many points get, unless exact ones are asked for', async () => {
    const points = uniform(11_000, 2);
    const [found, exact] = [await nearestNeighbours(points, 5), await nearestNeighbours(points, 5, { exact: true })];
    assert.equal(exact.recall, undefined);
    assert.ok(found.recall !== undefined && countRecall(found, exact) >= 0.985);
  });

  it('are told with their recall, rounded down, and exact ones without', () => {
    const neighbours = { k: 90, indices: new Int32Array(0), distances: new Float32Array(0) };
    assert.deepEqual(recallConvention(neighbours), []);
    assert.match(recallConvention({ ...neighbours, recall: 0.99999 })[0]!, /0\.9999 of the 90 nearest/);
  });
});

function uniform(n: number, d: number): Float32Tensor {
  return float32([n, d], Float32Array.from({ length: n * d }, random(5).uniform));
}

/** By distance, since among equally far ones any is right. */
function countRecall(found: Neighbours, exact: Neighbours): number {
  const { k, distances } = found;
  const right = distances.filter((distance, at) => distance <= exact.distances[Math.floor(at / k) * k + k - 1]!);
  return right.length / distances.length;
}
