/** Points from data and layers to a cloud, with a method whose map is known: its first two coordinates. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { encodeNpz } from '../../../src/formats';
import { openModel } from '../../../src/formats/model';
import { embed, type Measure } from '../../../src/kernel/embed';
import { Host } from '../../../src/kernel/host';
import { defineMethod, type PointsContext } from '../../../src/methods/method';
import type { LayoutFrame } from '../../../src/shared/embedding';
import { ArgumentError } from '../../../src/shared/errors';
import type { RunRequest } from '../../../src/shared/requests';
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
    const cloud = await embed(new Host(), firstTwo, perfect, { ...request, input: `${data}#x` });
    assert.deepEqual(seen?.points.shape, [3, 3]);
    assert.deepEqual([...cloud.embedding.data], [1, 2, NaN, NaN, 7, 8, NaN, NaN, 13, 14]);
    assert.deepEqual([...cloud.trust], [1, NaN, 1, NaN, 1]);
    assert.deepEqual([...cloud.neighbours.indices], [2, -1, 4, -1, 0]);
    assert.match(cloud.conventions.join(' '), /^2 of 5 rows \(the first is 1, counted from 0\) hold NaN/);
    assert.deepEqual(cloud.provenance.data.array, 'x');
    assert.match(cloud.provenance.data.sha256, /^[0-9a-f]{64}$/);
  });

  it('shows frames, with the same gaps, and hands steering on', async () => {
    const frames: LayoutFrame[] = [];
    const steering = { onSteer: () => () => undefined };
    const options = { onFrame: (frame: LayoutFrame) => void frames.push(frame), steering };
    await embed(new Host(), firstTwo, perfect, { ...request, input: `${data}#x` }, options);
    // Both are made in the same thirtieth of a second.
    assert.equal(frames.length, 1);
    assert.deepEqual([...frames[0]!.positions.slice(0, 4)], [0, 0, NaN, NaN]);
    assert.equal(seen?.steering, steering);
  });

  it('takes a layer, by the name of its value or its own', async () => {
    const finite = writeArray(files.path('finite.npy'), [2, 3], [1, 2, 3, 4, 5, 6]);
    const opened = await openModel(model);
    const layer = opened.graph.outputs[0]!.name;
    const reports: number[] = [];
    for (let round = 0; round < 2; round++) {
      const cloud = await embed(
        new Host(),
        firstTwo,
        perfect,
        { ...request, model, input: finite, layer },
        { onProgress: ({ fraction }) => reports.push(fraction) },
      );
      assert.deepEqual([...cloud.embedding.data], [2, 4, 8, 10]);
      assert.deepEqual([cloud.provenance.layer, cloud.provenance.pooling], [layer, 'mean']);
      assert.match(cloud.conventions.at(-1)!, /^The network ran on the device cpu, the map was laid out on cpu\.$/);
    }
    assert.ok(reports.every((fraction) => fraction >= 0 && fraction <= 1));
  });

  const wrong: [what: string, request: () => Partial<RunRequest>, message: RegExp][] = [
    ['no data', () => ({}), /needs data/],
    ['a layer without a model', () => ({ input: `${data}#x`, layer: 'a' }), /belongs to a model/],
    ['a model without a layer', () => ({ input: `${data}#x`, model }), /Which layer/],
    ['an unknown layer', () => ({ input: `${data}#x`, model, layer: 'rela' }), /no layer "rela"; the nearest are/],
    ['text', () => ({ input: writeText('t.csv', 'a,b\nx,1\n') + '#a' }), /holds text/],
    ['no rows', () => ({ input: writeArray(files.path('none.npy'), [0, 3], []) }), /has no samples/],
    ['a single number', () => ({ input: writeArray(files.path('one.npy'), [], [1]) }), /has no samples/],
    [
      'rows that are all broken',
      () => ({ input: writeArray(files.path('nan.npy'), [2, 1], [NaN, NaN]) }),
      /No row .* finite/,
    ],
  ];
  for (const [what, given, message] of wrong)
    it(`refuses ${what}`, async () => {
      await assert.rejects(embed(new Host(), firstTwo, perfect, { ...request, ...given() }), (error: unknown) => {
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
    takes: 'points',
    summary: 'For tests.',
    source: 'None.',
    parameters: z.strictObject({}),
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
});

const request: RunRequest = { method: 'first-two', parameters: {}, seed: 0, device: 'cpu', memoryBudget: 2 ** 28 };

/** Each point's neighbour is the next one. */
const perfect: Measure = (points) => {
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
