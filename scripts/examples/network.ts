/**
 * The convolutional network of the examples: two convolutions, each rectified and max-pooled, and two dense layers. It is also
 * written down in examples/digits.py and examples/digits.ts, with the same names.
 */
import type { Builder } from '../../src/graph/builder';
import { attributes, type PlainAttribute } from '../../src/graph/attributes';
import type { Sym } from '../../src/graph/operator';
import { random } from '../../src/shared/random';
import { float32, sizeOf, type Shape, type Tensor } from '../../src/shared/tensor';
import { CLASSES } from './dataset';

export type Weights = Readonly<Record<string, Tensor>>;

/** PyTorch's names and layouts: convolutions [out, in, rows, columns], dense layers [out, in]. */
export const weightShapes: Readonly<Record<string, Shape>> = {
  'conv1.weight': [8, 1, 5, 5],
  'conv1.bias': [8],
  'conv2.weight': [16, 8, 5, 5],
  'conv2.bias': [16],
  'dense1.weight': [64, 16 * 7 * 7],
  'dense1.bias': [64],
  'logits.weight': [CLASSES, 64],
  'logits.bias': [CLASSES],
};

/** The logits [N, 10] of images [N, 1, 28, 28]; `weight` gives the symbol of each weight, an input or a constant. */
export function addNetwork(b: Builder, image: Sym, weight: (name: string) => Sym): Sym {
  const layer = (name: string, op: string, inputs: Sym[], plain: Readonly<Record<string, PlainAttribute>> = {}): Sym =>
    b.node({ op, domain: '', name, outputs: [name], attributes: attributes(plain) }, inputs)[0]!;
  const withWeights = (name: string, op: string, x: Sym, plain: Readonly<Record<string, PlainAttribute>>): Sym =>
    layer(name, op, [x, weight(`${name}.weight`), weight(`${name}.bias`)], plain);
  const convolution = { kernel_shape: [5, 5], pads: [2, 2, 2, 2] };
  const pooling = { kernel_shape: [2, 2], strides: [2, 2] };

  let x = withWeights('conv1', 'Conv', image, convolution);
  x = layer('pool1', 'MaxPool', [layer('relu1', 'Relu', [x])], pooling);
  x = withWeights('conv2', 'Conv', x, convolution);
  x = layer('pool2', 'MaxPool', [layer('relu2', 'Relu', [x])], pooling);
  x = withWeights('dense1', 'Gemm', layer('flatten', 'Flatten', [x]), { transB: 1 });
  return withWeights('logits', 'Gemm', layer('relu3', 'Relu', [x]), { transB: 1 });
}

/** Normal numbers of variance 2 / fan-in for networks of rectifiers (He et al. 2015, arXiv:1502.01852, eq. 10); biases 0. */
export function initialWeights(seed: number): Weights {
  const { normal } = random(seed);
  const entries = Object.entries(weightShapes).map(([name, shape]): [string, Tensor] => {
    const deviation = name.endsWith('.bias') ? 0 : Math.sqrt(2 / sizeOf(shape.slice(1)));
    return [
      name,
      float32(
        shape,
        Float32Array.from({ length: sizeOf(shape) }, () => deviation * normal()),
      ),
    ];
  });
  return Object.fromEntries(entries);
}
