/** Reading and writing ONNX: what goes in comes out, weights stay where they are, and broken files say so. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { attributes } from '../../../src/graph/attributes';
import { gradient } from '../../../src/differentiate/gradient';
import { Engine } from '../../../src/engine/engine';
import { isExternal, type Attribute, type Attributes, type Graph } from '../../../src/graph/graph';
import { contentsOf } from '../../../src/graph/contents';
import { ModelProtoSchema } from '../../../src/graph/onnx/onnx_pb';
import { readOnnx } from '../../../src/graph/onnx/read';
import { writeOnnx } from '../../../src/graph/onnx/write';
import { bind } from '../../../src/graph/passes/bind';
import { toFloat32Graph } from '../../../src/graph/passes/float32';
import { operators } from '../../../src/operators';
import { FormatError } from '../../../src/shared/errors';
import { random } from '../../../src/shared/random';
import { float32, tensorOf, toNumbers, type DType } from '../../../src/shared/tensor';
import { basicMultiLayer, dense, network, temporaryFolder, writeModel } from '../../helpers/models';

describe('ONNX files', () => {
  const files = temporaryFolder();

  it('a graph survives writing and reading', async () => {
    const graph = basicMultiLayer();
    const { graph: read } = await readOnnx(writeModel(files.path('a.onnx'), graph));
    assert.deepEqual(
      read.nodes.map(({ op, inputs, outputs, attributes: a }) => ({ op, inputs, outputs, a })),
      graph.nodes.map(({ op, inputs, outputs, attributes: a }) => ({ op, inputs, outputs, a })),
    );
    assert.deepEqual(read.inputs, graph.inputs);
    assert.deepEqual([...read.initializers], [...graph.initializers]);
  });

  it('every kind of attribute survives', async () => {
    const all = attributes({
      int: -3,
      ints: [1, 2],
      alpha: 0.5,
      value_floats: [0.25, 4],
      text: 'a',
      texts: ['b', 'c'],
      value: float32([2], [1, 2]),
    });
    const { graph } = await readOnnx(
      writeModel(files.path('b.onnx'), { ...oneNode(), nodes: [{ ...oneNode().nodes[0]!, attributes: all }] }),
    );
    assert.deepEqual(graph.nodes[0]!.attributes, all);
  });

  const ends = [2n ** 63n - 1n, 2n ** 63n - 2n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 1n - 2n ** 63n, -(2n ** 63n)];
  it('64-bit attributes and weights survive to the last bit, read, written and read again', async () => {
    const int64 = { dtype: 'int64' as const, shape: [ends.length], data: BigInt64Array.from(ends) };
    const whole: Attributes = {
      ...Object.fromEntries(ends.map((value, i) => [`i${i}`, { type: 'int' as const, value }])),
      all: { type: 'ints', value: [...ends, 3] },
      small: { type: 'int', value: 3 },
    };
    const graph = { ...oneNode(), initializers: new Map([['w', int64]]) };
    const first = { ...graph, nodes: [{ ...graph.nodes[0]!, attributes: whole }] };
    const once = (await readOnnx(writeModel(files.path('ends.onnx'), first))).graph;
    const twice = (await readOnnx(writeModel(files.path('ends again.onnx'), toFloat32Graph(once)))).graph;
    for (const read of [once, twice]) {
      assert.deepEqual(read.nodes[0]!.attributes, whole);
      assert.deepEqual(read.initializers.get('w'), int64);
    }
  });

  for (const [opset, name] of [
    [9, 'attributes'],
    [21, 'inputs'],
  ] as const)
    it(`Slice "to the end", with the ends of int64 as ${name}, is bound, differentiated and run`, async () => {
      const rows: [starts: bigint, end: bigint, step: bigint, kept: number[]][] = [
        [1n, 2n ** 63n - 1n, 1n, [2, 3, 4]],
        [-(2n ** 63n), 2n ** 63n - 1n, 1n, [1, 2, 3, 4]],
        ...(opset > 9
          ? ([
              [2n ** 63n - 1n, -(2n ** 63n), -1n, [4, 3, 2, 1]],
              [-1n, 1n - 2n ** 63n, -2n, [4, 2]],
            ] satisfies [bigint, bigint, bigint, number[]][])
          : []),
      ];
      for (const [i, [start, end, step, kept]] of rows.entries()) {
        const vector = (value: bigint) => ({ dtype: 'int64' as const, shape: [1], data: BigInt64Array.of(value) });
        const slice = { op: 'Slice', domain: '', name: 'cut', outputs: ['y'] };
        const float = { dtype: 'float32' as const, shape: [1, 4] };
        const graph: Graph = {
          name: 'slice',
          opset,
          domains: {},
          inputs: [{ name: 'x', ...float }],
          outputs: [{ name: 'y', dtype: 'float32', shape: [1, kept.length] }],
          nodes: [
            opset === 9
              ? { ...slice, inputs: ['x'], attributes: { starts: list(start), ends: list(end), axes: list(1n) } }
              : { ...slice, inputs: ['x', 'starts', 'ends', 'axes', 'steps'], attributes: {} },
          ],
          initializers: new Map(
            opset === 9
              ? []
              : Object.entries({ starts: start, ends: end, axes: 1n, steps: step }).map(([k, v]) => [k, vector(v)]),
          ),
          values: new Map(),
        };
        const { graph: read } = await readOnnx(writeModel(files.path(`slice ${opset} ${i}.onnx`), graph));
        const bound = bind(read, { x: [1, 4] }, operators);
        const { graph: backward, seed, gradients } = gradient(bound, 'y', ['x']);
        const engine = new Engine();
        const x = float32([1, 4], [1, 2, 3, 4]);
        const one = float32([1, kept.length], kept.map(() => 1)); // prettier-ignore
        for (const own of [read, bound])
          assert.deepEqual([...(await (await engine.compile(own, { device: 'cpu' })).run({ x }))['y']!.data], kept);
        const results = await (await engine.compile(backward, { device: 'cpu' })).run({ x, [seed]: one });
        assert.deepEqual(
          [...results[gradients[0]!]!.data],
          [1, 2, 3, 4].map((value) => (kept.includes(value) ? 1 : 0)),
        );
        await engine.dispose();
      }
    });

  const types: DType[] = [
    'float32',
    'float64',
    'float16',
    'bfloat16',
    'int8',
    'int16',
    'int32',
    'int64',
    'uint8',
    'uint16',
    'uint32',
    'uint64',
    'bool',
  ];
  for (const dtype of types) {
    it(`${dtype} weights survive, inline and beside the graph`, async () => {
      for (const size of [3, 40_000]) {
        const tensor = tensorOf(
          dtype,
          [size],
          Array.from({ length: size }, (_, i) => i % 2),
        );
        const { graph } = await readOnnx(
          writeModel(files.path('c.onnx'), { ...oneNode(), initializers: new Map([['w', tensor]]) }),
        );
        const w = graph.initializers.get('w')!;
        assert.equal(isExternal(w), size > 3);
        assert.deepEqual(await contentsOf(w), tensor);
      }
    });
  }

  it('initializers that are listed as inputs, as up to IR 3, are no inputs', async () => {
    const graph = basicMultiLayer();
    const [name, constant] = [...graph.initializers][0]!;
    const listed = { ...graph, inputs: [...graph.inputs, { name, dtype: constant.dtype, shape: [...constant.shape] }] };
    const { graph: read } = await readOnnx(writeModel(files.path('d.onnx'), listed));
    assert.deepEqual(read.inputs, graph.inputs);
  });

  it('nodes in any order are put in theirs; a cycle is an error', async () => {
    const graph = basicMultiLayer();
    const { graph: read } = await readOnnx(
      writeModel(files.path('e.onnx'), { ...graph, nodes: graph.nodes.toReversed() }),
    );
    assert.deepEqual(
      read.nodes.map(({ op }) => op),
      graph.nodes.map(({ op }) => op),
    );
    const circular = { ...graph.nodes[0]!, inputs: [graph.outputs[0]!.name], outputs: graph.nodes[0]!.outputs };
    await rejects(writeModel(files.path('f.onnx'), { ...graph, nodes: [circular, ...graph.nodes.slice(1)] }), /cycle/);
  });

  it('a large weight is read from its place in the file, at any alignment', async () => {
    const values = Array.from({ length: 100 * 100 }, (_, i) => Math.sin(i));
    const graph = network([1, 100], (b, x) =>
      dense(
        b,
        x,
        Array.from({ length: 100 }, (_, r) => values.slice(r * 100, r * 100 + 100)),
        Array<number>(100).fill(0),
      ),
    );
    const { graph: read } = await readOnnx(writeModel(files.path('g.onnx'), graph));
    const weights = [...read.initializers.values()].find(isExternal)!;
    assert.equal(weights.external.length, 40_000);
    assert.deepEqual(toNumbers(await contentsOf(weights)), Float32Array.from(values));
  });

  const outside: [string, string][] = [
    ['a parent folder', '../secret.bin'],
    ['an absolute path', '/etc/hostname'],
    ['a way out in disguise', 'weights/../../secret.bin'],
    ['a link out', 'link.bin'],
    ['nothing', ''],
    ['a missing file', 'missing.bin'],
  ];
  for (const [what, location] of outside) {
    it(`external data at ${what} is refused`, async () => {
      const path = files.path('inner/model.onnx');
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(files.path('secret.bin'), new Uint8Array(64));
      if (!existsSync(files.path('inner/link.bin')))
        symlinkSync(files.path('secret.bin'), files.path('inner/link.bin'));
      writeFileSync(path, externalModel(location, 0, 8));
      await rejects(path, /beside|folder|missing/);
    });
  }

  it('external data beside the model is read, and must be long enough', async () => {
    writeFileSync(files.path('weights.bin'), Buffer.from(Float32Array.of(0, 3, 4).buffer));
    writeFileSync(files.path('h.onnx'), externalModel('weights.bin', 4, 8));
    const { graph } = await readOnnx(files.path('h.onnx'));
    assert.deepEqual(await contentsOf(graph.initializers.get('w')!), float32([2], [3, 4]));
    writeFileSync(files.path('h.onnx'), externalModel('weights.bin', 8, 8));
    await rejects(files.path('h.onnx'), /has only 12/);
    writeFileSync(files.path('h.onnx'), externalModel('weights.bin', 0, 4));
    await rejects(files.path('h.onnx'), /needs 8/);
  });

  it('a file cut off anywhere says so, with its name', async () => {
    const whole = readFileSync(writeModel(files.path('whole.onnx'), basicMultiLayer()));
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(files.path('cut.onnx'), whole.subarray(0, length));
      await rejects(files.path('cut.onnx'), /cut\.onnx/);
    }
  });

  it('flipped bytes give a result or a FormatError, nothing else', async () => {
    const whole = readFileSync(writeModel(files.path('whole.onnx'), basicMultiLayer()));
    const { uniform } = random(1);
    for (let round = 0; round < 500; round++) {
      const broken = Buffer.from(whole);
      for (let flips = 0; flips < 3; flips++)
        broken[Math.floor(uniform() * broken.length)] = Math.floor(uniform() * 256);
      writeFileSync(files.path('flipped.onnx'), broken);
      await readOnnx(files.path('flipped.onnx')).catch((error: unknown) => {
        assert.ok(error instanceof FormatError, `round ${round}: ${String(error)}`);
      });
    }
  });

  it('text, an empty file and a missing one are told apart from models', async () => {
    writeFileSync(files.path('text.onnx'), 'this is not a model, it is a sentence that goes on for a while');
    writeFileSync(files.path('empty.onnx'), '');
    await rejects(files.path('text.onnx'), /not an ONNX model/);
    await rejects(files.path('empty.onnx'), /empty/);
    await rejects(files.path('nowhere.onnx'), /cannot be opened/);
  });

  it('an impossible shape is refused before anything is allocated', async () => {
    const model = create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [{ domain: '', version: 17n }],
      graph: { initializer: [{ name: 'w', dims: [1n << 40n, 1n << 40n], dataType: 1 }] },
    });
    writeFileSync(files.path('huge.onnx'), toBinary(ModelProtoSchema, model));
    await rejects(files.path('huge.onnx'), /impossible shape/);
  });

  it('an operator set that there is not, or that is too new, is named', async () => {
    for (const version of [-1, 99]) {
      writeFileSync(files.path('old.onnx'), writeOnnx({ ...basicMultiLayer(), opset: version }));
      await rejects(files.path('old.onnx'), new RegExp(`operator set ${version}`));
    }
  });
});

function list(...value: bigint[]): Attribute {
  return { type: 'ints', value };
}

function oneNode(): Graph {
  return network([1, 3], (b, x) => b.op('Relu', [x]));
}

function externalModel(location: string, offset: number, length: number): Uint8Array {
  const entries = { location, offset: String(offset), length: String(length) };
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: 17n }],
    graph: {
      initializer: [
        {
          name: 'w',
          dims: [2n],
          dataType: 1,
          dataLocation: 1,
          externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
        },
      ],
    },
  });
  return toBinary(ModelProtoSchema, model);
}

async function rejects(path: string, message: RegExp): Promise<void> {
  await assert.rejects(
    readOnnx(path),
    (error: unknown) => error instanceof FormatError && message.test(error.message) && error.message.includes(path),
  );
}
