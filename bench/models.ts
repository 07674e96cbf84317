/**
 * The networks of the benchmark made without PyTorch, layer by layer as its exporter writes them: for machines that lack it, and
 * for the network whose only point is its size. Weights are seeded noise of a variance that keeps activations alive.
 */
import { writeFileSync } from 'node:fs';
import { Builder } from '../src/graph/builder';
import { writeOnnx } from '../src/graph/onnx/write';
import type { Sym } from '../src/graph/operator';
import { operators } from '../src/operators';
import { encodeNpy } from '../src/formats';
import { random } from '../src/shared/random';
import { float32, sizeOf, type Float32Tensor, type Shape } from '../src/shared/tensor';

export type ModelName = 'mnist-cnn' | 'resnet18' | 'vgg16';

/** Writes the model, its batch size left open, and inputs of some batch sizes (path by size). */
export function writeModel(model: ModelName, path: string, inputs: Readonly<Record<number, string>> = {}): void {
  const { sample, layers } = networks[model];
  const net = new Layers(sample);
  const graph = net.b.build([net.b.node({ ...identity, outputs: ['output'] }, [layers(net)])[0]!]);
  const open = { name: 'input', dtype: 'float32' as const, shape: ['batch', ...sample] };
  writeFileSync(path, writeOnnx({ ...graph, inputs: [open], outputs: [{ name: 'output', dtype: 'float32' }] }));
  for (const [batch, file] of Object.entries(inputs))
    writeFileSync(file, encodeNpy(noise([Number(batch), ...sample], 1)));
}

const identity = { op: 'Identity', domain: '', name: 'output', attributes: {} };

class Layers {
  readonly b = new Builder(operators);
  readonly x: Sym;
  #seed = 0;

  constructor(sample: Shape) {
    this.x = this.b.input('input', 'float32', [1, ...sample]);
  }

  conv(x: Sym, out: number, kernel: number, stride = 1, pad = 0): Sym {
    const weight = this.#weight([out, x.shape[1]!, kernel, kernel]);
    const pads = [pad, pad, pad, pad];
    return this.b.op('Conv', [x, weight, this.#bias(out)], { strides: [stride, stride], pads });
  }

  relu = (x: Sym): Sym => this.b.op('Relu', [x]);

  maxPool(x: Sym, kernel: number, stride = kernel, pad = 0): Sym {
    const pads = [pad, pad, pad, pad];
    return this.b.op('MaxPool', [x], { kernel_shape: [kernel, kernel], strides: [stride, stride], pads });
  }

  flatten = (x: Sym): Sym => this.b.op('Flatten', [x], { axis: 1 });

  dense(x: Sym, out: number): Sym {
    return this.b.op('Gemm', [x, this.#weight([out, x.shape[1]!]), this.#bias(out)], { transB: 1 });
  }

  #weight(shape: Shape): Sym {
    return this.b.constant(noise(shape, Math.sqrt(2 / sizeOf(shape.slice(1))), ++this.#seed));
  }

  #bias(size: number): Sym {
    return this.b.constant(noise([size], 0.1, ++this.#seed));
  }
}

function mnistCnn(net: Layers): Sym {
  const first = net.maxPool(net.relu(net.conv(net.x, 32, 5)), 2);
  const second = net.maxPool(net.relu(net.conv(first, 64, 5)), 2);
  return net.dense(net.relu(net.dense(net.flatten(second), 128)), 10);
}

/** He et al. 2015, arXiv:1512.03385, table 1, each BatchNormalization merged into its convolution. */
function resnet18(net: Layers): Sym {
  let x = net.maxPool(net.relu(net.conv(net.x, 64, 7, 2, 3)), 3, 2, 1);
  for (const [width, stride] of [
    [64, 1],
    [64, 1],
    [128, 2],
    [128, 1],
    [256, 2],
    [256, 1],
    [512, 2],
    [512, 1],
  ] as const) {
    // prettier-ignore
    const shortcut = stride > 1 ? net.conv(x, width, 1, stride) : x;
    const inner = net.conv(net.relu(net.conv(x, width, 3, stride, 1)), width, 3, 1, 1);
    x = net.relu(net.b.add(inner, shortcut));
  }
  return net.dense(net.flatten(net.b.op('GlobalAveragePool', [x])), 1000);
}

/** Simonyan, Zisserman 2014, arXiv:1409.1556, configuration D: 138 million parameters, 553 MB. */
function vgg16(net: Layers): Sym {
  let { x } = net;
  for (const [width, convolutions] of [
    [64, 2],
    [128, 2],
    [256, 3],
    [512, 3],
    [512, 3],
  ] as const) {
    // prettier-ignore
    for (let i = 0; i < convolutions; i++) x = net.relu(net.conv(x, width, 3, 1, 1));
    x = net.maxPool(x, 2);
  }
  return net.dense(net.relu(net.dense(net.relu(net.dense(net.flatten(x), 4096)), 4096)), 1000);
}

const networks: Readonly<Record<ModelName, { sample: Shape; layers: (net: Layers) => Sym }>> = {
  'mnist-cnn': { sample: [1, 28, 28], layers: mnistCnn },
  resnet18: { sample: [3, 224, 224], layers: resnet18 },
  vgg16: { sample: [3, 224, 224], layers: vgg16 },
};

/** Normal numbers of a standard deviation; a short sequence repeated, for 138 million fresh ones would take half a minute. */
function noise(shape: Shape, deviation: number, seed = 0): Float32Tensor {
  const { normal } = random(seed);
  const sequence = Float32Array.from({ length: Math.min(sizeOf(shape), 65521) }, () => deviation * normal());
  const data = new Float32Array(sizeOf(shape));
  for (let at = 0; at < data.length; at += sequence.length) data.set(sequence.subarray(0, data.length - at), at);
  return float32(shape, data);
}
