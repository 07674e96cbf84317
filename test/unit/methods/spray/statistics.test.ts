/** The numbers of a cluster by hand, and what `spray` says to data that has no groups to find. */
import assert from 'node:assert/strict';
import { LocalService } from '../../../../src/kernel/service';
import { graphOfEdges } from '../../../../src/methods/spray/neighbourGraph';
import { relevanceMaps } from '../../../../src/methods/spray/relevanceMaps';
import { clusterStatistics } from '../../../../src/methods/spray/statistics';
import { ArgumentError, CancelledError } from '../../../../src/shared/errors';
import { random } from '../../../../src/shared/random';
import type { CallOptions } from '../../../../src/shared/requests';
import type { ClustersResult } from '../../../../src/shared/results';
import { float32 } from '../../../../src/shared/tensor';
import { dense, network, temporaryFolder, writeArray, writeModel } from '../../../helpers/models';

describe('the statistics of a cluster', () => {
  // Two samples look at place 0 alone, two at all four alike; what is negative does not count.
  const maps = float32([4, 4], [1, 0, 0, -9, 2, 0, 0, 0, 1, 1, 1, 1, 3, 3, 3, 3]);
  const labels = Int32Array.of(0, 0, 1, 1);
  // Within cluster 0 an edge of weight 3, out of it one of weight 1.
  const graph = graphOfEdges(4, [[0, 1, 3], [1, 2, 1], [2, 3, 3]]); // prettier-ignore

  it('are those worked out by hand', () => {
    const { excess, ...statistics } = clusterStatistics(maps, graph, labels, 0);
    // Isolation: 6 of 7. Difference: (1, 0, 0, 0) against four quarters. Focus: one place against four.
    const [isolation, difference, focus] = [6 / 7, 0.75, 0.75];
    assert.deepEqual(statistics, {
      share: 0.5,
      isolation,
      difference,
      focus,
      suspicion: isolation * difference * focus,
    });
    assert.deepEqual(Array.from(excess), [0.75, 0, 0, 0]);
  });

  it('know no focus in what is spread wider than the rest', () => {
    const { difference, focus, suspicion } = clusterStatistics(maps, graph, labels, 1);
    assert.deepEqual([difference, focus, suspicion], [0.75, 0, 0]);
  });

  it('are 0 for a cluster that has no rest', () => {
    const { share, suspicion } = clusterStatistics(maps, graph, new Int32Array(4), 0);
    assert.deepEqual([share, suspicion], [1, 0]);
  });
});

describe('spray on a table', () => {
  const files = temporaryFolder();
  const service = new LocalService();
  let model: string;
  before(() => {
    // Class 0 is x₀ + x₁ + x₂, class 1 its opposite; input × gradient of class 0 is the input itself.
    model = writeModel(
      files.path('sum.onnx'),
      network([1, 3], (b, x) => dense(b, x, [[1, 1, 1], [-1, -1, -1]], [0, 0])), // prettier-ignore
    );
  });

  const draw = random(4);
  const some = Array.from({ length: 40 }, (_, i) => [
    i % 2 ? 5 + draw.uniform() : draw.uniform(),
    1 + draw.uniform(),
    i % 2 ? draw.uniform() : 5 + draw.uniform(),
  ]);

  it('finds the rows that have a reason of their own', async () => {
    const { classes } = await spray(some.flat(), { clusters: 2, neighbours: 5 });
    assert.equal(classes.length, 1);
    const [{ index, clusters, pictures, maps }] = classes as [ClustersResult['classes'][number]];
    assert.equal(index, 0);
    assert.equal(pictures, undefined);
    assert.deepEqual(maps.shape, [40, 3]);
    for (const { samples, isolation } of clusters) {
      assert.equal(new Set(samples.map((row) => row % 2)).size, 1);
      assert.equal(samples.length, 20);
      assert.equal(isolation, 1);
    }
  });

  it('gives the same for the same seed', async () => {
    const [one, other] = await Promise.all([spray(some.flat(), {}), spray(some.flat(), {})]);
    assert.deepEqual(one.classes, other.classes);
  });

  it('leaves out samples without relevance and says so', async () => {
    const { classes, conventions } = await spray([...some.flat(), 0, 0, 0], { neighbours: 5 });
    assert.equal(classes[0]!.samples.length, 40);
    assert.ok(conventions.some((sentence) => sentence.startsWith('1 sample has no relevance and')));
  });

  it('passes over a class that is too small, and says so', async () => {
    const { classes, conventions } = await spray([...some.flat(), -1, -2, -3], { neighbours: 5 });
    assert.deepEqual(
      classes.map(({ index }) => index),
      [0],
    );
    assert.ok(conventions.some((sentence) => sentence.startsWith('Class 1 has one sample')));
  });

  const same = Array<number[]>(9).fill([1, 2, 3]).flat();
  const withNaN = some.flat().with(4, NaN);
  const refusals: [name: string, values: number[], parameters: Record<string, unknown>, sentence: RegExp][] = [
    ['one sample', [1, 2, 3], {}, /Class 0 has one sample with relevance; finding groups takes at least 4\./],
    ['maps that are all equal', same, {}, /The relevance maps of all 9 samples of class 0 are equal/],
    ['no relevance at all', Array<number>(30).fill(0), {}, /Class 0 has 0 samples with relevance/],
    ['NaN', withNaN, {}, /The relevance of sample 1 is not finite/],
    ['an unknown class', some.flat(), { class: 7 }, /No sample has class 7; the classes are 0\./],
    ['an unknown method', some.flat(), { method: 'lrq' }, /no attribution method "lrq"; did you mean "lrp"\?/],
    ['a method that explains nothing', some.flat(), { method: 'spray' }, /no attribution method "spray"/],
    ['a parameter the method has not', some.flat(), { settings: { steps: 3 } }, /has no parameter "steps"/],
    ['more clusters than samples', some.flat(), { clusters: 41 }, /40 samples cannot form 41 clusters/],
    ['no clusters', some.flat(), { clusters: 0 }, /spray: parameter clusters/],
    ['no neighbours', some.flat(), { neighbours: 0 }, /spray: parameter neighbours/],
  ];
  for (const [name, values, parameters, sentence] of refusals)
    it(`refuses ${name}`, async () => {
      await assert.rejects(spray(values, parameters), (error: Error) => {
        assert.ok(error instanceof ArgumentError, String(error));
        assert.match(error.message, sentence);
        return true;
      });
    });

  it('reports progress from 0 to 1, and stops when cancelled', async () => {
    const heard: number[] = [];
    await spray(some.flat(), {}, 'argmax', { onProgress: ({ fraction }) => heard.push(fraction) });
    assert.deepEqual(
      heard,
      [...heard].sort((a, b) => a - b),
    );
    assert.ok(heard[0]! >= 0 && Math.abs(heard.at(-1)! - 1) < 1e-9);
    const controller = new AbortController();
    const options = {
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    };
    await assert.rejects(spray(some.flat(), {}, 'argmax', options), CancelledError);
  });

  it('refuses labels that are not as many as the samples', async () => {
    await assert.rejects(spray(some.flat(), {}, '0,1,0'), /3 targets for 40 samples/);
  });

  async function spray(
    values: number[],
    parameters: Record<string, unknown>,
    target = 'argmax',
    options: CallOptions = {},
  ): Promise<ClustersResult> {
    const input = writeArray(files.path(`${values.length}.npy`), [values.length / 3, 3], values);
    const result = await service.run(
      {
        method: 'spray',
        parameters: { method: 'input-x-gradient', ...parameters },
        seed: 0,
        device: 'cpu',
        memoryBudget: 2 ** 30,
        model,
        input,
        target,
      },
      options,
    );
    return result as ClustersResult;
  }
});

describe('relevance maps', () => {
  it('are summed over channels, shrunk and scaled to length 1, in whatever portions', async () => {
    const shape = [5, 2, 4, 6];
    const input = float32(shape, Array.from({ length: 240 }, (_, i) => Math.sin(i))); // prettier-ignore
    const asked: number[] = [];
    const run = (memoryBudget: number) =>
      relevanceMaps(
        {
          input,
          target: { value: 'y', indices: [0, 1, 2, 3, 4] },
          memoryBudget,
          progress: () => undefined,
        } as never,
        [4, 0, 2],
        {
          method: {
            run: async (context: { input: typeof input; target: { indices: number[] } }) => {
              asked.push(...context.target.indices);
              return { attribution: context.input, conventions: ['as it is'] };
            },
          } as never,
          parameters: {},
        },
        3,
      );
    const whole = await run(2 ** 30);
    const single = await run(1);
    assert.deepEqual(whole, single);
    assert.deepEqual(asked, [4, 0, 2, 4, 0, 2]);
    assert.deepEqual(whole.rows, [4, 0, 2]);
    assert.deepEqual(whole.maps.shape, [3, 2, 3]);
    for (let i = 0; i < 3; i++) {
      const map = whole.maps.data.subarray(6 * i, 6 * i + 6);
      assert.ok(Math.abs(Math.hypot(...map) - 1) < 1e-6);
    }
  });
});
