/**
 * The WebGPU device gives the CPU's numbers, and other people's. Runs on the machine's GPU or, without one, on a software Vulkan
 * driver; in the compute process, so that a crash of the driver is a failed test and not the end of all.
 */
import assert from 'node:assert/strict';
import { softwareVulkan } from '../../scripts/softwareVulkan';
import { readData } from '../../src/formats';
import { KernelClient } from '../../src/kernel/client';
import type { Builder } from '../../src/graph/builder';
import type { Sym } from '../../src/graph/operator';
import { random } from '../../src/shared/random';
import { float32, sizeOf, toNumbers, type Shape } from '../../src/shared/tensor';
import { reference } from '../helpers/fixtures';
import { dense, network, temporaryFolder, writeArray, writeModel } from '../helpers/models';

describe('webgpu', function () {
  this.timeout(180_000);
  const files = temporaryFolder();
  let client: KernelClient;

  before(async function () {
    const start = (): KernelClient => new KernelClient({ script: 'dist/kernel.mjs', log: () => undefined });
    const works = async (): Promise<boolean> =>
      (await client.service.devices(true)).some(({ id, available }) => id === 'webgpu' && available);
    client = start();
    if (await works()) return;
    const environment = softwareVulkan();
    if (environment) {
      Object.assign(process.env, environment);
      await client.dispose();
      client = start();
      if (await works()) return;
    }
    console.log('      (no GPU and no software Vulkan driver here: on Debian, install chromium and libvulkan1)');
    this.skip();
  });
  after(() => client.dispose());

  for (const name of ['digits_cnn', 'digits_cnn_batchnorm_unfolded', 'cancer_mlp']) {
    it(`the gradient of ${name} agrees with the reference to 1e-4 of its largest value`, async () => {
      const data = `${reference}/${name}.npz`;
      const ours = await attribute(`${reference}/${name}.onnx`, `${data}#input`, `${data}#target`, 'webgpu');
      close(ours, toNumbers(await readData(`${data}#gradient`)), 1e-4);
    });
  }

  const weights = (b: Builder, ...shape: number[]): Sym =>
    b.constant(
      float32(
        shape,
        noise(sizeOf(shape)).map((v) => v / 2),
      ),
    );
  const flat = (b: Builder, x: Sym): Sym => {
    const features = b.reshape(x, [x.shape[0]!, sizeOf(x.shape.slice(1))]);
    return b.op('MatMul', [features, weights(b, features.shape[1]!, 3)]);
  };
  const networks: [string, Shape, (b: Builder, x: Sym) => Sym][] = [
    ['strided, grouped and dilated convolutions', [1, 4, 13, 13], (b, x) =>
      flat(b, b.op('Relu', [b.op('Conv', [b.op('Relu', [b.op('Conv', [x, weights(b, 8, 2, 3, 3), weights(b, 8)],
        { group: 2, strides: [2, 2], pads: [1, 1, 1, 1] })]), weights(b, 4, 8, 3, 3)], { dilations: [2, 2] })]))], // prettier-ignore
    ['overlapping and plain max-pooling', [1, 2, 13, 13], (b, x) =>
      flat(b, b.op('MaxPool', [b.op('MaxPool', [x], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] })],
        { kernel_shape: [2, 2], strides: [2, 2] }))], // prettier-ignore
    ['average pooling and batch normalisation', [1, 2, 8, 8], (b, x) =>
      flat(b, b.op('AveragePool', [b.op('BatchNormalization', [x, weights(b, 2), weights(b, 2), weights(b, 2),
        b.constant(float32([2], [0.5, 2]))])], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }))], // prettier-ignore
    [
      'an attention head',
      [1, 6, 8],
      (b, x) => {
        const [q, k, v] = [1, 2, 3].map(() => b.matmul(x, weights(b, 8, 8))) as [Sym, Sym, Sym];
        const scores = b.op('Softmax', [b.div(b.matmul(q, b.transpose(k, [0, 2, 1])), Math.sqrt(8))], { axis: -1 });
        return flat(b, b.op('LayerNormalization', [b.add(x, b.matmul(scores, v)), weights(b, 8), weights(b, 8)]));
      },
    ],
    [
      'smooth activations',
      [1, 12],
      (b, x) => {
        const smooth = ['Gelu', 'Sigmoid', 'Tanh', 'Softplus', 'Elu', 'HardSwish', 'Erf'];
        return dense(
          b,
          b.concat(
            smooth.map((op) => b.op(op, [x])),
            1,
          ),
          [noise(84), noise(84)],
          [0, 0],
        );
      },
    ],
  ];
  for (const [name, shape, make] of networks) {
    it(`the gradient of ${name} is the CPU's`, async () => {
      const model = writeModel(files.path('model.onnx'), {
        ...network(shape, make),
        inputs: [{ name: 'x', dtype: 'float32', shape }],
      });
      const input = writeArray(files.path('x.npy'), shape, noise(sizeOf(shape)));
      close(await attribute(model, input, '0', 'webgpu'), await attribute(model, input, '0', 'cpu'), 1e-4);
    });
  }

  it('a map of 400 points has the divergence of the CPU’s within 1 %', async () => {
    const clusters = Float32Array.from(
      { length: 400 * 16 },
      ((numbers) => (_, i) => {
        const cluster = Math.floor(i / 16) % 10;
        return numbers[i]! + 3 * numbers[cluster * 16 + (i % 16)]!;
      })(noise(400 * 16)),
    );
    const input = writeArray(files.path('points.npy'), [400, 16], [...clusters]);
    const divergences: number[] = [];
    for (const device of ['cpu', 'webgpu']) {
      const common = { method: 'tsne', parameters: {}, seed: 0, memoryBudget: 2 ** 30 };
      const cloud = await client.service.run({ ...common, input, device });
      assert.ok(cloud.kind === 'cloud');
      assert.match(cloud.conventions.join(' '), device === 'cpu' ? /on the CPU/ : /on the GPU/);
      divergences.push(cloud.quality.divergence!);
    }
    const [cpu, gpu] = divergences as [number, number];
    assert.ok(cpu > 0 && Math.abs(gpu - cpu) <= 0.01 * cpu, `${gpu} beside ${cpu}`);
  });

  async function attribute(model: string, input: string, target: string, device: string): Promise<Float32Array> {
    const common = { method: 'gradient', parameters: {}, seed: 0, memoryBudget: 2 ** 30 };
    const { attribution, provenance } = await client.service.attribute({ ...common, model, input, target, device });
    assert.equal(provenance.device, device);
    return attribution.data;
  }
});

/** max |a − b| ≤ tolerance · max |b|. */
function close(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): void {
  const largest = Math.max(...Array.from(b, Math.abs));
  const difference = Math.max(...Array.from(b, (value, i) => Math.abs(value - a[i]!)));
  assert.ok(largest > 0 && difference <= tolerance * largest, `differs by ${difference / largest} of the largest`);
}

function noise(count: number): number[] {
  const { normal } = random(count);
  return Array.from({ length: count }, normal);
}
