/**
 * A model that is more than one file, and weights in a form of their own: a format made up here, a folder with a zip of .npy weights
 * beside its graph in JSON, goes through everything that models go through. Without the graph it has weights alone.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeNpz, readData } from '../../../src/formats';
import { withGraph, type ModelFormat } from '../../../src/formats/models/model';
import { modelFormats, openModel, sha256OfModel } from '../../../src/formats/models/open';
import { openFile } from '../../../src/formats/open';
import { attributes } from '../../../src/graph/attributes';
import { isEncoded, isInline, OPSET, type Constant, type Graph } from '../../../src/graph/graph';
import { LocalService } from '../../../src/kernel/service';
import { redrawn, trainedLayers } from '../../../src/methods/evaluation/weights';
import { FormatError, GraphError } from '../../../src/shared/errors';
import { random } from '../../../src/shared/random';
import { float32, int64, type Tensor } from '../../../src/shared/tensor';
import { assertClose, dense, network, temporaryFolder, writeArray, writeModel } from '../../helpers/models';

interface WrittenGraph {
  nodes: { op: string; inputs: string[]; output: string; attributes?: Record<string, number> }[];
  input: (string | number)[];
  output: string;
}

/** How often weights were decoded. */
let reads = 0;

const toy: ModelFormat = {
  id: 'toy',
  title: 'Toy',
  extensions: ['.toy'],
  match: (_head, path) => path.endsWith('.toy'),
  async open(path) {
    const file = join(path, 'weights.npz');
    const { arrays } = await openFile(file);
    const weights = new Map(
      arrays.map(({ name, dtype, shape }): [string, Constant] => {
        const read = async () => {
          reads++;
          const data = (await readData(`${file}#${name}`)).data as Float32Array;
          return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
        };
        return [name, { dtype, shape, encoded: { file, read } }];
      }),
    );
    const shared = { producer: 'a test', metadata: {} };
    const written = join(path, 'graph.json');
    if (!existsSync(written)) return { ...shared, weights, noGraph: 'The folder has no graph.json.', files: [file] };
    const { nodes, input, output } = JSON.parse(readFileSync(written, 'utf8')) as WrittenGraph;
    const graph: Graph = {
      ...{ name: path, opset: OPSET, domains: {}, values: new Map(), initializers: weights },
      inputs: [{ name: 'x', dtype: 'float32', shape: input }],
      outputs: [{ name: output, dtype: 'float32' }],
      nodes: nodes.map(({ op, inputs, output: made, attributes: plain = {} }) => ({
        ...{ op, domain: '', name: made, inputs, outputs: [made], attributes: attributes(plain) },
      })),
    };
    return { ...shared, graph, files: [written, file] };
  },
};

/** 5 inputs, 1,000 units: large enough not to be inlined. */
const units = 1000;
const w = Array.from({ length: units * 5 }, (_, i) => Math.sin(i));
const v = Array.from({ length: units }, (_, i) => Math.cos(3 * i) / units);
const x = [0.5, -1, 2, 0.25, -0.75];

const weights: Record<string, Tensor> = {
  w: float32([units, 5], w),
  v: float32([1, units], v),
  b: float32([1], [0.5]),
  shape: int64([2], [-1, 1]),
};
const graph: WrittenGraph = {
  input: ['N', 5],
  output: 'y',
  nodes: [
    { op: 'Gemm', inputs: ['x', 'w'], output: 'h', attributes: { transB: 1 } },
    { op: 'Tanh', inputs: ['h'], output: 't' },
    { op: 'Gemm', inputs: ['t', 'v', 'b'], output: 'z', attributes: { transB: 1 } },
    { op: 'Reshape', inputs: ['z', 'shape'], output: 'y' },
  ],
};

/** The network in plain loops, and its gradient. */
function expected(): { value: number; gradient: number[] } {
  const gradient = x.map(() => 0);
  let value = 0.5;
  for (let k = 0; k < units; k++) {
    const active = Math.tanh(x.reduce((sum, xi, i) => sum + xi * w[k * 5 + i]!, 0));
    value += active * v[k]!;
    x.forEach((_, i) => (gradient[i]! += v[k]! * (1 - active ** 2) * w[k * 5 + i]!));
  }
  return { value, gradient };
}

describe('models of several files', () => {
  const files = temporaryFolder();
  const service = new LocalService();
  const asked = { target: '0', device: 'cpu', seed: 0, memoryBudget: 2 ** 30 } as const;

  before(() => {
    (modelFormats as ModelFormat[]).push(toy);
  });
  after(() => {
    (modelFormats as ModelFormat[]).pop();
  });

  function write(name: string, parts: { weights?: Record<string, Tensor>; graph?: WrittenGraph }): string {
    const folder = files.path(name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    writeFileSync(join(folder, 'weights.npz'), encodeNpz(parts.weights ?? weights));
    if (parts.graph) writeFileSync(join(folder, 'graph.json'), JSON.stringify(parts.graph));
    return folder;
  }

  const gradientOf = (model: string) =>
    service.attribute({ ...asked, model, input: writeArray(files.path('x.npy'), [1, 5], x), method: 'gradient', parameters: {} }); // prettier-ignore

  it('open as structure: small weights are read, large ones left where they are', async () => {
    const model = await openModel(write('open.toy', { graph }));
    assert.ok('graph' in model);
    assert.deepEqual(model.files.map(({ path }) => path.split(/[\\/]/).at(-1)), ['graph.json', 'weights.npz']); // prettier-ignore
    const { initializers } = model.graph;
    assert.ok(isEncoded(initializers.get('w')!) && isInline(initializers.get('shape')!));
    const first = await sha256OfModel(model);
    const other = await openModel(write('open.toy', { graph, weights: { ...weights, b: float32([1], [0.75]) } }));
    assert.notEqual(await sha256OfModel(other), first);
  });

  it('are listed', async () => {
    const folder = write('listed.toy', { graph });
    const { format, layers, parameters, bytes, noGraph } = await service.describeModel(folder);
    assert.deepEqual([format, parameters, noGraph], ['toy', units * 6 + 1, undefined]);
    assert.deepEqual(layers.map(({ op, units: count }) => `${op} ${count}`), ['Gemm 1000', 'Tanh undefined', 'Gemm 1', 'Reshape undefined']); // prettier-ignore
    assert.equal(bytes, ['graph.json', 'weights.npz'].reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)); // prettier-ignore
  });

  it('run and are explained; each weight is decoded once', async () => {
    const folder = write('run.toy', { graph });
    reads = 0;
    const { attribution, targetOutput } = await gradientOf(folder);
    assertClose([targetOutput[0]!], [expected().value], 1e-5);
    assertClose(attribution.data, expected().gradient, 1e-5);
    const afterFirst = reads;
    await service.attribute({ ...asked, model: folder, input: files.path('x.npy'), method: 'integrated-gradients', parameters: {} }); // prettier-ignore
    // Four weights, of which three are small.
    assert.deepEqual([afterFirst, reads], [4, 4]);
  });

  it('have weights that can be seen, and randomised', async () => {
    const folder = write('seen.toy', { graph });
    const { statistics, name } = await service.describeWeights({ model: folder, layer: 'h', colours: 'light' });
    assert.equal(name, 'w');
    assertClose([statistics.mean], [w.reduce((sum, value) => sum + value, 0) / w.length], 1e-6);
    const { graph: network } = withGraph(await openModel(folder));
    assert.deepEqual(trainedLayers(network, 'y').map((layer) => layer.name), ['z', 'h']); // prettier-ignore
    const fresh = (await redrawn(network, ['w'], random(1))).initializers.get('w')!;
    assert.ok(isInline(fresh) && fresh.data.length === w.length && fresh.data[1] !== w[1]);
  });

  it('are opened again when any of their files has changed', async () => {
    const folder = write('changed.toy', { graph });
    const before = (await gradientOf(folder)).targetOutput[0]!;
    writeFileSync(join(folder, 'weights.npz'), encodeNpz({ ...weights, b: float32([1], [1.5]) }));
    // The same size; some file systems count time in whole seconds.
    utimesSync(join(folder, 'weights.npz'), new Date(), new Date(Date.now() + 5000));
    assertClose([(await gradientOf(folder)).targetOutput[0]!], [before + 1], 1e-5);
  });

  it('with weights alone are listed and seen, and say why they cannot be run', async () => {
    const folder = write('alone.toy', {});
    const { layers, parameters, noGraph, opset } = await service.describeModel(folder);
    assert.deepEqual(layers.map(({ name, op }) => `${name} ${op}`), ['w float32', 'v float32', 'b float32', 'shape int64']); // prettier-ignore
    assert.deepEqual([parameters, noGraph, opset], [units * 6 + 1, 'The folder has no graph.json.', undefined]);
    const { statistics } = await service.describeWeights({ model: folder, layer: 'v', colours: 'light' });
    assertClose([statistics.mean], [v.reduce((sum, value) => sum + value, 0) / units], 1e-6);
    const why = (error: unknown): boolean => error instanceof GraphError && error.message.includes('no graph.json');
    const input = writeArray(files.path('x.npy'), [1, 5], x);
    await assert.rejects(gradientOf(folder), why);
    await assert.rejects(service.forward({ model: folder, input, outputs: ['y'], device: 'cpu', memoryBudget: 2 ** 30 }), why); // prettier-ignore
    await assert.rejects(service.describeInput({ model: folder, input }), why);
  });

  it('whose reader gives too few bytes are an error that names the file', async () => {
    const short: ModelFormat = { ...toy, id: 'short', match: (_head, path) => path.endsWith('.short'), async open(path) {
      const opened = await toy.open(path);
      if ('graph' in opened)
        for (const constant of opened.graph.initializers.values())
          if (isEncoded(constant)) constant.encoded.read = () => Promise.resolve(new Uint8Array(4));
      return opened;
    } }; // prettier-ignore
    (modelFormats as ModelFormat[]).unshift(short);
    try {
      const error = (found: unknown): boolean => found instanceof FormatError && /weights\.npz.* 4 bytes instead of \d+/s.test(found.message); // prettier-ignore
      await assert.rejects(gradientOf(write('model.short', { graph })), error);
    } finally {
      (modelFormats as ModelFormat[]).shift();
    }
  });

  it('of ONNX with data beside the file: the hash and the state are of both', async () => {
    const path = files.path('beside.onnx');
    const whole = network([1, 2], (b, input) => dense(b, input, [[1, 2]], [0]));
    const [name] = [...whole.initializers].find(([, { shape }]) => shape.length === 2)!;
    const data = join(dirname(path), 'beside.bin');
    writeFileSync(data, Buffer.from(Float32Array.of(3, 4).buffer));
    const initializers = new Map(whole.initializers);
    initializers.set(name, { dtype: 'float32', shape: [1, 2], external: { file: data, offset: 0, length: 8 } });
    writeModel(path, { ...whole, initializers }, dirname(path));
    const model = await openModel(path);
    assert.deepEqual(model.files.map(({ path: file }) => file), [path, data]); // prettier-ignore
    const input = writeArray(files.path('pair.npy'), [1, 2], [1, 1]);
    const gradient = async () =>
      Array.from((await service.attribute({ ...asked, model: path, input, method: 'gradient', parameters: {} })).attribution.data); // prettier-ignore
    assert.deepEqual(await gradient(), [3, 4]);
    const hash = await sha256OfModel(model);
    writeFileSync(data, Buffer.from(Float32Array.of(5, 6).buffer));
    utimesSync(data, new Date(), new Date(Date.now() + 5000));
    assert.deepEqual(await gradient(), [5, 6]);
    assert.notEqual(await sha256OfModel(model), hash);
  });
});
