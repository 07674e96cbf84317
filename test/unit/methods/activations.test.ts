/** Activations: pooled by the definition of each pooling, batched, cached, streamed to disk, and named when they are misspelt. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { LocalService } from '../../../src/kernel/service';
import { poolOf, poolRows } from '../../../src/methods/activations/pooling';
import { encodeNpz, readData } from '../../../src/formats';
import { streamNpz } from '../../../src/formats/npz-stream';
import type { ActivationsRequest, Column } from '../../../src/shared/dataset';
import type { Pooling } from '../../../src/shared/embedding';
import { float32, int64, sizeOf, type Shape } from '../../../src/shared/tensor';
import { network, oneConvolution, temporaryFolder, writeArray, writeModel } from '../../helpers/models';

const count = (shape: Shape): Float32Array => Float32Array.from({ length: sizeOf(shape) }, (_, i) => i);
const graphs = {
  convolution: oneConvolution(),
  sequence: network([1, 4, 3], (b, x) => b.op('MatMul', [x, b.constant(float32([3, 2], [1, 0, 0, 1, 0, 0]))])),
};

describe('pooling', () => {
  const cases: [graph: keyof typeof graphs, shape: Shape, pooling: Pooling, rows: number[]][] = [
    ['convolution', [2, 1, 2, 3], 'mean', [2.5, 8.5]],
    ['convolution', [1, 2, 2, 3], 'max', [5, 11]],
    ['convolution', [1, 2, 3, 3], 'centre', [4, 13]],
    // Of an even number, the upper of the two in the middle.
    ['convolution', [1, 1, 2, 4], 'centre', [6]],
    ['convolution', [1, 1, 2, 2], 'flatten', [0, 1, 2, 3]],
    ['convolution', [1, 2, 3], 'mean', [1, 4]],
    ['sequence', [1, 2, 3], 'mean', [1.5, 2.5, 3.5]],
    ['sequence', [2, 3, 2], 'max', [4, 5, 10, 11]],
    ['sequence', [1, 3, 2], 'centre', [2, 3]],
    ['sequence', [2, 2], 'mean', [0, 1, 2, 3]],
    ['sequence', [3], 'max', [0, 1, 2]],
  ];
  for (const [kind, shape, pooling, expected] of cases)
    it(`${pooling} of [${shape.join(', ')}] from a ${kind}`, () => {
      const graph = graphs[kind];
      const name = kind === 'convolution' ? 'relu1' : graph.outputs[0]!.name;
      const pool = poolOf(graph, name, shape, pooling, shape[0]!);
      const rows = new Float32Array(shape[0]! * pool.width);
      poolRows(count(shape), shape, pool, rows);
      assert.deepEqual([...rows], expected);
    });

  it('says which axis it took, and refuses what is no rows', () => {
    const { convention } = poolOf(graphs.sequence, graphs.sequence.outputs[0]!.name, [2, 3, 4], 'mean', 2);
    assert.match(convention, /is \[N, 3, 4\]: the mean over axis 1 \(3 positions\)\./);
    assert.throws(() => poolOf(graphs.convolution, 'relu1', [2, 3], 'mean', 4), /mixes samples, so it gives no rows/);
  });

  it('a maximum keeps NaN', () => {
    const pool = poolOf(graphs.convolution, 'relu1', [1, 1, 1, 2], 'max', 1);
    const rows = new Float32Array(1);
    poolRows(Float32Array.of(NaN, 1), [1, 1, 1, 2], pool, rows);
    assert.ok(Number.isNaN(rows[0]));
  });
});

describe('activations', () => {
  const files = temporaryFolder();
  let service: LocalService;
  let request: ActivationsRequest;
  before(() => {
    process.env['XDG_CACHE_HOME'] = files.path('cache');
    const images = float32([600, 1, 4, 4], count([600, 1, 4, 4]));
    writeFileSync(files.path('x.npz'), encodeNpz({ images, labels: int64([600], new Array(600).fill(0).map((_, i) => i % 2)) })); // prettier-ignore
    const model = writeModel(files.path('m.onnx'), oneConvolution());
    request = { model, data: `${files.path('x.npz')}#images`, layers: ['conv1', 'relu1'], pooling: 'max', device: 'cpu', memoryBudget: 2 ** 28 }; // prettier-ignore
  });
  beforeEach(() => {
    service = new LocalService();
  });
  after(() => {
    delete process.env['XDG_CACHE_HOME'];
  });

  /** Sums of the 3 × 3 window at the lower right, the largest one since numbers rise, plus the bias of the filter. */
  const largest = (n: number): number[] => {
    const sum = [5, 6, 7, 9, 10, 11, 13, 14, 15].reduce((total, i) => total + 16 * n + i, 0);
    return [sum - 50, sum - 75];
  };

  it('are the same in memory, from the cache of this process and of the disk, and in a file', async () => {
    const fractions: number[] = [];
    const first = await service.activations(request, { onProgress: ({ fraction }) => fractions.push(fraction) });
    assert.deepEqual([...first.layers[0]!.rows!.data], Array.from({ length: 600 }, (_, n) => largest(n)).flat());
    assert.deepEqual(first.layers.map(({ layer, shape }) => [layer, ...shape]), [['conv1', 600, 2], ['relu1', 600, 2]]); // prettier-ignore
    assert.ok(fractions.length > 1 && fractions.at(-1) === 1);
    assert.equal(readdirSync(files.path('cache/netloupe/activations')).length, 2);
    const runs: number[] = [];
    const again = await new LocalService().activations(request, { onProgress: ({ fraction }) => runs.push(fraction) });
    assert.deepEqual([again.layers, runs], [first.layers, []]);
    const out = files.path('out.npz');
    const written = await service.activations({ ...request, out }, {});
    assert.ok(written.layers.every(({ rows }) => rows === undefined));
    assert.deepEqual(await readData(`${out}#relu1`), first.layers[1]!.rows);
    assert.deepEqual((await readData(`${out}#labels`)).data.slice(0, 3), BigInt64Array.of(0n, 1n, 0n));
  });

  it('broken and foreign files in the cache are computed again', async () => {
    const folder = files.path('cache/netloupe/activations');
    for (const name of readdirSync(folder)) writeFileSync(`${folder}/${name}`, 'broken');
    const other = { ...request, pooling: 'mean' } as const;
    const computed = await service.activations(other, {});
    for (const name of readdirSync(folder)) writeFileSync(`${folder}/${name}`, encodeNpz({ rows: int64([1], [1]) }));
    assert.deepEqual((await new LocalService().activations(other, {})).layers, computed.layers);
  });

  it('cancelled: nothing is left of the file', async () => {
    const controller = new AbortController();
    const out = files.path('cancelled.npz');
    const run = service.activations({ ...request, out }, { signal: controller.signal, onProgress: () => { controller.abort(); } }); // prettier-ignore
    await assert.rejects(run, /Cancelled/);
    assert.ok(!existsSync(out) && !existsSync(`${out}.unfinished`));
  });

  it('larger than the budget: in portions that fit it, each on the disk before the next', async () => {
    const memoryBudget = 2 ** 12;
    const fractions: number[] = [];
    const out = files.path('small.npz');
    await service.activations({ ...request, pooling: 'flatten', memoryBudget, out }, { onProgress: ({ fraction }) => fractions.push(fraction) }); // prettier-ignore
    // 600 samples of two layers of 8 numbers: some 38 kB of rows, ten times what may be held.
    assert.ok(fractions.length >= 10, `${fractions.length} portions`);
    const whole = await service.activations({ ...request, pooling: 'flatten' }, {});
    for (const { layer, rows } of whole.layers) assert.deepEqual(await readData(`${out}#${layer}`), rows);
  });

  it('refuses unknown layers, none, and data of another shape', async () => {
    await assert.rejects(service.activations({ ...request, layers: ['rela1'] }, {}), /no layer "rela1"; the nearest are "relu1"/); // prettier-ignore
    await assert.rejects(service.activations({ ...request, layers: [] }, {}), /at least one layer/);
    const wide = writeArray(files.path('wide.npy'), [2, 1, 5, 5], new Float32Array(50));
    await assert.rejects(service.activations({ ...request, data: wide }, {}), /\[1, 5, 5\] do not fit the input "x"/);
  });

  it('what a classifier says: softmax by its formula, cross-entropy, right and wrong', async () => {
    // Logits are the input itself.
    const model = writeModel(
      files.path('identity.onnx'),
      network([1, 3], (b, x) => b.op('Identity', [x])),
    );
    writeFileSync(files.path('identity.labels.txt'), 'cat\ndog\nowl\n');
    const logits = float32([2, 3], [0, Math.log(2), Math.log(5), 3, 0, 0]);
    writeFileSync(files.path('l.npz'), encodeNpz({ x: logits, y: { dtype: 'string', shape: [2], data: ['dog', 'cat'] } })); // prettier-ignore
    const columns = await service.modelColumns({ ...request, model, data: `${files.path('l.npz')}#x` }, {});
    const [prediction, confidence, loss, correct] = columns;
    assert.deepEqual(prediction, { name: 'prediction', kind: 'categories', categories: ['cat', 'dog', 'owl'], codes: Int32Array.of(2, 0) }); // prettier-ignore
    assert.ok(confidence?.kind === 'numbers' && Math.abs(confidence.values[0]! - 5 / 8) < 1e-6);
    assert.ok(loss?.kind === 'numbers' && Math.abs(loss.values[0]! - Math.log(4)) < 1e-6);
    assert.ok(correct?.kind === 'categories');
    assert.deepEqual([...correct.codes], [0, 1]);
    const asked = async (...y: string[]): Promise<Column[]> => {
      writeFileSync(files.path('l.npz'), encodeNpz({ x: logits, y: { dtype: 'string', shape: [2], data: y } }));
      return new LocalService().modelColumns({ ...request, model, data: `${files.path('l.npz')}#x` }, {});
    };
    // Names in another case; a name before a number; names that are none, of some and of all.
    for (const [labels, codes, remark] of [
      [['Owl', 'CAT '], [1, 1], undefined],
      [['2', '0'], [1, 1], undefined],
      [
        ['owl', '0'],
        [1, -1],
        /^1 of 2 labels in "y" \("0"\) match no class: they are not among the model's classes \("cat", "dog", "owl"\)/,
      ],
      [['cow', 'hen'], undefined, /^The labels in "y" \("cow", "hen"\) match no class/],
    ] as const) {
      const found = await asked(...labels);
      const right = found.find(({ name }) => name === 'correct');
      assert.deepEqual(right?.kind === 'categories' ? [...right.codes] : undefined, codes);
      const said = found.find((column) => column.remark !== undefined)?.remark;
      if (remark) assert.match(said!, remark);
      else assert.equal(said, undefined);
    }
    await assert.rejects(
      service.modelColumns({ ...request, model, data: `${files.path('l.npz')}#x`, label: 'z' }, {}),
      /no column "z"/,
    );
  });
});

describe('formats/npz-stream', () => {
  const files = temporaryFolder();
  it('writes several arrays at once, as NumPy and this reader want them', async () => {
    const path = files.path('s.npz');
    const stream = await streamNpz(path, [{ name: 'a', shape: [3, 2] }, { name: 'é/b', shape: [3] }]); // prettier-ignore
    for (let row = 0; row < 3; row++) {
      await stream.write('a', Float32Array.of(row, row + 0.5));
      await stream.write('é/b', Float32Array.of(-row));
    }
    await stream.finish({ label: { dtype: 'string', shape: [1], data: ['x'] } });
    assert.deepEqual(await readData(`${path}#a`), float32([3, 2], [0, 0.5, 1, 1.5, 2, 2.5]));
    assert.deepEqual([...(await readData(`${path}#é/b`)).data], [-0, -1, -2]);
    assert.deepEqual((await readData(`${path}#label`)).data, ['x']);
  });

  it('refuses what a zip cannot hold, and rows that are missing', async () => {
    await assert.rejects(
      streamNpz(files.path('t.npz'), [{ name: 'a', shape: [2 ** 20, 2 ** 11] }]),
      /would exceed 4 GiB/,
    );
    const stream = await streamNpz(files.path('u.npz'), [{ name: 'a', shape: [2] }]);
    await assert.rejects(stream.finish(), /has only \d+ of its \d+ bytes/);
    await stream.abandon();
    assert.ok(!existsSync(files.path('u.npz')) && !existsSync(files.path('t.npz.unfinished')));
  });
});
