/** Data sets: which samples, columns and pictures are found in files and folders, and what is said of those that are none. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  encodeNpy,
  encodeNpz,
  encodePng,
  openDataset,
  pickSamples,
  rowsOf,
  samplesOf,
  thumbnailsOf,
} from '../../../src/formats';
import { ArgumentError } from '../../../src/shared/errors';
import { float32, int64, tensorOf, type Tensor } from '../../../src/shared/tensor';
import { idxOf } from './files';

const text = (cells: string[]): Tensor => ({ dtype: 'string', shape: [cells.length], data: cells });
const rows = (n: number): Tensor =>
  float32(
    [n, 2],
    Array.from({ length: 2 * n }, (_, i) => i / 2),
  );

describe('formats/dataset', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dataset-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, content: Uint8Array | string): string => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const grey = (level: number, width = 2, height = 2): Uint8Array =>
    encodePng(tensorOf('uint8', [height, width, 1], Array<number>(width * height).fill(level)));

  const labelled: [what: string, arrays: Record<string, Tensor>, array: string, labels: string[]][] = [
    ['y_train for x_train', { x_train: rows(3), y_train: int64([3], [1, 0, 1]), y_test: int64([3], [0, 0, 0]) }, 'x_train', ['y_train']],
    ['labels for images', { images: rows(3), labels: text(['b', 'a', 'b']), score: float32([3], [1, 2, 3]) }, 'images', ['labels']],
    ['target by its name', { rows: rows(3), target: int64([3, 1], [5, 5, 6]), other: int64([3], [1, 2, 3]) }, 'rows', ['target']],
    ['the only one of classes', { rows: rows(3), sort: text(['a', 'b', 'c']), score: float32([3], [1, 2, 3]) }, 'rows', ['sort']],
    ['none of several', { rows: rows(3), one: int64([3], [1, 2, 3]), two: int64([3], [1, 2, 3]) }, 'rows', []],
    ['none of another length', { rows: rows(3), labels: int64([4], [1, 2, 3, 4]) }, 'rows', []],
  ]; // prettier-ignore
  for (const [what, arrays, array, labels] of labelled)
    it(`finds labels: ${what}`, async () => {
      const { description } = await openDataset(`${file('a.npz', encodeNpz(arrays))}#${array}`);
      assert.deepEqual(description.columns.filter(({ label }) => label).map(({ name }) => name), labels); // prettier-ignore
    });

  it('gives categories in order, with the names beside the file, and numbers', async () => {
    const spec = `${file('b.npz', encodeNpz({ x: rows(3), y: int64([3], [10, 9, 0]), loss: float32([3], [0.5, NaN, 1]) }))}#x`;
    const dataset = await openDataset(spec);
    assert.deepEqual(await dataset.column('y'), { name: 'y', kind: 'categories', categories: ['0', '9', '10'], codes: Int32Array.of(2, 1, 0) }); // prettier-ignore
    assert.deepEqual(await dataset.column('loss'), { name: 'loss', kind: 'numbers', values: Float32Array.of(0.5, NaN, 1) }); // prettier-ignore
    await assert.rejects(dataset.column('los'), /no column "los"; it has loss/);
    file('b.labels.txt', Array.from({ length: 11 }, (_, i) => `class ${i}`).join('\n'));
    const named = await (await openDataset(spec)).column('y');
    assert.deepEqual(named.kind === 'categories' && named.categories, ['class 0', 'class 9', 'class 10']);
  });

  it('leaves the label columns of a table out of its samples', async () => {
    const dataset = await openDataset(file('t.csv', 'label,a,b,name\n1,2,3,x\n0,4,5,y\n'));
    assert.deepEqual([...(await rowsOf(dataset)).data], [2, 3, 4, 5]);
    assert.deepEqual(dataset.description.columns.map(({ name, label }) => [name, label]), [['label', true], ['name', false], ['a', false], ['b', false]]); // prettier-ignore
    assert.match(dataset.description.conventions.join(), /leave out these columns of the table: label \(labels\)/);
    const measured = await openDataset(file('u.csv', 'target,a\n1.5,2\n0.5,4\n'));
    assert.deepEqual(measured.description.shape, [2]);
  });

  it('finds the labels of idx and .npy in the files beside them', async () => {
    const images = file('train-images-idx3-ubyte', idxOf(8, [3, 8, 8], 192));
    file('train-labels-idx1-ubyte', idxOf(8, [3], 3));
    const dataset = await openDataset(images);
    assert.deepEqual(dataset.description.columns, [{ name: 'label', kind: 'categories', label: true }]);
    assert.match(dataset.description.conventions[0]!, /train-labels-idx1-ubyte/);
    const x = file('x_train.npy', encodeNpy(rows(2)));
    file('y_train.npy', encodeNpy(int64([2], [4, 5])));
    const beside = await (await openDataset(x)).column('label');
    assert.deepEqual(beside.kind === 'categories' && beside.categories, ['4', '5']);
  });

  it('reads pictures of a folder in the order of their paths, sub-folders as labels', async () => {
    for (const name of ['ten/2.png', 'ten/10.png', 'Nine/a.png', '.hidden/a.png', 'top.png'])
      file(`p/${name}`, grey(name.length));
    file('p/notes.txt', 'no picture');
    const path = join(folder, 'p');
    symlinkSync(path, join(path, 'loop'));
    const dataset = await openDataset(path);
    const [labels, files] = [await dataset.column('folder'), await dataset.column('file')];
    assert.ok(labels.kind === 'categories' && files.kind === 'categories');
    assert.deepEqual(
      files.categories,
      ['Nine/a.png', 'ten/10.png', 'ten/2.png', 'top.png'].map((name) => join(name)),
    );
    assert.deepEqual([labels.categories, ...labels.codes], [['Nine', 'ten'], 0, 1, 1, -1]);
    assert.deepEqual([...(await rowsOf(dataset)).data], [10, 10, 10, 10, 10, 10, 10, 10, 9, 9, 9, 9, 7, 7, 7, 7]);
    const before = await dataset.sha256();
    file('p/top.png', grey(200));
    assert.notEqual(await (await openDataset(path)).sha256(), before);
    file('p/wide.png', grey(1, 5));
    const mixed = await openDataset(path);
    await assert.rejects(rowsOf(mixed), (error: unknown) => error instanceof ArgumentError && error.message.includes('wide.png is 2 × 5 × 1')); // prettier-ignore
    const input = { name: 'x', dtype: 'float32', shape: ['N', 1, 4, 4] } as const;
    const samples = samplesOf(mixed, input);
    assert.deepEqual([samples.shape, (await samples.read(3, 2)).shape], [[1, 4, 4], [2, 1, 4, 4]]); // prettier-ignore
  });

  it('gives samples as a network takes them', async () => {
    const input = { name: 'x', dtype: 'float32', shape: ['N', 1, 8, 8] } as const;
    const idx = samplesOf(await openDataset(file('t10k-images-idx3-ubyte', idxOf(8, [4, 8, 8], 256))), input);
    const [first] = (await idx.read(3, 1)).data as Float32Array;
    assert.ok(Math.abs(first! - 192 / 255) < 1e-6, 'bytes become 0 to 1');
    const array = samplesOf(
      await openDataset(file('c.npy', encodeNpy(float32([4, 8, 8], new Float32Array(256))))),
      input,
    );
    assert.deepEqual([array.count, array.shape], [4, [1, 8, 8]]);
    const one = samplesOf(await openDataset(file('d.npy', encodeNpy(float32([8, 8], new Float32Array(64))))), input);
    assert.deepEqual([one.count, (await one.read(0, 1)).shape], [1, [1, 1, 8, 8]]);
    const other = await openDataset(file('e.npy', encodeNpy(float32([4, 7, 8], new Float32Array(224)))));
    assert.throws(() => samplesOf(other, input), /\[7, 8\] do not fit the input "x" of shape \[N, 1, 8, 8\]/);
    assert.throws(() => samplesOf(other, input, { scale: 1 }), /Preprocessing is for pictures/);
  });

  it('draws thumbnails, smaller but never larger, their channels where they are', async () => {
    const planes = float32(
      [1, 3, 8, 8],
      Array.from({ length: 192 }, (_, i) => (i < 64 ? 1 : 0)),
    );
    const dataset = await openDataset(file('red.npy', encodeNpy(planes)));
    const small = await thumbnailsOf(dataset, [0], 4);
    assert.deepEqual([small.width, small.height, ...small.rgba.slice(0, 4)], [4, 4, 255, 0, 0, 255]);
    assert.equal((await thumbnailsOf(dataset, [0, 0], 64)).rgba.length, 2 * 8 * 8 * 4);
    await assert.rejects(thumbnailsOf(dataset, [1], 8), /has 1 samples, so there is no sample 1/);
    await assert.rejects(thumbnailsOf(dataset, [0], 65), /1 to 64 pixels/);
    const features = await openDataset(file('f.npy', encodeNpy(rows(3))));
    await assert.rejects(thumbnailsOf(features, [0], 8), /are not pictures/);
  });

  it('picks samples in any order, and says which are not there', async () => {
    const dataset = await openDataset(file('g.npy', encodeNpy(rows(3))));
    assert.deepEqual([...(await pickSamples(dataset, [2, 0])).data], [2, 2.5, 0, 0.5]);
    for (const index of [3, -1, 0.5, NaN]) await assert.rejects(pickSamples(dataset, [index]), /there is no sample/);
  });

  it('refuses what has no samples', async () => {
    mkdirSync(join(folder, 'empty'));
    await assert.rejects(openDataset(join(folder, 'empty')), /has no pictures \(\.png, /);
    await assert.rejects(openDataset(join(folder, 'empty#x')), ArgumentError);
    await assert.rejects(
      openDataset(file('z.npz', encodeNpz({ a: text(['x']), b: int64([], [1]) }))),
      /has 2 arrays; name one/,
    );
    await assert.rejects(openDataset(join(folder, 'z.npz#a')), /holds text/);
    await assert.rejects(openDataset(join(folder, 'z.npz#b')), /has no samples/);
  });
});
