/** Points added to a map, points that stay, and maps that begin with an earlier one. */
import assert from 'node:assert/strict';
import { conditionalAffinities } from '../../../../src/methods/embedding/affinities';
import { Placement } from '../../../../src/methods/embedding/adding/placement';
import { nearestAmong } from '../../../../src/methods/embedding/neighbours/neighbours';
import { divide, medians } from '../../../../src/methods/embedding/places';
import { readData } from '../../../../src/formats/open';
import type { LayoutFrame } from '../../../../src/shared/embedding';
import { ArgumentError, CancelledError } from '../../../../src/shared/errors';
import { float32, toFloat32, toNumbers, type Float32Tensor } from '../../../../src/shared/tensor';
import { accuracy, clusters, digits, gaussian, row, run, sortedOthers, squaredDistance } from './points';
import { reference } from '../../../helpers/fixtures';

describe('adding points to a map', function () {
  this.timeout(120_000);

  for (const dimensions of [1, 2, 3] as const) {
    for (const alpha of [1, 0.6]) {
      it(`pulls and pushes them by the gradient of their own divergence, ${dimensions}-D, α = ${alpha}`, async () => {
        const [m, n, k] = [90, 130, 6];
        const points = clusters(m + n, 5, 4);
        const among = await nearestAmong(points, m, k);
        const ties = { k, indices: among.indices, values: await conditionalAffinities(among, [2]) };
        const places = gaussian(m, dimensions, 3);
        const start = gaussian(n, dimensions, 4);
        const options = { dimensions, degreesOfFreedom: alpha, theta: 0, maxGradientNorm: 0.25 };
        const placement = await Placement.create(ties, start.data, places.data, options);
        try {
          const found = await placement.gradients(1.5);
          const divergence = (at: Float32Tensor, exaggeration: number) =>
            divergences(ties, at, places, alpha, exaggeration);
          // Twice the gradient without its factor is the derivative, by centred differences in float64.
          for (const i of [0, 1, 64, n - 1]) {
            for (let axis = 0; axis < dimensions; axis++) {
              const derivative = centredDifference(start, i * dimensions + axis, (at) => divergence(at, 1.5)[i]!);
              assert.ok(Math.abs(2 * found[i * dimensions + axis]! - derivative) < 1e-4 * (1 + Math.abs(derivative)));
            }
          }
          const mean = divergence(start, 1).reduce((a, b) => a + b) / n;
          assert.ok(Math.abs((await placement.divergence(true)) - mean) < 1e-5 * Math.abs(mean));
        } finally {
          await placement.dispose();
        }
      });
    }
  }

  it('finds the nearest of the map alone, as sorting all of them does', async () => {
    const points = gaussian(120, 7);
    const { k, indices } = await nearestAmong(points, 50, 4);
    for (let i = 50; i < 120; i++) {
      const expected = sortedOthers(points, i).filter(({ j }) => j < 50).slice(0, k).map(({ j }) => j); // prettier-ignore
      assert.deepEqual([...indices.subarray((i - 50) * k, (i - 49) * k)], expected);
    }
  });

  it('starts them at the median of their nearest', () => {
    const places = float32([4, 2], [0, 0, 1, 10, 5, 20, 100, 30]);
    const among = { k: 3, indices: Int32Array.of(0, 1, 2, 3, 2, 1), distances: new Float32Array(6) };
    assert.deepEqual([...medians(among, places, 25)], [1, 10, 5, 20]);
    assert.deepEqual([...medians(among, places, 2)], [0.5, 5, 52.5, 25]);
  });

  it('puts digits among their like as often as openTSNE does', async () => {
    const { points, classes } = await digits();
    const { embedding } = await run('tsne', points);
    const more = toFloat32(await readData(`${reference}/digits.npz#x_test`));
    const answers = Array.from(toNumbers(await readData(`${reference}/digits.npz#y_test`)));
    const [m, n] = [classes.length, answers.length];
    const all = float32([m + n, 64], new Float32Array((m + n) * 64));
    all.data.set(points.data);
    all.data.set(more.data, m * 64);
    const { embedding: joined } = await run(
      'tsne-add',
      all,
      {},
      { earlier: { places: among(embedding, n), use: 'added' } },
    );
    assert.deepEqual(joined.data.subarray(0, 2 * m), embedding.data);
    const right = answers.filter((answer, i) => {
      const near = sortedOthers(joined, m + i).filter(({ j }) => j < m).slice(0, 10); // prettier-ignore
      const votes = new Map<number, number>();
      for (const { j } of near) votes.set(classes[j]!, (votes.get(classes[j]!) ?? 0) + 1);
      return [...votes].sort((a, b) => b[1] - a[1])[0]![0] === answer;
    });
    // openTSNE 1.0.4, TSNE(random_state=0, neighbors="exact").fit(x_train).transform(x_test), all else as it comes: by the ten nearest 391 of 397.
    assert.ok(right.length / n > 391 / 397 - 0.01, `${right.length} of ${n}`);
  });

  it('gives each the same place whether it comes alone or with others', async () => {
    const points = clusters(260, 6, 4);
    const { embedding } = await run('tsne', clusters(200, 6, 4), { iterations: 200 });
    const place = async (n: number) => {
      const some = float32([n, 6], points.data.slice(0, n * 6));
      return (await run('tsne-add', some, {}, { earlier: { places: among(embedding, n - 200), use: 'added' } }))
        .embedding;
    };
    const [one, all] = [await place(201), await place(260)];
    assert.deepEqual(row(one, 200), row(all, 200));
  });

  it('is by a tree nearly what it is over all points', async () => {
    const points = clusters(1200, 8, 5);
    const { embedding } = await run('tsne', clusters(1000, 8, 5), { iterations: 200 });
    const places = among(embedding, 200);
    const [exact, tree] = await Promise.all(
      [0, 0.5].map((theta) => run('tsne-add', points, { theta }, { earlier: { places, use: 'added' } })),
    );
    assert.ok(Math.abs(tree!.divergence! / exact!.divergence! - 1) < 0.02);
  });

  it('shows the whole map on its way, and ends at once when it is cancelled', async () => {
    const points = clusters(230, 6, 4);
    const places = among(gaussian(200, 2), 30);
    const controller = new AbortController();
    const seen: LayoutFrame[] = [];
    const frame = (make: () => LayoutFrame): void => {
      seen.push(make());
      if (seen.length === 3) controller.abort();
    };
    const context = { earlier: { places, use: 'added' as const }, frame, signal: controller.signal };
    await assert.rejects(run('tsne-add', points, {}, context), CancelledError);
    assert.equal(seen.length, 3);
    for (const { positions } of seen) assert.deepEqual(positions.subarray(0, 400), places.data.subarray(0, 400));
  });

  for (const [what, points, places] of [
    ['to a single point', gaussian(3, 4), among(gaussian(1, 2), 2)],
    [
      'that are the same as those of the map',
      float32([40, 2], new Float32Array(80).fill(3)),
      among(gaussian(30, 2), 10),
    ],
    ['of which there are none', gaussian(20, 3), gaussian(20, 2)],
  ] as const) {
    it(`adds points ${what}`, async () => {
      const { embedding } = await run('tsne-add', points, {}, { earlier: { places, use: 'added' } });
      assert.ok(embedding.data.every(Number.isFinite));
    });
  }
});

describe('a map that begins with an earlier one', function () {
  this.timeout(60_000);

  it('comes out as that was turned: a reflected map stays reflected', async () => {
    const points = clusters(300, 8, 4);
    const { embedding } = await run('tsne', points);
    const reflected = float32(embedding.shape, embedding.data.map((value, i) => (i % 2 ? value : -value))); // prettier-ignore
    const { embedding: again, conventions } = await run(
      'tsne',
      points,
      {},
      { earlier: { places: reflected, use: 'start' } },
    );
    assert.ok(correlation(again, reflected) > 0.9, String(correlation(again, reflected)));
    assert.match(conventions.join(' '), /300 points start where the earlier map has them/);
  });

  it('leaves fixed points where they are, and settles the others among them and with each other', async () => {
    const points = clusters(260, 8, 4, 12);
    const { embedding } = await run('tsne', float32([200, 8], points.data.slice(0, 1600)));
    const places = among(embedding, 60);
    assert.deepEqual([divide(places).placed.length, divide(places).newcomers.length], [200, 60]);
    const { embedding: settled } = await run('tsne', points, {}, { earlier: { places, use: 'fixed' } });
    assert.deepEqual(settled.data.subarray(0, 400), embedding.data);
    assert.ok(accuracy(settled, Array.from({ length: 260 }, (_, i) => i % 4), 10) > 0.99); // prettier-ignore
  });

  it('refuses a map of other dimensions, and one that knows none of the points', async () => {
    for (const places of [gaussian(30, 3), float32([30, 2], new Float32Array(60).fill(NaN))])
      await assert.rejects(run('tsne', gaussian(30, 4), {}, { earlier: { places, use: 'start' } }), ArgumentError);
  });
});

/** The map, and so many points more that have no place. */
function among({ data, shape }: Float32Tensor, more: number): Float32Tensor {
  const places = new Float32Array(data.length + more * shape[1]!).fill(NaN);
  places.set(data);
  return float32([shape[0]! + more, shape[1]!], places);
}

/** Of each new point Σ e p ln(p / q), q over all points of the map, with p exaggerated e times: what its gradient is that of. */
function divergences(
  { k, indices, values }: { k: number; indices: Int32Array; values: Float32Array },
  at: Float32Tensor,
  places: Float32Tensor,
  alpha: number,
  exaggeration: number,
): number[] {
  const w = (i: number, j: number): number => (1 + squaredDistance64(row(at, i), row(places, j)) / alpha) ** -alpha;
  return Array.from({ length: at.shape[0]! }, (_, i) => {
    let [z, sum] = [0, 0];
    for (let j = 0; j < places.shape[0]!; j++) z += w(i, j);
    for (let e = i * k; e < (i + 1) * k; e++) {
      const p = values[e]!;
      if (p > 0) sum += p * Math.log(p) - exaggeration * p * Math.log(w(i, indices[e]!));
    }
    return sum + Math.log(z);
  });
}

function squaredDistance64(a: Float32Array, b: Float32Array): number {
  return squaredDistance(Float64Array.from(a) as unknown as Float32Array, b);
}

function centredDifference(at: Float32Tensor, place: number, value: (at: Float32Tensor) => number): number {
  const step = 2 ** -7;
  const [less, more] = [-step, step].map(
    (by) =>
    value(float32(at.shape, at.data.map((x, i) => (i === place ? x + by : x)))), // prettier-ignore
  );
  return (more! - less!) / (2 * step);
}

/** Pearson's, over all coordinates. */
function correlation({ data: a }: Float32Tensor, { data: b }: Float32Tensor): number {
  const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
