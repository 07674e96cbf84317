/**
 * Networks that take or give integers, of every type that the engine has: numbers come out as plain arithmetic says, the ends of int64 among
 * them, and whatever else is asked of such a network is answered or refused in a sentence.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { encodeNpy, encodeNpz, readData } from '../../../src/formats';
import { attributes } from '../../../src/graph/attributes';
import { OPSET, type Graph } from '../../../src/graph/graph';
import { dtypeCode } from '../../../src/graph/onnx/types';
import { LocalService } from '../../../src/kernel/service';
import { ArgumentError } from '../../../src/shared/errors';
import { int64, tensorOf, type DType, type Tensor } from '../../../src/shared/tensor';
import { temporaryFolder, writeArray, writeModel } from '../../helpers/models';

type Integer = Exclude<DType, 'string' | 'float32' | 'float64' | 'float16' | 'bfloat16'>;
const integers: Integer[] = ['int64', 'uint64', 'int32', 'uint32', 'int16', 'uint16', 'int8', 'uint8', 'bool'];
const rows = [[1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 0, 1]]; // prettier-ignore

/** From x of one type to y of another, by these operators in turn. */
function chain(from: DType, to: DType, ops: { op: string; to?: DType }[]): Graph {
  const values = ['x', ...ops.slice(1).map((_, i) => `hidden${i}`), 'y'];
  return {
    ...{ name: 'chain', opset: OPSET, domains: {}, values: new Map(), initializers: new Map() },
    inputs: [{ name: 'x', dtype: from, shape: ['N', 3] }],
    outputs: [{ name: 'y', dtype: to, shape: ['N', 3] }],
    nodes: ops.map(({ op, to: type }, i) => ({
      ...{ op, domain: '', name: `${op} ${i}`, inputs: [values[i]!], outputs: [values[i + 1]!] },
      attributes: attributes({ to: type && dtypeCode[type] }),
    })),
  };
}

describe('integers', () => {
  const files = temporaryFolder();
  const service = new LocalService();
  const common = { device: 'cpu', memoryBudget: 2 ** 30 };
  const write = (name: string, tensor: Tensor): string => {
    writeFileSync(files.path(name), encodeNpy(tensor));
    return files.path(name);
  };

  for (const dtype of integers) {
    const data = tensorOf(dtype, [4, 3], rows.flat());

    it(`${dtype} goes in, from an array of its own type, of float32 and of int64`, async () => {
      const model = writeModel(files.path('in.onnx'), chain(dtype, 'float32', [{ op: 'Cast', to: 'float32' }]));
      for (const given of [data, tensorOf('float32', [4, 3], rows.flat()), int64([4, 3], rows.flat())]) {
        const { outputs } = await service.forward({ ...common, model, input: write('x.npy', given), outputs: [] });
        assert.deepEqual(outputs['y'], tensorOf('float32', [4, 3], rows.flat()));
      }
      assert.deepEqual((await service.describeModel(model)).inputs, [{ name: 'x', dtype, shape: ['N', 3] }]);
      await assert.rejects(
        service.attribute({ ...common, model, input: write('x.npy', data), method: 'gradient', parameters: {}, target: '0', seed: 0 }), // prettier-ignore
        (error) => error instanceof ArgumentError && error.message.includes('no float input'),
      );
    });

    it(`${dtype} comes out, is written, mapped and explained by what is below it`, async () => {
      const model = writeModel(
        files.path('out.onnx'),
        chain('float32', dtype, [{ op: 'Abs' }, { op: 'Cast', to: dtype }, { op: 'Identity' }]),
      );
      const input = writeArray(files.path('x.npy'), [4, 3], rows.flat());
      const { outputs } = await service.forward({ ...common, model, input, outputs: [] });
      assert.deepEqual(outputs['y'], data);
      writeFileSync(files.path('out.npz'), await service.encodeNpz(outputs));
      assert.deepEqual(await readData(`${files.path('out.npz')}#y`), data);
      const [layer] = await service.activations({ ...common, model, data: input, layers: ['y'], pooling: 'mean' }).then(({ layers }) => layers); // prettier-ignore
      assert.deepEqual([...layer!.rows!.data], rows.flat());
      const columns = await service.modelColumns({ ...common, model, data: input });
      assert.deepEqual([...(columns[0] as unknown as { codes: Int32Array }).codes], rows.map((row) => row.indexOf(1))); // prettier-ignore
      const explained = await service.attribute({ ...common, model, input, method: 'feature-ablation', parameters: {}, target: 'argmax', seed: 0 }); // prettier-ignore
      assert.deepEqual(explained.targetOutput, [1, 1, 1, 1]);
      assert.deepEqual([...explained.attribution.data], rows.flatMap((row) => row.map((_, i) => Number(i === row.indexOf(1))))); // prettier-ignore
    });

    it(`${dtype} data is described, shown and taken as the input of a network`, async () => {
      const model = writeModel(files.path('float.onnx'), chain('float32', 'float32', [{ op: 'Neg' }]));
      const input = write('data.npy', data);
      assert.equal((await service.describeDataset(input)).samples, 4);
      assert.deepEqual([...(await service.readSamples({ data: input, indices: [2] })).data], rows[2]);
      const asked = { ...common, model, input, parameters: {}, target: '1', seed: 0 };
      assert.deepEqual([...(await service.attribute({ ...asked, method: 'gradient' })).attribution.data], rows.flatMap(() => [-0, -1, -0])); // prettier-ignore
    });

    it(`${dtype} numbers are summed up at a glance`, async () => {
      const { shown } = await service.describeFile({ path: write('data.npy', data), colours: 'light' });
      const { count, mean, min, max, zeros } = shown!.statistics;
      assert.deepEqual([count, mean, min, max, zeros], [12, 7 / 12, 0, 1, 5 / 12]);
    });
  }

  it('the ends of int64 survive from a file through the network to a file', async () => {
    const ends = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n + 1n];
    const exact: Tensor = { dtype: 'int64', shape: [1, 3], data: BigInt64Array.from(ends) };
    const model = writeModel(files.path('ends.onnx'), chain('int64', 'int64', [{ op: 'Identity' }]));
    const { outputs } = await service.forward({ ...common, model, input: write('ends.npy', exact), outputs: [] });
    assert.deepEqual(outputs['y'], exact);
    writeFileSync(files.path('ends.npz'), encodeNpz(outputs));
    assert.deepEqual(await readData(`${files.path('ends.npz')}#y`), exact);
  });

  it('a network of several inputs takes each as it is, whatever their types and sizes', async () => {
    const graph: Graph = {
      ...chain('int64', 'float32', []),
      inputs: [
        { name: 'ids', dtype: 'int64', shape: ['N', 'T'] },
        { name: 'mask', dtype: 'bool', shape: ['N', 'T'] },
        { name: 'table', dtype: 'float32', shape: ['V', 2] },
      ],
      outputs: [{ name: 'y', dtype: 'float32' }],
      nodes: [
        { op: 'Cast', domain: '', name: 'c', inputs: ['mask'], outputs: ['kept'], attributes: attributes({ to: dtypeCode.int64 }) }, // prettier-ignore
        { op: 'Mul', domain: '', name: 'm', inputs: ['ids', 'kept'], outputs: ['masked'], attributes: {} },
        { op: 'Gather', domain: '', name: 'g', inputs: ['table', 'masked'], outputs: ['y'], attributes: {} },
      ],
    };
    const model = writeModel(files.path('several.onnx'), graph);
    const table = tensorOf('float32', [3, 2], [0, 10, 1, 11, 2, 12]);
    const arrays = { ids: int64([1, 4], [2, 1, 2, 1]), mask: tensorOf('bool', [1, 4], [1, 1, 0, 0]), table };
    writeFileSync(files.path('several.npz'), encodeNpz(arrays));
    const { outputs } = await service.forward({ ...common, model, input: files.path('several.npz'), outputs: [] });
    assert.deepEqual(outputs['y'], tensorOf('float32', [1, 4, 2], [2, 12, 1, 11, 0, 10, 0, 10]));
  });
});
