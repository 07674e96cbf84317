/** UMAP: its numbers against those its authors publish, its graph against the definition, and what its maps are worth. */
import assert from 'node:assert/strict';
import { measureQuality } from '../../../../src/methods/embedding/quality/quality';
import { nearestNeighbours } from '../../../../src/methods/embedding/neighbours/neighbours';
import { fitCurve } from '../../../../src/methods/embedding/umap/curve';
import { fuzzyGraph, memberships } from '../../../../src/methods/embedding/umap/fuzzy';
import { float32, type Float32Tensor } from '../../../../src/shared/tensor';
import { accuracy, clusters, digits, gaussian, run } from './points';

describe('UMAP', () => {
  it('fits the kernel that umap-learn has for minDist 0.1 and spread 1', () => {
    // umap.umap_.find_ab_params(1.0, 0.1), as its documentation prints them.
    const { a, b } = fitCurve(0.1, 1);
    assert.ok(Math.abs(a - 1.5769434601962196) < 1e-4 && Math.abs(b - 0.8950608779914887) < 1e-4, `${a}, ${b}`);
  });

  it('ties every point to its nearest with 1 and to all with log₂ k', async () => {
    const neighbours = await nearestNeighbours(gaussian(200, 5), 15);
    const weights = memberships(neighbours);
    for (let i = 0; i < 200; i++) {
      const row = weights.subarray(i * 15, (i + 1) * 15);
      assert.equal(row[0], 1);
      assert.ok(Math.abs(row.reduce((a, b) => a + b) - Math.log2(15)) < 1e-4);
    }
  });

  it('joins both directions: a + b − ab', async () => {
    const neighbours = await nearestNeighbours(gaussian(50, 3), 5);
    const weights = memberships(neighbours);
    const weight = (i: number, j: number): number => {
      const at = neighbours.indices.subarray(i * 5, (i + 1) * 5).indexOf(j);
      return at < 0 ? 0 : weights[i * 5 + at]!;
    };
    const graph = fuzzyGraph(neighbours);
    for (const [e, i] of graph.heads.entries()) {
      const [a, b] = [weight(i, graph.tails[e]!), weight(graph.tails[e]!, i)];
      assert.ok(Math.abs(graph.weights[e]! - (a + b - a * b)) < 1e-6);
    }
  });

  it('keeps digits of a class together', async () => {
    const { points, classes } = await digits();
    const { embedding, neighbours, metric } = await run('umap', points);
    assert.ok(accuracy(embedding, classes, 10) >= 0.96);
    const { quality } = await measureQuality(points, embedding, { metric, neighbours });
    assert.ok(quality.trustworthiness > 0.97);
  });

  const hard: [string, Float32Tensor][] = [
    ['one point', float32([1, 3], [1, 2, 3])],
    ['two points', float32([2, 3], [1, 2, 3, 4, 5, 6])],
    ['three points', float32([3, 1], [0, 1, 5])],
    ['nothing but one point again and again', float32([100, 2], new Float32Array(200).fill(3))],
    [
      'huge values',
      float32(
        [80, 4],
        gaussian(80, 4).data.map((value) => value * 1e30),
      ),
    ],
  ];
  for (const [what, points] of hard) {
    for (const dimensions of [2, 3]) {
      it(`lays out ${what} in ${dimensions} dimensions`, async () => {
        const { embedding } = await run('umap', points, { dimensions, epochs: 50 });
        assert.deepEqual(embedding.shape, [points.shape[0], dimensions]);
        assert.ok(embedding.data.every((value) => Math.abs(value) < 1000));
      });
    }
  }

  it('gives the same map for the same seed', async () => {
    const points = clusters(300, 8, 4);
    const [one, two] = [await run('umap', points), await run('umap', points)];
    assert.deepEqual(one.embedding.data, two.embedding.data);
  });
});
