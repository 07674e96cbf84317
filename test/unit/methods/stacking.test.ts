/**
 * Outputs that do not count the samples: scalars, rows without a batch, time first, a batch of 1 written into the graph. What is said of N
 * samples is what is said of each alone, in as many rows.
 */
import assert from 'node:assert/strict';
import type { Builder } from '../../../src/graph/builder';
import type { Graph } from '../../../src/graph/graph';
import type { Sym } from '../../../src/graph/operator';
import { LocalService } from '../../../src/kernel/service';
import { assertClose, network, temporaryFolder, writeArray, writeModel } from '../../helpers/models';

interface Case {
  name: string;
  make(b: Builder, x: Sym): Sym;
  /** Of one sample. */
  shape: number[];
  of(x: readonly number[]): number[];
}

const square = (x: number): number => x * x;
const squares = (b: Builder, x: Sym): Sym => b.mul(x, x);
const total = (b: Builder, x: Sym): Sym => b.sum(squares(b, x), [0, 1], false);
const sum = (x: readonly number[]): number => x.reduce((all, value) => all + square(value), 0);

const cases: Case[] = [
  { name: 'a scalar []', make: total, shape: [], of: (x) => [sum(x)] },
  { name: 'a scalar [1]', make: (b, x) => b.reshape(total(b, x), [1]), shape: [], of: (x) => [sum(x)] },
  { name: 'a scalar [1, 1]', make: (b, x) => b.reshape(total(b, x), [1, 1]), shape: [1], of: (x) => [sum(x)] },
  {
    name: 'a row without a batch [4]',
    make: (b, x) => b.op('ReduceMax', [squares(b, x), b.int64([0])], { keepdims: 0 }),
    shape: [4],
    of: (x) => x.map(square),
  },
  {
    name: 'the batch last [4, N]',
    make: (b, x) => b.transpose(squares(b, x), [1, 0]),
    shape: [4, 1],
    of: (x) => x.map(square),
  },
  {
    name: 'two rows for each sample [2·N, 2]',
    make: (b, x) => b.op('Reshape', [squares(b, x), b.int64([-1, 2])]),
    shape: [2, 2],
    of: (x) => x.map(square),
  },
  {
    name: 'a batch of 1 written into the graph',
    make: (b, x) => b.op('Reshape', [squares(b, x), b.int64([1, 2, 2])]),
    shape: [2, 2],
    of: (x) => x.map(square),
  },
  { name: 'a row for each sample [N, 4]', make: squares, shape: [4], of: (x) => x.map(square) },
];

const outputs = (graph: Graph, shape: readonly (number | string)[] | undefined): Graph => ({
  ...graph,
  outputs: graph.outputs.map(({ name, dtype }) => ({ name, dtype, ...(shape && { shape }) })),
});

describe('outputs that do not count the samples', () => {
  const files = temporaryFolder();
  const service = new LocalService();
  const common = { device: 'cpu', memoryBudget: 2 ** 30 };

  // Four samples of four numbers: [4] and [4, N] then look as if they counted them.
  for (const samples of [1, 4, 5])
    for (const { name, make, shape, of } of cases)
      for (const declared of ['as made', undefined])
        it(`${name}, declared ${declared ?? 'without a shape'}, for ${samples} samples`, async () => {
          const graph = network([1, 4], make);
          const model = writeModel(
            files.path('model.onnx'),
            outputs(graph, declared ? graph.outputs[0]!.shape : undefined),
          );
          const rows = Array.from({ length: samples }, (_, n) => Array.from({ length: 4 }, (_, i) => 1 + ((n + 3 * i) % 7) / 2)); // prettier-ignore
          const input = writeArray(files.path('x.npy'), [samples, 4], rows.flat());
          const expected = rows.map(of);

          const { outputs: answered } = await service.forward({ ...common, model, input, outputs: [] });
          const [output] = Object.values(answered);
          assert.deepEqual(output!.shape, [samples, ...shape]);
          assertClose(output!.data as Float32Array, expected.flat(), 1e-5);

          for (const method of ['gradient', 'occlusion', 'integrated-gradients', 'lrp', 'deep-lift']) {
            const result = await service.attribute({ ...common, model, input, method, parameters: {}, target: 'argmax', seed: 0 }); // prettier-ignore
            const winners = expected.map((values) => values.indexOf(Math.max(...values)));
            assert.deepEqual(result.target.indices, winners, method);
            assertClose(result.targetOutput, expected.map((values, n) => values[winners[n]!]!), 1e-5); // prettier-ignore
            assert.deepEqual(result.output.shape, [samples, ...shape]);
            if (method !== 'gradient') continue;
            const isScalar = expected[0]!.length === 1;
            const gradients = rows.flatMap((x, n) =>
              x.map((value, i) => (isScalar || i === winners[n] ? 2 * value : 0)),
            );
            assertClose(result.attribution.data, gradients, 1e-4);
          }
        });

  it('a layer with time first is explained and attributed to', async () => {
    const graph = network([1, 4], (b, x) => {
      const [times] = b.node({ op: 'Transpose', domain: '', name: 'times', outputs: ['times'], attributes: {} }, [x]);
      return b.sum(squares(b, b.transpose(times!, [1, 0])), [1], false);
    });
    const model = writeModel(files.path('times.onnx'), graph);
    const rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const input = writeArray(files.path('x.npy'), [3, 4], rows);
    const asked = { ...common, model, input, method: 'gradient', target: '0', seed: 0 };
    const result = await service.attribute({ ...asked, parameters: { layer: 'times' } });
    assert.deepEqual(result.attribution.shape, [3, 4, 1]);
    assertClose(result.attribution.data, rows.map((value) => 2 * value), 1e-5); // prettier-ignore
  });
});
