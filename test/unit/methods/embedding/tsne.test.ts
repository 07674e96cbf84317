/** t-SNE as a whole: what a map is worth, and points that are hard on it. */
import assert from 'node:assert/strict';
import { measureQuality } from '../../../../src/methods/embedding/quality/quality';
import type { LayoutFrame, Steer } from '../../../../src/shared/embedding';
import { ArgumentError, CancelledError } from '../../../../src/shared/errors';
import { float32, type Float32Tensor } from '../../../../src/shared/tensor';
import { accuracy, clusters, digits, gaussian, row, run, squaredDistance } from './points';

describe('t-SNE', () => {
  it('keeps digits of a class together: ten nearest in the map name the class of 97 in 100', async () => {
    const { points, classes } = await digits();
    const { embedding, divergence, neighbours, metric } = await run('tsne', points);
    assert.ok(accuracy(embedding, classes, 10) >= 0.97);
    const { quality } = await measureQuality(points, embedding, { metric, neighbours });
    assert.ok(quality.trustworthiness > 0.98 && quality.continuity > 0.95 && quality.preservation > 0.5);
    assert.ok(divergence! > 0.4 && divergence! < 0.9);
  });

  it('keeps them together on a line, too, by both ways of its repulsion', async () => {
    const { points, classes } = await digits();
    for (const repulsion of ['exact', 'fft']) {
      const { embedding, divergence } = await run('tsne', points, { dimensions: 1, repulsion });
      // openTSNE 1.0.4, TSNE(n_components=1, random_state=0, neighbors="exact", negative_gradient_method="fft"): 1.1227, and 0.984 by the ten nearest.
      assert.ok(Math.abs(divergence! / 1.1227 - 1) < 0.05, `${repulsion}: divergence ${divergence}`);
      assert.ok(accuracy(embedding, classes, 10) > 0.97);
    }
  });

  it('says the divergence over all pairs: the same as in float64 from the definition', async () => {
    const points = clusters(60, 5, 3);
    const { embedding, divergence } = await run('tsne', points, { perplexity: 19.5, iterations: 100 });
    // Among 60 points, 59 are 3 × 19.5 neighbours rounded up: all others.
    assert.ok(Math.abs(divergence! - divergenceByDefinition(points, embedding, 19.5)) < 1e-4);
  });

  it('does not collapse where there are few points and no clusters', async () => {
    const { embedding, divergence } = await run('tsne', gaussian(100, 10));
    assert.ok(divergence! >= 0);
    assert.ok(deviation(embedding) > 0.5);
  });

  it('lays out 4 points that are there 50 times each without any divergence', async () => {
    const data = Array.from({ length: 200 }, (_, i) => [i % 2, Math.floor((i % 4) / 2), 0]).flat();
    const { embedding, divergence } = await run('tsne', float32([200, 3], data), { perplexity: 15 });
    assert.ok(divergence! >= 0 && Number.isFinite(deviation(embedding)));
    assert.ok(divergence! < 0.35, `divergence ${divergence}`);
  });

  // As other implementations were seen to say of duplicates and of more degrees of freedom than one.
  for (const repulsion of ['exact', 'barnes-hut', 'fft'])
    for (const degreesOfFreedom of [1, 3])
      it(`never has a divergence below 0: duplicates, ${repulsion}, α = ${degreesOfFreedom}`, async () => {
        const data = Array.from({ length: 300 }, (_, i) => [i % 3, i % 2]).flat();
        const said: number[] = [];
        const frame = (make: () => LayoutFrame): void => void said.push(make().divergence ?? 0);
        const settings = { perplexity: 10, repulsion, degreesOfFreedom, iterations: 200 };
        const { divergence } = await run('tsne', float32([300, 2], data), settings, { frame });
        assert.ok(divergence! >= 0 && Math.min(...said) > -1e-6, `${divergence}, on its way ${Math.min(...said)}`);
      });

  it('does not collapse while neighbours are exaggerated', async () => {
    const { embedding } = await run('tsne', gaussian(100, 10), { iterations: 0 });
    assert.ok(deviation(embedding) > 1e-8);
  });

  const hard: [string, Float32Tensor][] = [
    ['one point', float32([1, 3], [1, 2, 3])],
    ['two points', float32([2, 3], [1, 2, 3, 4, 5, 6])],
    ['three points', float32([3, 1], [0, 1, 5])],
    ['fewer points than neighbours', gaussian(20, 4)],
    [
      'constant columns',
      float32(
        [50, 3],
        gaussian(50, 3).data.map((value, i) => (i % 3 === 1 ? 7 : value)),
      ),
    ],
    ['nothing but one point again and again', float32([100, 2], new Float32Array(200).fill(3))],
    [
      'huge values',
      float32(
        [80, 4],
        gaussian(80, 4).data.map((value) => value * 1e30),
      ),
    ],
    [
      'tiny values',
      float32(
        [80, 4],
        gaussian(80, 4).data.map((value) => value * 1e-30),
      ),
    ],
  ];
  for (const [what, points] of hard) {
    for (const dimensions of [1, 2, 3]) {
      it(`lays out ${what} in ${dimensions} dimensions`, async () => {
        const { embedding, divergence } = await run('tsne', points, { dimensions, iterations: 100 });
        assert.deepEqual(embedding.shape, [points.shape[0], dimensions]);
        assert.ok(embedding.data.every(Number.isFinite));
        assert.ok(divergence! > -1e-6, `divergence ${divergence}`);
      });
    }
  }

  it('says when it had to lower the perplexity', async () => {
    const { conventions } = await run('tsne', gaussian(20, 4), { iterations: 10 });
    assert.match(conventions.join(' '), /Perplexity 6.33, lowered/);
  });

  it('pauses, goes on, exaggerates and finishes as it is told, and shows itself at every iteration', async () => {
    const seen: string[] = [];
    let say: (command: Steer) => void = () => {};
    const steering = {
      onSteer: (listener: (command: Steer) => void) => ((say = listener), () => seen.push('silence')),
    };
    const frame = (make: () => LayoutFrame): void => {
      const { phase, iteration, positions, dimensions } = make();
      assert.equal(positions.length, 200 * dimensions);
      seen.push(`${phase} ${iteration}`);
      if (iteration === 3) {
        say({ kind: 'pause' });
        setTimeout(() => {
          seen.push('paused');
          say({ kind: 'continue' });
        }, 20);
      }
      if (iteration === 5) say({ kind: 'exaggerate', factor: 4, iterations: 2 });
      if (iteration === 8) say({ kind: 'finish' });
    };
    const { embedding } = await run('tsne', clusters(200, 5, 3), {}, { frame, steering });
    const early = (i: number): string => `early exaggeration ${i}`;
    const expected = ['initialisation 0', early(1), early(2), early(3), 'paused', early(4), early(5)];
    assert.deepEqual(seen, [...expected, 'exaggeration 6', 'exaggeration 7', early(8), 'silence']);
    assert.ok(embedding.data.every(Number.isFinite));
  });

  it('ends at once when it is cancelled, paused or not', async () => {
    for (const paused of [false, true]) {
      const controller = new AbortController();
      const onSteer = (listener: (command: Steer) => void) => {
        if (paused) listener({ kind: 'pause' });
        setTimeout(() => controller.abort(), 30);
        return () => {};
      };
      const context = { signal: controller.signal, steering: { onSteer } };
      await assert.rejects(run('tsne', gaussian(300, 4), { iterations: 100_000 }, context), CancelledError);
    }
  });

  it('has no grid for maps in three dimensions, and says so', async () => {
    await assert.rejects(run('tsne', gaussian(30, 4), { repulsion: 'fft', dimensions: 3 }), ArgumentError);
  });

  for (const settings of [
    { repulsion: 'barnes-hut' },
    { repulsion: 'fft' },
    { degreesOfFreedom: 0.6 },
    { initialisation: 'random' },
    { metric: 'cosine' },
    { perplexity: [10, 50] },
    { lateExaggeration: 2 },
  ]) {
    // prettier-ignore
    it(`separates clusters with ${JSON.stringify(settings)}`, async () => {
      const { embedding } = await run('tsne', clusters(400, 10, 4, 12), settings);
      const classes = Array.from({ length: 400 }, (_, i) => i % 4);
      assert.ok(accuracy(embedding, classes, 10) > 0.99);
    });
  }

  it('comes to much the same divergence by a tree and by a grid as over all pairs', async () => {
    const points = clusters(1000, 10, 8);
    const [exact, ...others] = await Promise.all(
      ['exact', 'barnes-hut', 'fft'].map(async (repulsion) => (await run('tsne', points, { repulsion })).divergence!),
    );
    for (const other of others) assert.ok(Math.abs(other / exact! - 1) < 0.03, `${other}, not ${exact}`);
  });

  it('gives the same map for the same seed', async () => {
    const points = clusters(300, 8, 4);
    const [one, two] = [await run('tsne', points, { iterations: 100 }), await run('tsne', points, { iterations: 100 })];
    assert.deepEqual(one.embedding.data, two.embedding.data);
  });
});

function deviation({ data, shape }: Float32Tensor): number {
  return Math.sqrt(data.reduce((sum, value) => sum + value ** 2, 0) / shape[0]!);
}

/** Σ p ln(p / q) with conditional probabilities over all others, their precision by plain bisection. */
function divergenceByDefinition(points: Float32Tensor, embedding: Float32Tensor, perplexity: number): number {
  const n = points.shape[0]!;
  const all = Array.from({ length: n }, (_, i) => i);
  const conditional = all.map((i) => {
    const squares = all.map((j) => squaredDistance(row(points, i), row(points, j)));
    let [low, high] = [0, 1e6];
    let probabilities: number[] = [];
    for (let step = 0; step < 200; step++) {
      const beta = (low + high) / 2;
      const powers = squares.map((d2, j) => (j === i ? 0 : Math.exp(-beta * d2)));
      const sum = powers.reduce((a, b) => a + b);
      probabilities = powers.map((power) => power / sum);
      const entropy = -probabilities.reduce((h, p) => h + (p > 0 ? p * Math.log(p) : 0), 0);
      if (entropy > Math.log(perplexity)) low = beta;
      else high = beta;
    }
    return probabilities;
  });
  const kernel = all.map((i) => all.map((j) => (i === j ? 0 : 1 / (1 + squaredDistance(row(embedding, i), row(embedding, j)))))); // prettier-ignore
  const z = kernel.flat().reduce((a, b) => a + b);
  let divergence = 0;
  for (const i of all) {
    for (const j of all) {
      const p = (conditional[i]![j]! + conditional[j]![i]!) / (2 * n);
      if (p > 0) divergence += p * Math.log(p / (kernel[i]![j]! / z));
    }
  }
  return divergence;
}
