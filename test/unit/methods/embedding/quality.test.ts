/** The quality of maps against its definition, counted out, and against scikit-learn; principal components against scikit-learn. */
import assert from 'node:assert/strict';
import { measureQuality } from '../../../../src/methods/embedding/quality/quality';
import { float32, type Float32Tensor } from '../../../../src/shared/tensor';
import { clusters, digits, gaussian, run, sortedOthers } from './points';

// Of the digits' first two principal components: sklearn.manifold.trustworthiness 1.2.1, n_neighbors=10; continuity is the same with
// data and map exchanged.
const sklearn = { trustworthiness: 0.8281111798999123, cosine: 0.8278968167982252, continuity: 0.9463478305731827 };

// sklearn.decomposition.PCA 1.2.1, svd_solver='full', on the digits: shares of the variance, and the first two rows.
const shares = [0.14792347156075658, 0.13646457126589076, 0.11608437251781803];
const scores = [-0.9627518819140995, 0.4820967859001917, -0.2724633145296968, -0.047295602115093455, 0.6138974827646279, -0.5535278436426793]; // prettier-ignore

describe('quality of maps', () => {
  for (const [n, k] of [
    [40, 5],
    [30, 14],
    [24, 15],
    [12, 10],
  ] as const) {
    // prettier-ignore
    it(`of ${n} points and ${k} neighbours is that of the definition`, async () => {
      const [points, map] = [gaussian(n, 6, 1), gaussian(n, 2, 2)];
      const { quality, trust } = await measureQuality(points, map, { k });
      near(quality.preservation, preservation(points, map, k), 1e-6);
      near(quality.trustworthiness, score(points, map, k), 1e-6);
      near(quality.continuity, score(map, points, k), 1e-6);
      near(trust.reduce((a, b) => a + b) / n, quality.preservation, 1e-6);
    });
  }

  it('is 1 where a map is the data', async () => {
    const points = gaussian(200, 2);
    const { quality, trust } = await measureQuality(points, points);
    assert.deepEqual(quality, { k: 10, preservation: 1, trustworthiness: 1, continuity: 1 });
    assert.ok(trust.every((one) => one === 1));
  });

  it('is what scikit-learn says of the digits', async () => {
    const { points } = await digits();
    const { embedding } = await run('pca', points);
    const { quality } = await measureQuality(points, embedding);
    near(quality.trustworthiness, sklearn.trustworthiness, 1e-4);
    near(quality.continuity, sklearn.continuity, 1e-4);
    near((await measureQuality(points, embedding, { metric: 'cosine' })).quality.trustworthiness, sklearn.cosine, 1e-4);
  });

  it('is measured at some of many points, which it says, and is near what it is at all', async () => {
    const points = clusters(2600, 3, 4);
    const map = float32([2600, 2], points.data.filter((_, i) => i % 3 < 2)); // prettier-ignore
    const { quality, neighbours } = await measureQuality(points, map);
    assert.equal(quality.sampled, 2000);
    near(quality.trustworthiness, score(points, map, 10, 13), 0.01);
    assert.equal(neighbours.indices.length, 26_000);
  });

  it('is 1 for one point, and takes the neighbours it is given', async () => {
    const one = float32([1, 2], [1, 2]);
    assert.equal((await measureQuality(one, one)).quality.trustworthiness, 1);
    const points = gaussian(50, 3);
    const { neighbours } = await measureQuality(points, points, { k: 20 });
    assert.deepEqual((await measureQuality(points, points, { k: 5, neighbours })).quality.preservation, 1);
  });
});

describe('principal components', () => {
  it('are those of scikit-learn', async () => {
    const { points } = await digits();
    const { embedding, explainedVariance } = await run('pca', points, { dimensions: 3 });
    for (const [i, share] of shares.entries()) near(explainedVariance![i]!, share, 1e-5);
    for (const [i, value] of scores.entries()) near(embedding.data[i]!, value, 1e-4);
  });

  const hard: [string, Float32Tensor][] = [
    ['one point', float32([1, 4], [1, 2, 3, 4])],
    ['one column', gaussian(30, 1)],
    ['equal points', float32([20, 3], new Float32Array(60).fill(2))],
    [
      'huge values',
      float32(
        [30, 3],
        gaussian(30, 3).data.map((value) => value * 1e30),
      ),
    ],
    ['more columns than points', gaussian(3, 500)],
  ];
  for (const [what, points] of hard) {
    it(`of ${what} are finite`, async () => {
      const { embedding, explainedVariance } = await run('pca', points);
      assert.ok(embedding.data.every(Number.isFinite) && explainedVariance!.every((share) => share >= 0 && share <= 1));
    });
  }
});

function preservation(points: Float32Tensor, map: Float32Tensor, k: number): number {
  const n = points.shape[0]!;
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const near = new Set(sortedOthers(map, i).slice(0, k).map(({ j }) => j)); // prettier-ignore
    kept += sortedOthers(points, i).slice(0, k).filter(({ j }) => near.has(j)).length; // prettier-ignore
  }
  return kept / (n * k);
}

/** Venna & Kaski 2001, the trustworthiness of `map`; with the two exchanged, its continuity. At each `every`th point. */
function score(points: Float32Tensor, map: Float32Tensor, k: number, every = 1): number {
  const n = points.shape[0]!;
  const most = k < n / 2 ? (n * k * (2 * n - 3 * k - 1)) / 2 : (n * (n - k) * (n - k - 1)) / 2;
  let excess = 0;
  for (let i = 0; i < n; i += every) {
    const rank = new Map(sortedOthers(points, i).map(({ j }, place) => [j, place + 1]));
    for (const { j } of sortedOthers(map, i).slice(0, k)) excess += Math.max(rank.get(j)! - k, 0);
  }
  return 1 - (excess * every) / most;
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, not ${expected}`);
}
