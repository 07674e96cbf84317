/** Points from data and layers to a cloud, with a method whose map is known: its first two coordinates. */
import assert from 'node:assert/strict';
import * as z from 'zod';
import { encodeNpz } from '../../../src/formats';
import { withGraph } from '../../../src/formats/models/model';
import { openModel } from '../../../src/formats/models/open';
import { cloudFinish } from '../../../src/kernel/finish';
import { Host } from '../../../src/kernel/host';
import { run } from '../../../src/kernel/run';
import { steering } from '../../../src/methods/embedding/optimiser';
import { defineMethod, type Method, type PointsContext } from '../../../src/methods/method';
import type { EarlierMap } from '../../../src/shared/embedding';
import { ArgumentError } from '../../../src/shared/errors';
import type { RunOptions, RunRequest } from '../../../src/shared/requests';
import type { CloudProvenance, Frame } from '../../../src/shared/results';
import { cloudArrays } from '../../../src/shared/results/cloud/kind';
import { SteeringWheel, type Command } from '../../../src/shared/steering';
import { float32, int64 } from '../../../src/shared/tensor';
import { writeFileSync } from 'node:fs';
import { dense, network, temporaryFolder, writeArray, writeModel } from '../../helpers/models';

const points = [1, 2, 3, 4, NaN, 6, 7, 8, 9, 10, 11, Infinity, 13, 14, 15];

describe('a map of points', () => {
  const files = temporaryFolder();
  let data: string;
  let model: string;
  let seen: PointsContext | undefined;
  before(() => {
    process.env['XDG_CACHE_HOME'] = files.path('cache');
    data = files.path('data.npz');
    writeFileSync(data, encodeNpz({ x: float32([5, 3], points), y: int64([5], [0, 1, 0, 1, 0]) }));
    const doubling = [[2, 0, 0], [0, 2, 0]]; // prettier-ignore
    model = writeModel(
      files.path('m.onnx'),
      network([1, 3], (b, x) => b.op('Relu', [dense(b, x, doubling, [0, 0])])),
    );
  });
  after(() => {
    delete process.env['XDG_CACHE_HOME'];
  });

  it('leaves out rows that are not finite, and gives the others their own places', async () => {
    const cloud = await cloudBy(firstTwo, { ...request, input: `${data}#x` });
    assert.deepEqual(seen?.points.shape, [3, 3]);
    assert.deepEqual([...cloud.embedding.data], [1, 2, NaN, NaN, 7, 8, NaN, NaN, 13, 14]);
    assert.deepEqual([...cloud.trust], [1, NaN, 1, NaN, 1]);
    assert.deepEqual([...cloud.neighbours.indices], [2, -1, 4, -1, 0]);
    assert.match(cloud.conventions.join(' '), /^2 of 5 rows \(the first is 1, counted from 0\) contain NaN/);
    assert.deepEqual(cloud.provenance.data.array, 'x');
    assert.match(cloud.provenance.data.sha256, /^[0-9a-f]{64}$/);
  });

  it('shows frames, with the same gaps and their kind, and hears the commands of the method that fit', async () => {
    const frames: Frame[] = [];
    const wheel = new SteeringWheel<Command>();
    const options = { onFrame: (frame: Frame) => void frames.push(frame), steering: wheel };
    await cloudBy(firstTwo, { ...request, input: `${data}#x` }, options);
    // Both are made in the same thirtieth of a second.
    assert.equal(frames.length, 1);
    assert.deepEqual([...frames[0]!.positions.slice(0, 4)], [0, 0, NaN, NaN]);
    assert.equal(frames[0]!.kind, 'cloud');
    const heard: Command[] = [];
    const silence = seen!.steering!.onSteer((command) => heard.push(command));
    const pull = { kind: 'exaggerate', factor: 12, iterations: 3 };
    const wrong = [{ kind: 'exaggerate' }, { ...pull, factor: 'much' }, { kind: 'faster' }, { kind: 'toString' }];
    for (const command of [{ kind: 'pause' }, ...wrong, pull]) wheel.say(command);
    silence();
    wheel.say({ kind: 'pause' });
    assert.deepEqual(heard, [{ kind: 'pause' }, pull]);
  });

  it('takes a layer, by the name of its value or its own', async () => {
    const finite = writeArray(files.path('finite.npy'), [2, 3], [1, 2, 3, 4, 5, 6]);
    const opened = withGraph(await openModel(model));
    const layer = opened.graph.outputs[0]!.name;
    const reports: number[] = [];
    for (let round = 0; round < 2; round++) {
      const cloud = await cloudBy(
        firstTwo,
        { ...request, model, input: finite, layer },
        { onProgress: ({ fraction }) => reports.push(fraction) },
      );
      assert.deepEqual([...cloud.embedding.data], [2, 4, 8, 10]);
      assert.deepEqual([cloud.provenance.layer, cloud.provenance.pooling], [layer, 'mean']);
      assert.match(cloud.conventions.at(-1)!, /^The network ran on the device cpu, the map was laid out on cpu\.$/);
    }
    assert.ok(reports.every((fraction) => fraction >= 0 && fraction <= 1));
  });

  describe('that begins with an earlier one', () => {
    const seenPlaces = (): number[] => [...seen!.earlier!.places.data];
    let map: string;
    before(() => {
      data = files.path('base.npz');
      writeFileSync(data, encodeNpz({ x: float32([3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]) }));
    });
    /** As "embed --out" writes it. */
    async function writeMap(name: string, change: (made: CloudProvenance) => CloudProvenance = (made) => made) {
      const cloud = await cloudBy(firstTwo, { ...request, input: `${data}#x` });
      const provenance = change({ ...cloud.provenance, method: 'tsne' });
      writeFileSync(files.path(name), encodeNpz(cloudArrays({ ...cloud, provenance }, [])));
      return files.path(name);
    }
    const add = (input: string, earlier: Partial<EarlierMap> = {}) =>
      cloudBy(adding, {
        ...request,
        method: 'adding',
        input,
        earlier: { path: map, use: 'added', ...earlier },
      });

    it('takes its points for the first rows; those after them have no place', async () => {
      map = await writeMap('map.npz');
      const longer = writeArray(files.path('longer.npy'), [4, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1]);
      const cloud = await cloudBy(firstTwo, {
        ...request,
        input: longer,
        earlier: { path: map, use: 'start' },
      });
      assert.deepEqual(seenPlaces(), [1, 2, 4, 5, 7, 8, NaN, NaN]);
      assert.equal(seen!.earlier!.use, 'start');
      assert.match(cloud.provenance.earlier!.sha256, /^[0-9a-f]{64}$/);
    });

    it('leaves out rows that are not finite from both', async () => {
      const broken = writeArray(files.path('broken.npy'), [3, 3], [1, 2, 3, NaN, 5, 6, 7, 8, 9]);
      await cloudBy(firstTwo, { ...request, input: broken, earlier: { path: map, use: 'fixed' } });
      assert.deepEqual(seenPlaces(), [1, 2, 7, 8]);
    });

    it('adds other data to those that the map says it is of, with its metric', async () => {
      const cosine = await writeMap('cosine.npz', (made) => ({ ...made, parameters: { metric: 'cosine' } }));
      const cloud = await add(writeArray(files.path('more.npy'), [2, 3], [1, 0, 0, 0, 1, 0]), { path: cosine });
      assert.deepEqual([...seen!.points.data], [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 0, 0, 0, 1, 0]);
      assert.deepEqual(seenPlaces(), [1, 2, 4, 5, 7, 8, NaN, NaN, NaN, NaN]);
      assert.equal(cloud.added, 2);
      assert.equal(cloud.provenance.parameters['metric'], 'cosine');
      assert.match(cloud.provenance.data.path, /more\.npy$/);
      assert.equal(cloud.provenance.earlier!.data!.array, 'x');
      assert.match(cloud.conventions[0]!, /^The first 3 points are the map's, .*; the last 2 are added/);
    });

    it('adds to the layer of the model that the map is of', async () => {
      const opened = withGraph(await openModel(model));
      const layer = opened.graph.outputs[0]!.name;
      const of = writeArray(files.path('of.npy'), [2, 3], [1, 2, 3, 4, 5, 6]);
      const cloud = await cloudBy(firstTwo, { ...request, model, input: of, layer });
      const provenance: CloudProvenance = { ...cloud.provenance, method: 'tsne' };
      writeFileSync(files.path('layer.npz'), encodeNpz(cloudArrays({ ...cloud, provenance }, [])));
      await add(writeArray(files.path('one-more.npy'), [1, 3], [10, 20, 30]), { path: files.path('layer.npz') });
      assert.deepEqual([...seen!.points.data], [2, 4, 8, 10, 20, 40]);
    });

    it('says when the data have changed or are gone, and takes them where they are named', async () => {
      const more = files.path('more.npy');
      const moved = await writeMap('moved.npz', (made) => ({
        ...made,
        data: { ...made.data, path: files.path('gone.npz') },
      }));
      await assert.rejects(
        add(more, { path: moved }),
        /The data behind the map .* is missing: .*gone\.npz does not exist; choose where they are/,
      );
      await add(more, { path: moved, data: `${data}#x` });
      const changed = await writeMap('changed.npz', (made) => ({
        ...made,
        data: { ...made.data, sha256: '0'.repeat(64) },
      }));
      await assert.rejects(add(more, { path: changed }), /is not the data that the map .* was made of/);
      const { conventions } = await add(more, { path: changed, data: `${data}#x` });
      assert.match(conventions[1]!, /is not the data that the map .* was made of/);
    });

    const refused: [what: string, run: () => Promise<unknown>, message: RegExp][] = [
      ['a method that needs a map and has none', () => cloudBy(adding, { ...request, input: `${data}#x` }), /needs a map/],
      ['a method that has no use for it', () => cloudBy(firstTwo, { ...request, input: `${data}#x`, earlier: { path: map, use: 'added' } }), /cannot add points to a map; those that do: tsne-add/],
      ['a map of more points', () => cloudBy(firstTwo, { ...request, input: writeArray(files.path('few.npy'), [2, 3], [1, 2, 3, 4, 5, 6]), earlier: { path: map, use: 'start' } }), /a map of 3 points, but the data have only 2/],
      ['points of another width', () => add(writeArray(files.path('wide.npy'), [2, 4], [1, 2, 3, 4, 5, 6, 7, 8])), /3 numbers each .*, but the new ones have 4/],
      ['a map by another method', async () => add(files.path('more.npy'), { path: await writeMap('umap.npz', (made) => ({ ...made, method: 'umap' })) }), /is a map by umap/],
      ['data of another number', async () => add(files.path('more.npy'), { data: files.path('longer.npy') }), /a map of 3 points, but .* has 4 samples/],
      ['what is no map', () => add(files.path('more.npy'), { path: writeNpz('none.npz', [3, 4]) }), /does not hold a map: its array "embedding" is \[3, 4\]/],
      ['a map that does not say what it is of', () => add(files.path('more.npy'), { path: writeNpz('bare.npz', [3, 2]) }), /does not say which data it shows/],
    ]; // prettier-ignore
    for (const [what, act, message] of refused)
      it(`refuses ${what}`, async () => {
        await assert.rejects(act(), (error: unknown) => error instanceof ArgumentError && message.test(error.message));
      });

    function writeNpz(name: string, shape: [number, number]): string {
      writeFileSync(files.path(name), encodeNpz({ embedding: float32(shape, new Float32Array(shape[0] * shape[1])) }));
      return files.path(name);
    }
  });

  const wrong: [what: string, request: () => Partial<RunRequest>, message: RegExp][] = [
    ['no data', () => ({}), /needs data/],
    ['a layer without a model', () => ({ input: `${data}#x`, layer: 'a' }), /belongs to a model/],
    ['a model without a layer', () => ({ input: `${data}#x`, model }), /Choose a layer of/],
    ['an unknown layer', () => ({ input: `${data}#x`, model, layer: 'rela' }), /no layer "rela"; the nearest are/],
    ['text', () => ({ input: writeText('t.csv', 'a,b\nx,1\n') + '#a' }), /holds text/],
    ['no rows', () => ({ input: writeArray(files.path('none.npy'), [0, 3], []) }), /has no samples/],
    ['a single number', () => ({ input: writeArray(files.path('one.npy'), [], [1]) }), /has no samples/],
    [
      'rows that are all broken',
      () => ({ input: writeArray(files.path('nan.npy'), [2, 1], [NaN, NaN]) }),
      /Every row .* contains NaN/,
    ],
  ];
  for (const [what, given, message] of wrong)
    it(`refuses ${what}`, async () => {
      await assert.rejects(cloudBy(firstTwo, { ...request, ...given() }), (error: unknown) => {
        assert.ok(error instanceof ArgumentError, String(error));
        return message.test(error.message);
      });
    });

  function writeText(name: string, text: string): string {
    writeFileSync(files.path(name), text);
    return files.path(name);
  }

  const firstTwo = defineMethod({
    id: 'first-two',
    title: 'First two coordinates',
    family: 'maps of points',
    needs: { points: 'always', map: 'optional' },
    gives: 'cloud',
    summary: 'For tests.',
    source: 'None.',
    parameters: z.strictObject({}),
    map: { uses: ['start', 'fixed'] },
    steering,
    run: (context: PointsContext) => {
      seen = context;
      const [count = 0, width = 0] = context.points.shape;
      const data = Float32Array.from({ length: 2 * count }, (_, i) => context.points.data[(i >> 1) * width + (i & 1)]!);
      for (let i = 0; i < 2; i++)
        context.frame(() => ({ positions: new Float32Array(2 * count), dimensions: 2, phase: 'start', iteration: i, iterations: 2 })); // prettier-ignore
      context.progress(1);
      return Promise.resolve({
        embedding: float32([count, 2], data),
        metric: 'euclidean' as const,
        conventions: ['Cut.'],
      });
    },
  });

  const adding = defineMethod({
    ...firstTwo,
    id: 'adding',
    needs: { points: 'always', map: 'always' },
    parameters: z.strictObject({ metric: z.string().default('euclidean') }),
    map: { uses: ['added'], madeBy: ['tsne'], inherits: ['metric'] },
    run: (context: PointsContext) => firstTwo.run(context, {}),
  });
});

type Layout = Method & { gives: 'cloud' };

const cloudBy = (method: Layout, request: RunRequest, options: RunOptions = {}) =>
  run(new Host(), method, request, options, { cloud: cloudFinish(perfect) });

const request: RunRequest = { method: 'first-two', parameters: {}, seed: 0, device: 'cpu', memoryBudget: 2 ** 28 };

/** Each point's neighbour is the next one. */
const perfect: Parameters<typeof cloudFinish>[0] = (points) => {
  const count = points.shape[0]!;
  return Promise.resolve({
    quality: { k: 1, preservation: 1, trustworthiness: 1, continuity: 1 },
    trust: new Float32Array(count).fill(1),
    neighbours: {
      k: 1,
      indices: Int32Array.from({ length: count }, (_, i) => (i + 1) % count),
      distances: new Float32Array(count),
    },
  });
};
