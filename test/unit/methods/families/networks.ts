/** The families of networks that people have, small and with random weights, as exporters write them. */
import type { Builder } from '../../../../src/graph/builder';
import type { Sym } from '../../../../src/graph/operator';
import { random } from '../../../../src/shared/random';
import { float32, sizeOf, type Shape } from '../../../../src/shared/tensor';

/** Layers with seeded weights. */
export class Net {
  readonly #draw = random(7);

  constructor(readonly b: Builder) {}

  weight(shape: Shape, scale = Math.sqrt(2 / sizeOf(shape.slice(1)))): Sym {
    return this.b.constant(
      float32(
        shape,
        Float32Array.from({ length: sizeOf(shape) }, () => scale * this.#draw.normal()),
      ),
    );
  }

  conv(x: Sym, out: number, kernel: number, { stride = 1, pad = Math.floor(kernel / 2), group = 1 } = {}): Sym {
    const space = x.shape.length - 2;
    const weight = this.weight([out, x.shape[1]! / group, ...Array<number>(space).fill(kernel)]);
    return this.b.op('Conv', [x, weight, this.weight([out], 0.1)], {
      strides: Array<number>(space).fill(stride),
      pads: Array<number>(2 * space).fill(pad),
      group,
    });
  }

  norm(x: Sym): Sym {
    const c = x.shape[1]!;
    const positive = this.b.constant(
      float32(
        [c],
        Float32Array.from({ length: c }, () => 0.5 + this.#draw.uniform()),
      ),
    );
    return this.b.op('BatchNormalization', [x, positive, this.weight([c], 0.1), this.weight([c], 0.1), positive]);
  }

  relu = (x: Sym): Sym => this.b.op('Relu', [x]);
  pool = (x: Sym, op = 'MaxPool'): Sym => {
    const two = Array<number>(x.shape.length - 2).fill(2);
    return this.b.op(op, [x], { kernel_shape: two, strides: two });
  };

  linear(x: Sym, out: number): Sym {
    return this.b.op('Gemm', [x, this.weight([out, x.shape.at(-1)!]), this.weight([out], 0.1)], { transB: 1 });
  }

  head(x: Sym, classes = 3): Sym {
    return this.linear(this.b.op('Flatten', [this.b.op('GlobalAveragePool', [x])]), classes);
  }

  /** MatMul and Add over the last axis, as token models are written. */
  dense(x: Sym, out: number): Sym {
    return this.b.add(
      this.b.matmul(x, this.weight([x.shape.at(-1)!, out], 1 / Math.sqrt(x.shape.at(-1)!))),
      this.weight([out], 0.1),
    );
  }

  encoder(x: Sym, heads = 2): Sym {
    const { b } = this;
    const [, t, d] = x.shape as [number, number, number];
    const normed = (y: Sym): Sym => b.op('LayerNormalization', [y, this.weight([d], 1), this.weight([d], 0.1)]);
    const split = (y: Sym, perm: number[]): Sym =>
      b.transpose(b.op('Reshape', [y, b.int64([0, t, heads, d / heads])]), perm);
    const y = normed(x);
    const q = split(this.dense(y, d), [0, 2, 1, 3]);
    const k = split(this.dense(y, d), [0, 2, 3, 1]);
    const v = split(this.dense(y, d), [0, 2, 1, 3]);
    const attention = b.op('Softmax', [b.div(b.matmul(q, k), Math.sqrt(d / heads))]);
    const mixed = b.op('Reshape', [b.transpose(b.matmul(attention, v), [0, 2, 1, 3]), b.int64([0, t, d])]);
    const first = b.add(x, this.dense(mixed, d));
    const hidden = this.dense(normed(first), 2 * d);
    const gelu = b.mul(b.mul(hidden, b.add(b.op('Erf', [b.div(hidden, Math.SQRT2)]), 1)), 0.5);
    return b.add(first, this.dense(gelu, d));
  }
}

export interface Family {
  name: string;
  /** Of one sample, with the batch first. */
  shape: Shape;
  make: (net: Net, x: Sym) => Sym;
  /** Whether there are maps for class activation. */
  maps?: boolean;
  /** Built of attention, normalisation and smooth activations, without a rectifier. */
  smooth?: boolean;
  /** Number of the explained output; 0 if absent. */
  target?: number;
  /** Whether LRP hands relevance through a node whose slope is not 1 where it is active, so that it is not gradient × input. */
  passes?: boolean;
}

export const families: readonly Family[] = [
  {
    name: 'VGG',
    target: 1,
    shape: [1, 3, 8, 8],
    maps: true,
    make: (net, x) => {
      const y = net.pool(net.relu(net.conv(net.relu(net.conv(x, 4, 3)), 4, 3)));
      const z = net.pool(net.relu(net.conv(y, 6, 3)));
      return net.linear(net.relu(net.linear(net.b.op('Flatten', [z]), 12)), 3);
    },
  },
  {
    name: 'ResNet with BatchNormalization',
    shape: [1, 3, 8, 8],
    maps: true,
    make: (net, x) => {
      const stem = net.pool(net.relu(net.norm(net.conv(x, 6, 3))));
      const inner = net.norm(net.conv(net.relu(net.norm(net.conv(stem, 6, 3))), 6, 3));
      const first = net.relu(net.b.add(inner, stem));
      const down = net.norm(net.conv(first, 8, 1, { stride: 2, pad: 0 }));
      const second = net.norm(net.conv(net.relu(net.norm(net.conv(first, 8, 3, { stride: 2 }))), 8, 3));
      return net.head(net.relu(net.b.add(second, down)));
    },
  },
  {
    name: 'DenseNet',
    passes: true,
    shape: [1, 3, 4, 4],
    maps: true,
    make: (net, x) => {
      let y = net.conv(x, 6, 3);
      for (let i = 0; i < 2; i++) y = net.b.concat([y, net.conv(net.relu(net.norm(y)), 4, 3)], 1);
      return net.head(net.relu(net.norm(net.pool(net.conv(net.relu(net.norm(y)), 6, 1), 'AveragePool'))));
    },
  },
  {
    name: 'MobileNetV2',
    passes: true,
    shape: [1, 3, 4, 4],
    maps: true,
    make: (net, x) => {
      const six = (y: Sym): Sym => net.b.op('Clip', [y, net.b.scalar(0), net.b.scalar(6)]);
      const stem = six(net.norm(net.conv(x, 6, 3)));
      const wide = six(net.norm(net.conv(stem, 12, 1)));
      const deep = six(net.norm(net.conv(wide, 12, 3, { group: 12 })));
      return net.head(six(net.conv(net.b.add(stem, net.norm(net.conv(deep, 6, 1))), 8, 1)));
    },
  },
  {
    name: 'Inception',
    shape: [1, 3, 4, 4],
    maps: true,
    make: (net, x) => {
      const pooled = net.b.op('AveragePool', [x], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
      const branches = [net.conv(x, 4, 1), net.conv(net.relu(net.conv(x, 3, 1)), 4, 3), net.conv(pooled, 2, 1)];
      return net.head(net.relu(net.conv(net.b.concat(branches.map(net.relu), 1), 6, 3)));
    },
  },
  {
    name: 'ShuffleNet',
    shape: [1, 4, 4, 4],
    maps: true,
    make: (net, x) => {
      const { b } = net;
      const grouped = net.relu(net.conv(x, 8, 1, { group: 2 }));
      const apart = b.op('Reshape', [grouped, b.int64([0, 2, 4, 4, 4])]);
      const shuffled = b.op('Reshape', [b.transpose(apart, [0, 2, 1, 3, 4]), b.int64([0, 8, 4, 4])]);
      const [left, right] = b.ops('Split', [shuffled, b.int64([4, 4])], { axis: 1 }, 2) as [Sym, Sym];
      return net.head(net.relu(b.concat([left, net.conv(right, 4, 3, { group: 4 })], 1)));
    },
  },
  {
    name: 'vision transformer',
    shape: [1, 3, 8, 8],
    smooth: true,
    make: (net, x) => {
      const { b } = net;
      const patches = net.conv(x, 8, 4, { stride: 4, pad: 0 });
      const tokens = b.transpose(b.op('Reshape', [patches, b.int64([0, 8, 4])]), [0, 2, 1]);
      const encoded = net.encoder(b.add(tokens, net.weight([1, 4, 8], 0.2)));
      return net.linear(b.mean(encoded, [1], false), 3);
    },
  },
  {
    name: 'encoder of embeddings, as in BERT',
    shape: [1, 5, 8],
    smooth: true,
    make: (net, x) =>
      net.linear(net.b.op('Squeeze', [net.b.slice(net.encoder(net.encoder(x)), [0], [1], [1]), net.b.int64([1])]), 2),
  },
  {
    name: 'U-Net',
    target: 21,
    shape: [1, 1, 4, 4],
    maps: true,
    make: (net, x) => {
      const { b } = net;
      const top = net.relu(net.conv(x, 4, 3));
      const low = net.relu(net.conv(net.pool(top), 6, 3));
      const up = b.op('ConvTranspose', [low, net.weight([6, 4, 2, 2])], { strides: [2, 2] });
      const resized = b.op('Resize', [low, undefined, b.floats([1, 1, 2, 2])], {
        mode: 'nearest',
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      });
      return net.conv(net.relu(net.conv(b.concat([top, up, resized], 1), 8, 3)), 2, 1);
    },
  },
  {
    name: '1-D convolutions',
    shape: [1, 2, 16],
    maps: true,
    make: (net, x) => net.head(net.relu(net.conv(net.pool(net.relu(net.conv(x, 4, 5))), 6, 3))),
  },
  {
    name: '3-D convolutions',
    shape: [1, 1, 4, 4, 4],
    maps: true,
    make: (net, x) => net.head(net.relu(net.conv(net.pool(net.relu(net.conv(x, 3, 3))), 4, 3))),
  },
  {
    name: 'table',
    shape: [1, 7],
    make: (net, x) => net.linear(net.relu(net.linear(net.relu(net.linear(x, 9)), 6)), 2),
  },
];
