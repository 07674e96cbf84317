/** The command line as scripts meet it: a process with arguments, files, output and an exit status. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { openFile, readData } from '../../src/formats';
import { methods } from '../../src/methods';
import type { LayerDescription } from '../../src/shared/description';
import { toNumbers } from '../../src/shared/tensor';
import { assertClose, basicMultiLayer, temporaryFolder, writeArray, writeModel } from '../helpers/models';
import { zooMnist } from '../helpers/fixtures';

describe('netloupe', () => {
  const files = temporaryFolder();
  let model: string;
  let input: string;
  before(() => {
    model = writeModel(files.path('model.onnx'), basicMultiLayer());
    input = writeArray(files.path('x.npy'), [2, 3], [20, 50, 30, 1, 2, 3]);
  });

  it('layers --json has name, operator, output, shape, cost, units, inputs of a unit and capacity of each layer', async () => {
    const { layers, parameters } = JSON.parse((await cli('layers', model, '--json')).stdout) as {
      layers: LayerDescription[];
      parameters: number;
    };
    assert.equal(parameters, 12 + 4 + 8 + 2);
    assert.deepEqual(
      layers.map(({ name: _name, output: _output, weight: _weight, ...layer }) => layer),
      [
        // 2(K + 1) with a bias (Cover 1965).
        { op: 'Gemm', shape: ['N', 4], parameters: 16, multiplyAdds: 12, units: 4, fanIn: 3, bias: true, capacity: 8 },
        { op: 'Relu', shape: ['N', 4], parameters: 0, multiplyAdds: 4 },
        { op: 'Gemm', shape: ['N', 2], parameters: 10, multiplyAdds: 8, units: 2, fanIn: 4, bias: true, capacity: 10 },
      ],
    );
  });

  it('layers prints a table', async () => {
    const { stdout, status } = await cli('layers', model);
    assert.equal(status, 0);
    assert.match(stdout, /operator +output +shape +parameters +multiply-adds +units +inputs K +capacity/);
    assert.match(stdout, /Gemm .*N×4 +16 +12 +4 +3 +8/);
  });

  it('run writes the outputs', async () => {
    const out = files.path('run.npz');
    assert.equal((await cli('run', model, '--input', input, '--out', out)).status, 0);
    const { arrays } = await openFile(out);
    // Class 0: relu(100 − 10) + 3·relu(100 + 1) − 1 and 3·(6 + 1) − 1; class 1 has the bias +1.
    assertClose(toNumbers(await readData(`${out}#${arrays[0]!.name}`)), [392, 394, 20, 22], 1e-3);
  });

  it('run writes the layers that are named', async () => {
    const { layers } = JSON.parse((await cli('layers', model, '--json')).stdout) as { layers: { output: string }[] };
    const out = files.path('hidden.npz');
    await cli('run', model, '--input', input, '--outputs', layers[0]!.output, '--out', out);
    assertClose(toNumbers(await readData(out)), [90, 101, 101, 101, -4, 7, 7, 7], 1e-3);
  });

  it('spray prints the clusters of each class and writes their arrays', async () => {
    // Class 0 for all: the even rows because of x₀, the odd ones because of x₂.
    const rows = Array.from({ length: 24 }, (_, i) => (i % 2 ? [1 + i / 100, 1, 90] : [90, 1, 1 + i / 100]));
    const data = writeArray(files.path('rows.npy'), [24, 3], rows.flat());
    const labels = writeArray(files.path('labels.npy'), [24], Array<number>(24).fill(0));
    const out = files.path('spray.npz');
    const common = ['--input', data, '--labels', labels, '--method', 'input-x-gradient', '--clusters', '2'];
    const { stdout, status, stderr } = await cli('spray', model, ...common, '--neighbours', '5', '--out', out);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^Class 0: 2 clusters of 24 samples, .*eigengap \d\.\d{3}/);
    assert.match(stdout, /cluster +suspicion +isolation +difference +focus +reliance +share +samples +rows/);
    const clusters = Array.from(toNumbers(await readData(`${out}#class_0.clusters`)));
    assert.deepEqual(new Set(clusters.map((cluster, i) => `${cluster} ${i % 2}`)).size, 2);
    const { classes } = JSON.parse((await cli('spray', model, ...common, '--json')).stdout) as {
      classes: { class: number; clusters: { samples: number[]; suspicion: number }[] }[];
    };
    assert.equal(classes[0]!.clusters.flatMap(({ samples }) => samples).length, 24);
    const refused = await cli('spray', model, ...common, '--class', '4');
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /^netloupe: No sample has class 4; the classes are 0\.\n$/);
  });

  it('attribute writes attribution, output and target, and prints the law', async () => {
    const out = files.path('ig.npz');
    const png = files.path('ig.png');
    const { stdout, status } = await cli('attribute', model, '--input', input, '--method', 'integrated-gradients', '--target', '0',
      '--set', 'steps=64', '--set', 'quadrature=riemann-middle', '--out', out, '--png', png, '--json'); // prettier-ignore
    assert.equal(status, 0);
    const summary = JSON.parse(stdout) as Record<string, unknown>;
    assert.equal(summary['method'], 'integrated-gradients');
    assert.deepEqual(summary['target'], [0, 0]);
    assert.equal(summary['device'], 'cpu');
    assert.equal(typeof summary['seconds'], 'number');
    assert.equal((summary['parameters'] as { steps: number }).steps, 64);
    const law = summary['law'] as { name: string; gap: number[]; tolerance: number; holds: boolean };
    assert.equal(law.name, 'completeness');
    assert.equal(law.gap.length, 2);
    assert.equal(law.holds, true);
    const attribution = toNumbers(await readData(`${out}#attribution`));
    // f(20, 50, 30) − f(0) = 392 − 2 and f(1, 2, 3) − f(0) = 20 − 2.
    assertClose(
      [attribution[0]! + attribution[1]! + attribution[2]!, attribution[3]! + attribution[4]! + attribution[5]!],
      [390, 18],
      2,
    );
    assert.deepEqual(
      (await openFile(out)).arrays.map(({ name, dtype, shape }) => [name, dtype, [...shape]]),
      [
        ['attribution', 'float32', [2, 3]],
        ['input', 'float32', [2, 3]],
        ['output', 'float32', [2, 2]],
        ['target', 'int64', [2]],
      ],
    );
    assert.deepEqual((await openFile(png)).arrays[0]!.name, 'pixels');
  });

  it('the same seed gives the same SmoothGrad, another one another', async () => {
    const result = async (seed: string) => {
      const out = files.path(`seed-${seed}.npz`);
      await cli(
        'attribute',
        model,
        '--input',
        input,
        '--method',
        'smoothgrad',
        '--seed',
        seed,
        '--set',
        'noise=1',
        '--out',
        out,
      );
      return Array.from(toNumbers(await readData(`${out}#attribution`)));
    };
    const [a, b, other] = [await result('7'), await result('7'), await result('8')];
    assert.deepEqual(a, b);
    assert.notDeepEqual(a, other);
  });

  it('methods --json lists every method with its parameters and source', async () => {
    const listed = JSON.parse((await cli('methods', '--json')).stdout) as {
      id: string;
      source: string;
      parameters: object;
    }[];
    assert.deepEqual(
      listed.map(({ id }) => id),
      methods.map(({ id }) => id),
    );
    assert.ok(listed.every(({ source, parameters }) => source && typeof parameters === 'object'));
  });

  it('devices --json has the CPU', async () => {
    const listed = JSON.parse((await cli('devices', '--json')).stdout) as { id: string; available: boolean }[];
    assert.ok(listed.some(({ id, available }) => id === 'cpu' && available));
  });

  const wrong: [string, () => string[], number, RegExp][] = [
    ['an unknown command', () => ['layer'], 2, /did you mean "layers"/],
    ['no command', () => [], 2, /^$/],
    ['an unknown option', () => ['layers', model, '--jsn'], 2, /jsn/],
    ['no model', () => ['layers'], 2, /takes MODEL/],
    [
      'an unknown method',
      () => ['attribute', model, '--input', input, '--method', 'gradiant'],
      2,
      /did you mean "gradient"/,
    ],
    [
      'an unknown parameter',
      () => ['attribute', model, '--input', input, '--method', 'smoothgrad', '--set', 'n=3'],
      2,
      /it has samples/,
    ],
    [
      'a parameter out of range',
      () => ['attribute', model, '--input', input, '--method', 'smoothgrad', '--set', 'samples=1'],
      2,
      /samples/,
    ],
    [
      'a target that does not exist',
      () => ['attribute', model, '--input', input, '--method', 'gradient', '--target', '7'],
      2,
      /0 to 1/,
    ],
    [
      'a layer that does not exist',
      () => ['attribute', model, '--input', input, '--method', 'gradient', '--target', 'x9:1'],
      2,
      /no layer/,
    ],
    [
      'a device that does not exist',
      () => ['run', model, '--input', input, '--out', files.path('n.npz'), '--device', 'abacus'],
      2,
      /no device "abacus"/,
    ],
    ['a missing model', () => ['layers', files.path('nowhere.onnx')], 1, /nowhere\.onnx/],
    [
      'missing data',
      () => ['run', model, '--input', files.path('nowhere.npy'), '--out', files.path('n.npz')],
      1,
      /nowhere\.npy/,
    ],
    ['a file that is no model', () => ['layers', input], 1, /is not a model that NetLoupe reads/],
  ];
  for (const [name, args, status, message] of wrong) {
    it(`${name}: status ${status} and one sentence`, async () => {
      const result = await cli(...args());
      assert.equal(result.status, status, result.stderr);
      assert.match(result.stderr, message);
      assert.ok(result.stderr.split('\n').length <= 2, 'one line');
    });
  }

  it("the zoo's MNIST model is explained", async () => {
    const digit = writeArray(files.path('digit.npy'), [28, 28], drawnOne());
    const png = files.path('digit.png');
    const { stdout, status, stderr } = await cli(
      'attribute',
      zooMnist,
      '--input',
      digit,
      '--method',
      'integrated-gradients',
      '--png',
      png,
      '--json',
    );
    assert.equal(status, 0, stderr);
    const { target, law } = JSON.parse(stdout) as { target: number[]; law: { holds: boolean } };
    assert.deepEqual(target, [1]);
    assert.equal(law.holds, true);
    assert.ok(existsSync(png));
  });
});

/** A vertical bar, white (255) on black. */
function drawnOne(): number[] {
  return Array.from({ length: 28 * 28 }, (_, i) =>
    i % 28 >= 13 && i % 28 <= 15 && i >= 4 * 28 && i < 24 * 28 ? 255 : 0,
  );
}

function cli(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/netloupe.mjs', ...args],
      { maxBuffer: 1 << 24, timeout: 60_000 },
      (error, stdout, stderr) => {
        resolve({ status: error ? Number(error.code ?? -1) : 0, stdout, stderr });
      },
    );
  });
}
