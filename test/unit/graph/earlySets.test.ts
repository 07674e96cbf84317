/** Operator sets 1 to 6, and files without any: each old spelling beside the one that replaced it, and a whole file of that time. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf';
import { Engine } from '../../../src/engine/engine';
import { attributes, type PlainAttribute } from '../../../src/graph/attributes';
import { OPSET, type Graph } from '../../../src/graph/graph';
import { ModelProtoSchema } from '../../../src/graph/onnx/onnx_pb';
import { readOnnx } from '../../../src/graph/onnx/read';
import { bind } from '../../../src/graph/passes/bind';
import { LocalService } from '../../../src/kernel/service';
import { operators } from '../../../src/operators';
import { GraphError } from '../../../src/shared/errors';
import { float32, int64, sizeOf, tensorOf, type Shape, type Tensor } from '../../../src/shared/tensor';
import { assertClose, temporaryFolder, writeArray } from '../../helpers/models';

const engine = new Engine();
after(() => engine.dispose());

interface Spelling {
  attributes?: Record<string, PlainAttribute>;
  constants?: Tensor[];
}

interface Row {
  op: string;
  opset: number;
  shape: Shape;
  old: Spelling;
  now: Spelling;
}

const perChannel = [2, 3, 4];
const column = float32([3], perChannel);
const spread = float32([3, 1, 1], perChannel);
const picture = [2, 3, 2, 2];
const consumed = { consumed_inputs: [0] };
const statistics = [1, 2, 3, 4].map((value) => float32([3], [value, value + 1, value / 2]));

describe('operator sets 1 to 6', () => {
  const rows: Row[] = [
    ...['Add', 'Sub', 'Mul', 'Div', 'Pow'].map((op): Row => ({
      ...{ op, opset: 6, shape: picture },
      old: { attributes: { broadcast: 1, axis: 1 }, constants: [column] },
      now: { constants: [spread] },
    })),
    {
      ...{ op: 'Add', opset: 1, shape: picture },
      old: { attributes: { ...consumed, broadcast: 1, axis: -3 }, constants: [column] },
      now: { constants: [spread] },
    },
    {
      ...{ op: 'Mul', opset: 6, shape: [2, 3] },
      old: { attributes: { broadcast: 1 }, constants: [column] },
      now: { constants: [column] },
    },
    { op: 'Relu', opset: 1, shape: [4], old: { attributes: consumed }, now: {} },
    {
      op: 'Elu',
      opset: 5,
      shape: [4],
      old: { attributes: { ...consumed, alpha: 2 } },
      now: { attributes: { alpha: 2 } },
    },
    {
      ...{ op: 'PRelu', opset: 6, shape: picture },
      old: { constants: [column] },
      now: { constants: [spread] },
    },
    {
      ...{ op: 'Gemm', opset: 6, shape: [2, 3] },
      old: { attributes: { broadcast: 1 }, constants: [float32([3, 2], [1, 2, 3, 4, 5, 6]), float32([2], [7, 8])] },
      now: { constants: [float32([3, 2], [1, 2, 3, 4, 5, 6]), float32([2], [7, 8])] },
    },
    {
      ...{ op: 'Reshape', opset: 4, shape: [2, 3, 2] },
      old: { attributes: { ...consumed, shape: [0, -1] } },
      now: { constants: [int64([2], [2, 6])] },
    },
    {
      ...{ op: 'Pad', opset: 1, shape: [2, 3] },
      old: { attributes: { paddings: [0, 1, 1, 0], value: { type: 'float', value: 5 } } },
      now: { constants: [int64([4], [0, 1, 1, 0]), float32([], [5])] },
    },
    { op: 'Concat', opset: 3, shape: [2, 3], old: { constants: [float32([2, 1], [7, 8])] }, now: { attributes: { axis: 1 }, constants: [float32([2, 1], [7, 8])] } }, // prettier-ignore
    { op: 'Cast', opset: 5, shape: [3], old: { attributes: { to: 'FLOAT' } }, now: { attributes: { to: 1 } } },
    { op: 'Cast', opset: 1, shape: [3], old: { attributes: { to: 'INT32' } }, now: { attributes: { to: 6 } } },
    {
      ...{ op: 'Tile', opset: 5, shape: [2, 3] },
      old: { constants: [float32([1], [4]), float32([1], [1])] },
      now: { constants: [int64([2], [1, 4])] },
    },
    {
      ...{ op: 'BatchNormalization', opset: 6, shape: picture },
      old: { attributes: { ...consumed, is_test: 1, spatial: 1, epsilon: 0.25 }, constants: statistics },
      now: { attributes: { epsilon: 0.25 }, constants: statistics },
    },
    { op: 'Dropout', opset: 6, shape: [4], old: { attributes: { is_test: 1, ratio: 0.3 } }, now: {} },
  ];
  for (const row of rows)
    it(`${row.op} of set ${row.opset} ${JSON.stringify(row.old.attributes ?? {})} is today's`, async () => {
      const values = Array.from({ length: sizeOf(row.shape) }, (_, i) => 0.5 + (i % 5) / 3);
      const x = float32(row.shape, values);
      const [expected, actual] = await Promise.all(
        [graphOf(row, row.now, OPSET), bind(graphOf(row, row.old, row.opset), { x: row.shape }, operators)].map(
          async (graph) => (await engine.compile(graph, { device: 'cpu' })).run({ x }),
        ),
      );
      assert.deepEqual(actual!['y'], expected!['y']);
    });

  it('Upsample of set 1 repeats pixels by its two scales', async () => {
    const scales = { height_scale: { type: 'float', value: 2 }, width_scale: { type: 'float', value: 3 } } as const;
    const row = { op: 'Upsample', shape: [1, 1, 1, 2] };
    const graph = bind(graphOf(row, { attributes: { ...scales, mode: 'nearest' } }, 1), { x: row.shape }, operators);
    const { y } = await (await engine.compile(graph, { device: 'cpu' })).run({ x: float32(row.shape, [5, 7]) });
    assert.deepEqual(y, float32([1, 1, 2, 6], [5, 5, 5, 7, 7, 7, 5, 5, 5, 7, 7, 7]));
  });

  it('a node in training is refused, by its name', () => {
    const row = { op: 'Dropout', shape: [4] };
    const graph = graphOf(row, {}, 6);
    const nodes = graph.nodes.map((node) => ({ ...node, outputs: ['y', 'mask'] }));
    assert.throws(
      () => bind({ ...graph, nodes }, { x: [4] }, operators),
      (error) => error instanceof GraphError && /"the node".*in training.*for inference/.test(error.message),
    );
  });

  function graphOf(
    { op, shape }: Pick<Row, 'op' | 'shape'>,
    { attributes: plain = {}, constants = [] }: Spelling,
    opset: number,
  ): Graph {
    // prettier-ignore
    const inputs = ['x', ...constants.map((_, i) => `c${i}`)];
    const dtype = op === 'Cast' && [6, 'INT32'].includes(plain['to'] as number) ? 'int32' : 'float32';
    return {
      ...{ name: 'one', opset, domains: {}, values: new Map() },
      inputs: [{ name: 'x', dtype: 'float32', shape }],
      outputs: [{ name: 'y', dtype }],
      nodes: [{ op, domain: '', name: 'the node', inputs, outputs: ['y'], attributes: attributes(plain) }],
      initializers: new Map(constants.map((constant, i) => [`c${i}`, constant])),
    };
  }
});

describe('a file that names no operator set', () => {
  const files = temporaryFolder();
  const weights = tensorOf('float32', [2, 1], [3, -1]);

  /** y = relu(2·x₀, 5·x₁) · (3, −1)ᵀ, as set 1 would write it, in a file of this version. */
  function file(name: string, irVersion: bigint): string {
    const numbers = (of: string, { shape, data }: Tensor) => ({ name: of, dims: shape.map(BigInt), dataType: 1, floatData: [...(data as Float32Array)] }); // prettier-ignore
    const value = (of: string, shape: (number | string)[]) => ({
      name: of,
      type: { value: { case: 'tensorType' as const, value: { elemType: 1, shape: { dim: shape.map(dimension) } } } },
    });
    const int = (of: string, i: number) => ({ name: of, type: 2, i: BigInt(i) });
    const ints = (of: string, ...list: number[]) => ({ name: of, type: 7, ints: list.map(BigInt) });
    const model = create(ModelProtoSchema, {
      irVersion,
      graph: {
        input: [value('x', ['N', 1, 2])],
        output: [value('y', ['N', 1])],
        initializer: [numbers('scale', float32([2], [2, 5])), numbers('w', weights)],
        node: [
          { opType: 'Reshape', input: ['x'], output: ['rows'], attribute: [ints('shape', -1, 2)] },
          { opType: 'Mul', input: ['rows', 'scale'], output: ['scaled'], attribute: [int('broadcast', 1), int('axis', 1)] }, // prettier-ignore
          { opType: 'Relu', input: ['scaled'], output: ['positive'], attribute: [ints('consumed_inputs', 0)] },
          { opType: 'MatMul', input: ['positive', 'w'], output: ['y'] },
        ],
      },
    });
    const path = files.path(name);
    writeFileSync(path, toBinary(ModelProtoSchema, model));
    return path;
  }

  const dimension = (size: number | string) =>
    typeof size === 'number'
      ? { value: { case: 'dimValue' as const, value: BigInt(size) } }
      : { value: { case: 'dimParam' as const, value: size } };

  for (const version of [1n, 3n])
    it(`opens as set 1, runs and is explained in version ${version} of the format`, async () => {
      const model = file('early.onnx', version);
      // As many samples as take more than one batch, and leave the last one unfilled.
      const count = 1001;
      const values = Array.from({ length: 2 * count }, (_, i) => Math.sin(i));
      const input = writeArray(files.path('x.npy'), [count, 1, 2], values);
      const expected = Array.from({ length: count }, (_, i) => 6 * Math.max(0, values[2 * i]!) - 5 * Math.max(0, values[2 * i + 1]!)); // prettier-ignore
      const common = { model, input, device: 'cpu', memoryBudget: 2 ** 30 };
      const service = new LocalService();
      assert.equal((await service.describeModel(model)).opset, 1);
      const { outputs } = await service.forward({ ...common, outputs: [] });
      assert.deepEqual(outputs['y']!.shape, [count, 1]);
      assertClose(outputs['y']!.data as Float32Array, expected, 1e-5);
      const { attribution } = await service.attribute({ ...common, method: 'gradient', parameters: {}, target: '0', seed: 0 }); // prettier-ignore
      const gradients = values.map((x, i) => (x > 0 ? [6, -5][i % 2]! : 0));
      assertClose(attribution.data, gradients, 0);
    });

  it('has lost its end where it is of a later version', async () => {
    await assert.rejects(readOnnx(file('late.onnx', 4n)), /no operator set.*truncated/);
  });
});
