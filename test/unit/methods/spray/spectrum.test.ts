/** Graphs whose spectrum is known in closed form (Chung 1997, chapter 1), and groups that anyone can see. */
import assert from 'node:assert/strict';
import { kMeans } from '../../../../src/methods/spray/kMeans';
import { graphOfEdges, neighbourGraph, type SparseGraph } from '../../../../src/methods/spray/neighbourGraph';
import { spectralClusters, widestGap } from '../../../../src/methods/spray/spectralClustering';
import { smallestEigenvectors } from '../../../../src/methods/spray/spectrum';
import { CancelledError } from '../../../../src/shared/errors';
import { random, type Random } from '../../../../src/shared/random';
import { float32 } from '../../../../src/shared/tensor';

type Edges = [number, number, number?][];

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const path = (n: number, from = 0): Edges => upTo(n - 1).map((i) => [from + i, from + i + 1]);
const cycle = (n: number): Edges => [...path(n), [n - 1, 0]];
const clique = (n: number, from = 0): Edges => upTo(n).flatMap((i): Edges => upTo(i).map((j) => [from + i, from + j]));
const sides = (a: number, b: number): Edges => upTo(a).flatMap((i): Edges => upTo(b).map((j) => [i, a + j]));

describe('the spectrum of the normalised Laplacian', () => {
  const cases: [name: string, nodes: number, edges: Edges, expected: number[]][] = [
    ['of a path', 60, path(60), upTo(60).map((j) => 1 - Math.cos((Math.PI * j) / 59))],
    ['of a cycle', 61, cycle(61), upTo(61).map((j) => 1 - Math.cos((2 * Math.PI * j) / 61))],
    ['of a long path', 400, path(400), upTo(400).map((j) => 1 - Math.cos((Math.PI * j) / 399))],
    ['of all with all', 30, clique(30), [0, ...Array<number>(29).fill(30 / 29)]],
    ['of two sides', 50, sides(20, 30), [0, ...Array<number>(48).fill(1), 2]],
    ['of a star', 40, sides(1, 39), [0, ...Array<number>(38).fill(1), 2]],
    ['of an edge', 2, [[0, 1]], [0, 2]],
    ['of a single node', 1, [], [0]],
    ['of nodes without edges', 5, [], [0, 0, 0, 0, 0]],
    [
      'of three cliques',
      36,
      [...clique(12), ...clique(12, 12), ...clique(12, 24)],
      [0, 0, 0, ...Array<number>(33).fill(12 / 11)],
    ],
  ];
  for (const [name, nodes, edges, expected] of cases)
    it(name, async () => {
      const { values, vectors } = await smallestEigenvectors(graphOfEdges(nodes, edges), 10, random(1));
      const smallest = [...expected].sort((a, b) => a - b).slice(0, 10);
      assert.equal(values.length, smallest.length);
      values.forEach((value, i) =>
        assert.ok(Math.abs(value - smallest[i]!) < 1e-9, `${i}: ${value}, not ${smallest[i]}`),
      );
      vectors.forEach((a, i) =>
        vectors.forEach((b, j) => assert.ok(Math.abs(product(a, b) - Number(i === j)) < 1e-9, `${i} and ${j}`)),
      );
    });

  it('does not depend on a common factor of the weights', async () => {
    const heavy = path(20).map(([i, j]): [number, number, number] => [i, j, 1000]);
    const { values } = await smallestEigenvectors(graphOfEdges(20, heavy), 20, random(1));
    values.forEach((value, j) => assert.ok(Math.abs(value - (1 - Math.cos((Math.PI * j) / 19))) < 1e-9));
  });

  it('of three nodes in a row is the same for all weights', async () => {
    // Two sides make 0 and 2 eigenvalues, and the trace is 3.
    const { values } = await smallestEigenvectors(graphOfEdges(3, [[0, 1, 5], [1, 2, 0.1]]), 3, random(1)); // prettier-ignore
    [0, 1, 2].forEach((expected, i) => assert.ok(Math.abs(values[i]! - expected) < 1e-9));
  });

  it('stops when cancelled', async () => {
    const graph = graphOfEdges(400, path(400));
    await assert.rejects(smallestEigenvectors(graph, 10, random(1), AbortSignal.abort()), CancelledError);
  });
});

describe('the eigengap', () => {
  for (const parts of [1, 2, 3, 5, 8])
    it(`of ${parts} parts is ${parts}`, async () => {
      const edges = upTo(parts).flatMap((part) => clique(9, 9 * part));
      const { count, eigengap, labels } = await spectralClusters(graphOfEdges(9 * parts, edges), 'auto', random(1));
      assert.equal(count, parts);
      assert.ok(Math.abs(eigengap - 9 / 8) < 1e-9);
      labels.forEach((label, i) => assert.equal(label, Math.floor(i / 9)));
    });

  it('takes the first of equally wide ones', () => assert.equal(widestGap(Float64Array.of(0, 0.5, 1, 1.5)), 1));
  it('is 1 for a single value', () => assert.equal(widestGap(Float64Array.of(0)), 1));
});

describe('spectral clustering', () => {
  it('parts two cliques at the edge that joins them', async () => {
    const graph = graphOfEdges(30, [...clique(15), ...clique(15, 15), [0, 15]]);
    const { labels, count } = await spectralClusters(graph, 'auto', random(1));
    assert.equal(count, 2);
    labels.forEach((label, i) => assert.equal(label, Number(i >= 15)));
  });

  // A thin curve bends in many slow waves, so that its own spectrum has no gap; heaps have one.
  const shapes: [
    name: string,
    groups: number,
    asked: number | 'auto',
    wrong: number,
    make: (i: number, draw: Random) => number[],
  ][] = [
    ['rings within each other', 2, 2, 0, (i, draw) => ring(1 + i, draw)],
    ['moons', 2, 2, 0, moon],
    ['three heaps', 3, 'auto', 6, (i, draw) => [6 * i + draw.normal(), 3 * i + draw.normal()]],
  ];
  for (const [name, groups, asked, most, make] of shapes)
    it(`tells ${name} apart`, async () => {
      const draw = random(3);
      const graph = await graphOf(upTo(300).map((i) => make(i % groups, draw)));
      const { labels, count } = await spectralClusters(graph, asked, random(1));
      assert.equal(count, groups);
      const wrong = Array.from(labels).filter((label, i) => label !== i % groups).length;
      assert.ok(wrong <= most, `${wrong} wrong`);
    });

  it('takes a number of clusters that is asked for', async () => {
    const { count } = await spectralClusters(graphOfEdges(12, cycle(12)), 4, random(1));
    assert.equal(count, 4);
  });

  it('refuses more clusters than samples', async () => {
    await assert.rejects(
      spectralClusters(graphOfEdges(5, clique(5)), 6, random(1)),
      /5 samples cannot form 6 clusters/,
    );
  });
});

describe('the graph of neighbours', () => {
  it('weighs 1 between mutual neighbours and ½ else', async () => {
    // On a line at 0, 1, 3: 0 and 1 are each other's nearest; 1 is the nearest of 3.
    const graph = await neighbourGraph(float32([3, 1], [0, 1, 3]), 1);
    assert.deepEqual(entries(graph), [[0, 1, 1], [1, 0, 1], [1, 2, 0.5], [2, 1, 0.5]]); // prettier-ignore
  });

  it('joins all with all when there are no more', async () => {
    const graph = await neighbourGraph(float32([4, 2], [0, 0, 1, 0, 0, 1, 5, 5]), 10);
    assert.equal(entries(graph).length, 12);
    assert.ok(entries(graph).every(([, , weight]) => weight === 1));
  });

  it('agrees with sorting all distances', async () => {
    const draw = random(8);
    const points = upTo(70).map(() => upTo(5).map(() => draw.normal()));
    const graph = await neighbourGraph(float32([70, 5], points.flat()), 4);
    const near = points.map((own) =>
      upTo(70)
        .sort((a, b) => far(own, points[a]!) - far(own, points[b]!))
        .slice(1, 5),
    );
    const weight = (i: number, j: number): number => (Number(near[i]!.includes(j)) + Number(near[j]!.includes(i))) / 2;
    const expected = upTo(70).flatMap((i) =>
      upTo(70).flatMap((j) => (weight(i, j) ? [[i, j, weight(i, j)] as [number, number, number]] : [])),
    );
    assert.deepEqual(entries(graph), expected);
  });
});

describe('k-means', () => {
  it('has the smallest sum of squares there is', () => {
    // Eight points on a line; every way to cut them into three intervals is tried.
    const values = [0, 1, 2, 10, 11, 20, 21, 24];
    const squares = (part: number[]): number => {
      const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
      return part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    };
    const cuts = upTo(8).flatMap((a) => upTo(8).flatMap((b) => (0 < a && a < b ? [[a, b] as const] : [])));
    const sums = cuts.map(
      ([a, b]) => squares(values.slice(0, a)) + squares(values.slice(a, b)) + squares(values.slice(b)),
    );
    const { inertia, labels } = kMeans(values.map((value) => Float64Array.of(value)), 3, random(1)); // prettier-ignore
    assert.ok(Math.abs(inertia - Math.min(...sums)) < 1e-12);
    assert.deepEqual(Array.from(labels), [0, 0, 0, 1, 1, 2, 2, 2]);
  });

  it('makes fewer groups of fewer different points', () => {
    const { labels, inertia } = kMeans([1, 1, 1, 2].map((value) => Float64Array.of(value)), 3, random(1)); // prettier-ignore
    assert.deepEqual([inertia, ...labels], [0, 0, 0, 0, 1]);
  });
});

function graphOf(points: readonly (readonly number[])[]): Promise<SparseGraph> {
  return neighbourGraph(float32([points.length, points[0]!.length], points.flat()), 10);
}

function ring(radius: number, { uniform, normal }: Random): number[] {
  const angle = 2 * Math.PI * uniform();
  return [radius * Math.cos(angle) + 0.04 * normal(), radius * Math.sin(angle) + 0.04 * normal()];
}

function moon(which: number, { uniform, normal }: Random): number[] {
  const angle = Math.PI * uniform();
  const [x, y] = [Math.cos(angle) + 0.05 * normal(), Math.sin(angle) + 0.05 * normal()];
  return which ? [1 - x, 0.5 - y] : [x, y];
}

function entries({ count, starts, columns, weights }: SparseGraph): [number, number, number][] {
  return upTo(count).flatMap((i) =>
    Array.from(columns.subarray(starts[i], starts[i + 1]), (column, e): [number, number, number] => [
      i,
      column,
      weights[starts[i]! + e]!,
    ]),
  );
}

function far(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!));
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
