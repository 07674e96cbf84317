/** Forces of a map: all ways against the formula in float64, and the ways that approximate against the one that does not. */
import assert from 'node:assert/strict';
import { conditionalAffinities, type Affinities } from '../../../../src/methods/embedding/affinities';
import { Layout, type LayoutOptions } from '../../../../src/methods/embedding/layout';
import { nearestNeighbours } from '../../../../src/methods/embedding/neighbours/neighbours';
import { byDefinition, difference, example, type Setting } from './formula';
import { clusters, gaussian } from './points';

describe('forces of a map', () => {
  // On one thread and on several; one and other degrees of freedom.
  for (const n of [7, 130, 700]) {
    for (const dimensions of [1, 2, 3] as const) {
      for (const degreesOfFreedom of [1, 0.5, 3]) {
        const setting = { dimensions, degreesOfFreedom };
        it(`on ${n} points, ${dimensions}-D, α = ${degreesOfFreedom}, are those of the formula`, async () => {
          const { affinities, positions } = await example(n, dimensions, 4);
          const expected = byDefinition(affinities, positions, setting);
          for (const repulsion of ['exact', 'barnes-hut'] as const) {
            const found = await forces(affinities, positions, { ...setting, repulsion, theta: 0 });
            assert.ok(difference(found.attraction, expected.attraction) < 1e-5);
            assert.ok(difference(found.repulsion, expected.repulsion) < 2e-5, repulsion);
            assert.ok(Math.abs(found.z / expected.z - 1) < 1e-5);
          }
        });
      }
    }
  }

  // A map at its start, one in the middle, one wider than 50 intervals of length 1; on a line, one wider than 500 nodes and one that is long.
  const approximate = [
    ['barnes-hut', 2, 1e-4, 0.01],
    ['barnes-hut', 2, 3, 0.03],
    ['barnes-hut', 2, 15, 0.03],
    ['fft', 2, 1e-4, 1e-3],
    ['fft', 2, 3, 0.005],
    ['fft', 2, 15, 0.03],
    ['barnes-hut', 1, 15, 0.03],
    ['fft', 1, 1e-4, 1e-3],
    ['fft', 1, 3, 1e-3],
    ['fft', 1, 15, 0.0025],
    ['fft', 1, 1500, 0.0025],
  ] as const;
  for (const [repulsion, dimensions, extent, tolerance] of approximate) {
    it(`by ${repulsion} on a map of ${dimensions} axes, deviation ${extent}, are within ${100 * tolerance} % of the exact`, async () => {
      const { affinities, positions } = await example(2000, dimensions, extent);
      const setting = { dimensions, degreesOfFreedom: 1, theta: 0.5 };
      const exact = await forces(affinities, positions, { ...setting, repulsion: 'exact' });
      const found = await forces(affinities, positions, { ...setting, repulsion });
      assert.ok(
        difference(found.repulsion, exact.repulsion) < tolerance,
        String(difference(found.repulsion, exact.repulsion)),
      );
      assert.ok(Math.abs(found.z / exact.z - 1) < 0.02);
    });
  }

  for (const dimensions of [1, 2] as const)
    it(`by a grid of ${dimensions} axes follow a map that grows and shrinks`, async () => {
      const { affinities, positions } = await example(600, dimensions, 1);
      for (const scale of [1e-3, 1, 30, 0.5]) {
        const scaled = positions.map((position) => position * scale);
        const setting = { dimensions, degreesOfFreedom: 0.7 };
        const exact = await forces(affinities, scaled, { ...setting, repulsion: 'exact' });
        const found = await forces(affinities, scaled, { ...setting, repulsion: 'fft' });
        assert.ok(difference(found.repulsion, exact.repulsion) < 0.03);
      }
    });

  it('by a grid are those of all pairs at every size of a map that grows little by little', async () => {
    const { affinities, positions } = await example(300, 2, 1);
    const options = { dimensions: 2, degreesOfFreedom: 1, maxStepNorm: 5, theta: 0.5 } as const;
    const growing = await Layout.create(affinities, positions, { ...options, repulsion: 'fft' });
    try {
      for (let step = 0; step < 60; step++) {
        await growing.step({ exaggeration: 1, learningRate: 40, momentum: 0.5 });
        const found = await growing.forces();
        const exact = await forces(affinities, growing.positions(), { ...options, repulsion: 'exact' });
        const error = difference(found.repulsion, exact.repulsion);
        assert.ok(error < 0.01, `${error} after ${step + 1} steps`);
      }
    } finally {
      await growing.dispose();
    }
  });
});

describe('affinities', () => {
  for (const perplexity of [2, 5, 30]) {
    it(`of perplexity ${perplexity} have an entropy of its logarithm in every row`, async () => {
      const neighbours = await nearestNeighbours(clusters(400, 6, 5), 3 * perplexity);
      const conditional = await conditionalAffinities(neighbours, [perplexity]);
      for (let i = 0; i < 400; i++) {
        const values = [...conditional.subarray(i * neighbours.k, (i + 1) * neighbours.k)];
        const entropy = -values.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);
        assert.ok(Math.abs(entropy - Math.log(perplexity)) < 1e-5);
      }
    });
  }

  it('are symmetric and sum to 1', async () => {
    const { affinities } = await example(300, 2, 1);
    const { offsets, indices, values } = affinities;
    const dense = new Map<string, number>();
    for (let i = 0; i < 300; i++) {
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) if (values[e]) dense.set(`${i} ${indices[e]}`, values[e]!);
    }
    for (const [pair, p] of dense) {
      assert.ok(Math.abs(dense.get(pair.split(' ').reverse().join(' '))! - p) < 1e-9);
    }
    assert.ok(Math.abs([...dense.values()].reduce((a, b) => a + b) - 1) < 1e-5);
  });

  it('of several perplexities are the mean of theirs', async () => {
    const neighbours = await nearestNeighbours(gaussian(100, 4), 60);
    const [two, ten, both] = await Promise.all(
      [[2], [20], [2, 20]].map((perplexities) => conditionalAffinities(neighbours, perplexities)),
    );
    for (const [e, p] of both!.entries()) assert.ok(Math.abs(p - (two![e]! + ten![e]!) / 2) < 1e-6);
  });
});

async function forces(
  affinities: Affinities,
  positions: Float32Array,
  options: Setting & { repulsion: LayoutOptions['repulsion']; theta?: number },
) {
  const layout = await Layout.create(affinities, positions, { maxStepNorm: 5, theta: 0.5, ...options });
  try {
    return await layout.forces();
  } finally {
    await layout.dispose();
  }
}
