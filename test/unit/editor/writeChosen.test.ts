/** Chosen samples as a data set of their own: the same numbers, the same labels, and of the same kind, so that a network gets the same. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeChosen } from '../../../src/editor/cloud/writeChosen';
import { encodeNpz, encodePng } from '../../../src/formats';
import { encodeIdx } from '../../../src/formats/idx';
import { LocalService } from '../../../src/kernel/service';
import type { Column } from '../../../src/shared/dataset';
import { float32, int64, tensorOf } from '../../../src/shared/tensor';
import { writeModel } from '../../vscode/fixtures';

describe('chosen samples become', () => {
  const service = new LocalService();
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'netloupe-chosen-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('a folder of a folder, of which a network makes what it made of the whole', async () => {
    const pictures = join(folder, 'animals');
    for (const [i, name] of ['cat/0.png', 'cat/1.png', 'dog/0.png', 'owl/7.png'].entries()) {
      mkdirSync(dirname(join(pictures, name)), { recursive: true });
      const values = Array.from({ length: 64 }, (_, pixel) => (pixel * 37 * (i + 1)) % 256);
      writeFileSync(join(pictures, name), encodePng(tensorOf('uint8', [8, 8, 1], values)));
    }
    const model = join(folder, 'small.onnx');
    writeModel(model);
    const data = await chosen(pictures, [1, 2]);
    match(data, /animals-2-\w{8}$/);
    deepEqual(await labelsOf(data), ['cat', 'dog']);
    const rowsOf = async (input: string): Promise<number[]> => {
      const request = { model, data: input, layers: ['first'], device: 'cpu', memoryBudget: 2 ** 28 };
      return [...(await service.activations({ ...request, pooling: 'mean' })).layers[0]!.rows!.data];
    };
    deepEqual(await rowsOf(data), (await rowsOf(pictures)).slice(16, 48));
  });

  it('idx of idx, whose bytes a network gets as pictures', async () => {
    const pixels = Uint8Array.from({ length: 4 * 9 }, (_, i) => 7 * i);
    writeFileSync(join(folder, 'train-images-idx3-ubyte'), encodeIdx([4, 3, 3], pixels));
    writeFileSync(join(folder, 'train-labels-idx1-ubyte'), encodeIdx([4], Uint8Array.of(9, 3, 5, 3)));
    const data = await chosen(join(folder, 'train-images-idx3-ubyte'), [1, 2]);
    match(data, /-2-\w{8}-images-idx3-ubyte$/);
    const { format, pictures, shape } = await service.describeDataset(data);
    deepEqual([format, pictures, shape], ['idx', true, [3, 3]]);
    deepEqual(await samplesOf(data, 2), [...pixels.subarray(9, 27)]);
    deepEqual(await labelsOf(data), ['3', '5']);
  });

  it('arrays of arrays, with every column and the row', async () => {
    const values = Float32Array.from({ length: 8 }, (_, i) => i / 3);
    const loss = float32([4], [0.5, 1, 2, 3]);
    writeFileSync(join(folder, 'a.npz'), encodeNpz({ x: float32([4, 2], values), y: int64([4], [1, 0, 1, 1]), loss }));
    const data = await chosen(`${join(folder, 'a.npz')}#x`, [0, 3]);
    match(data, /\.npz#samples$/);
    deepEqual(await samplesOf(data, 2), [...values.subarray(0, 2), ...values.subarray(6, 8)]);
    deepEqual(await labelsOf(data), ['1', '1']);
    const columns = await service.readColumns({ data });
    deepEqual(columns.map(({ name }) => name).sort(), ['loss', 'row', 'y']);
    const kept = columns.find(({ name }) => name === 'loss');
    ok(kept?.kind === 'numbers');
    deepEqual([...kept.values], [0.5, 3]);
  });

  it('arrays of a table, whose labels stay labels whatever they were called', async () => {
    writeFileSync(join(folder, 't.csv'), 'animal,a,b\ncat,1,2\ndog,3,4\ncat,5,6\n');
    const data = await chosen(join(folder, 't.csv'), [1, 2]);
    deepEqual(await samplesOf(data, 2), [3, 4, 5, 6]);
    deepEqual(await labelsOf(data), ['dog', 'cat']);
  });

  it('arrays whose numbers keep the names of the table’s columns, also where there are as many samples', async () => {
    writeFileSync(join(folder, 'n.csv'), 'animal,weight,height\ncat,1,2\ndog,3,4\ncat,5,6\n');
    for (const indices of [[0], [1, 2], [0, 1, 2]]) {
      const data = await chosen(join(folder, 'n.csv'), indices);
      const { features, columns, samples } = await service.describeDataset(data);
      deepEqual([features, samples], [['weight', 'height'], indices.length]);
      deepEqual(columns.map(({ name }) => name).sort(), ['height', 'labels', 'row', 'weight']);
    }
  });

  async function chosen(input: string, indices: number[]): Promise<string> {
    const columns = await service.readColumns({ data: input });
    const data = await writeChosen(indices, {
      service,
      question: { input },
      run: { root: folder, id: 'run' },
      columns,
    });
    equal(
      await writeChosen(indices, { service, question: { input }, run: { root: folder, id: 'run' }, columns }),
      data,
    );
    return data;
  }

  async function samplesOf(data: string, count: number): Promise<number[]> {
    return [...(await service.readSamples({ data, indices: [...Array(count).keys()] })).data];
  }

  async function labelsOf(data: string): Promise<(string | undefined)[]> {
    const label = (await service.describeDataset(data)).columns.find(({ label }) => label)!;
    const [column] = (await service.readColumns({ data, names: [label.name] })) as [Column & { kind: 'categories' }];
    return Array.from(column.codes, (code) => column.categories[code]);
  }
});
