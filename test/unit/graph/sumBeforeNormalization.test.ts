/**
 * BatchNormalization behind a sum is merged into the branches: the network computes the same, and relevance through it is that of the
 * network in which the scale and the shift were multiplied into the weights by hand.
 */
import assert from 'node:assert/strict';
import { composite } from '../../../src/differentiate/relevance/composites';
import { relevance } from '../../../src/differentiate/relevance/relevance';
import { Engine } from '../../../src/engine/engine';
import { Builder } from '../../../src/graph/builder';
import type { BoundGraph } from '../../../src/graph/graph';
import type { Sym } from '../../../src/graph/operator';
import { mergeBatchNormalization } from '../../../src/graph/passes/mergeBatchNormalization';
import { operators } from '../../../src/operators';
import { random } from '../../../src/shared/random';
import { float32, sizeOf, toNumbers, type Shape } from '../../../src/shared/tensor';

const engine = new Engine();
after(() => engine.dispose());

const INPUT: Shape = [2, 3, 4, 4];
const CHANNELS = 3;

/** The statistics of the normalisation, and what it comes to: y = scale·x + shift. */
const gamma = [0.5, 2, -1.5];
const beta = [0.3, -0.2, 0.1];
const mean = [0.1, -0.4, 0.25];
const variance = [0.8, 1.5, 0.3];
const EPSILON = 1e-3;
const scale = gamma.map((g, c) => g / Math.sqrt(variance[c]! + EPSILON));
const shift = beta.map((b, c) => b - mean[c]! * scale[c]!);

interface Row {
  name: string;
  /** What the normalisation reads. */
  sum: (layers: Layers) => Sym;
  /** The same, scaled and shifted by hand; undefined where nothing can be merged. */
  merged: ((layers: Layers) => Sym) | undefined;
}

const rows: Row[] = [
  {
    name: 'two convolutions, the first with bias',
    sum: ({ x, b, conv }) => b.add(conv(x, 1, { bias: 2 }), conv(x, 3)),
    merged: ({ x, b, conv }) => b.add(conv(x, 1, { bias: 2, scale, shift }), conv(x, 3, { scale })),
  },
  {
    name: 'two convolutions, the second with bias',
    sum: ({ x, b, conv }) => b.add(conv(x, 1), conv(x, 3, { bias: 4 })),
    merged: ({ x, b, conv }) => b.add(conv(x, 1, { scale, shift }), conv(x, 3, { bias: 4, scale })),
  },
  {
    name: 'a convolution and the shortcut around it',
    sum: ({ x, b, conv }) => b.add(x, conv(x, 1, { bias: 2 })),
    merged: ({ x, b, conv, channels }) => b.add(b.mul(x, channels(scale)), conv(x, 1, { bias: 2, scale, shift })),
  },
  {
    name: 'three convolutions in two additions, and a constant',
    sum: ({ x, b, conv, channels }) =>
      b.add(b.op('Sum', [b.add(conv(x, 1), conv(x, 2)), channels([1, 2, 3])]), conv(x, 3)),
    merged: ({ x, b, conv, channels }) => {
      const inner = b.add(conv(x, 1, { scale, shift }), conv(x, 2, { scale }));
      return b.add(b.op('Sum', [inner, channels(scale.map((s, c) => s * (c + 1)))]), conv(x, 3, { scale }));
    },
  },
  {
    name: 'no linear layer: not merged',
    sum: ({ x, b }) => b.add(x, b.op('Relu', [x])),
    merged: undefined,
  },
  {
    name: 'terms of other shapes: not merged',
    sum: ({ x, b, conv }) => b.add(conv(x, 1), b.op('GlobalAveragePool', [x])),
    merged: undefined,
  },
];

describe('BatchNormalization of a sum', () => {
  for (const { name, sum, merged } of rows) {
    it(name, async () => {
      const graph = build((layers) => layers.norm(sum(layers)));
      const ours = mergeBatchNormalization(graph, operators);
      const left = ours.nodes.filter(({ op }) => op === 'BatchNormalization').length;
      assert.equal(left, merged ? 0 : 1);
      near(await valueOf(ours), await valueOf(graph));
      if (merged) near(await relevanceOf(ours), await relevanceOf(build(merged)));
    });
  }

  it('of a sum that is read elsewhere is left alone', async () => {
    const graph = build(({ x, b, conv, norm }) => {
      const sum = b.add(conv(x, 1), conv(x, 2));
      return b.add(norm(sum), sum);
    });
    const ours = mergeBatchNormalization(graph, operators);
    assert.equal(ours.nodes.filter(({ op }) => op === 'BatchNormalization').length, 1);
    near(await valueOf(ours), await valueOf(graph));
  });

  it('of sums one after the other', async () => {
    const graph = build(({ x, b, conv, norm }) => {
      const first = b.op('Relu', [norm(b.add(conv(x, 1), x))]);
      return norm(b.add(conv(first, 2), first));
    });
    const ours = mergeBatchNormalization(graph, operators);
    assert.equal(ours.nodes.filter(({ op }) => op === 'BatchNormalization').length, 0);
    near(await valueOf(ours), await valueOf(graph));
  });
});

interface Layers {
  b: Builder;
  x: Sym;
  /** A 3×3 convolution with weights (and a bias) of a seed; both scaled, and the bias shifted, per channel of the output. */
  conv(x: Sym, seed: number, how?: { bias?: number; scale?: number[]; shift?: number[] }): Sym;
  norm(x: Sym): Sym;
  channels(values: readonly number[]): Sym;
}

function build(make: (layers: Layers) => Sym): BoundGraph {
  const b = new Builder(operators);
  const vector = (values: readonly number[]): Sym => b.constant(float32([CHANNELS], values));
  const channels = (values: readonly number[]): Sym => b.constant(float32([CHANNELS, 1, 1], values));
  const y = make({
    b,
    x: b.input('x', 'float32', INPUT),
    channels,
    conv(x, seed, { bias, scale: by = [1, 1, 1], shift: and } = {}) {
      const shape = [CHANNELS, CHANNELS, 3, 3];
      const weights = noise(sizeOf(shape), seed).map((w, i) => w * by[Math.floor(i / 27)]!);
      const own = bias === undefined ? [0, 0, 0] : noise(CHANNELS, bias);
      const offset = bias !== undefined || and ? [vector(own.map((o, c) => o * by[c]! + (and?.[c] ?? 0)))] : [];
      return b.op('Conv', [x, b.constant(float32(shape, weights)), ...offset], { pads: [1, 1, 1, 1] });
    },
    norm: (x) => b.op('BatchNormalization', [x, ...[gamma, beta, mean, variance].map(vector)], { epsilon: EPSILON }),
  });
  return b.build([b.op('Relu', [y])]);
}

async function valueOf(graph: BoundGraph): Promise<number[]> {
  return run(graph, { x: noise(sizeOf(INPUT), 9) }, graph.outputs[0]!.name);
}

async function relevanceOf(graph: BoundGraph): Promise<number[]> {
  const numbers = { epsilon: 1e-6, gamma: 0, alpha: 2, beta: 1, low: [0], high: [1] };
  const built = relevance(graph, graph.outputs[0]!.name, 'x', composite('epsilon-plus', numbers), INPUT[0]!);
  const seed = new Array<number>(sizeOf(INPUT)).fill(1);
  return run(built.graph, { x: noise(sizeOf(INPUT), 9), [built.seed]: seed }, built.relevance);
}

async function run(graph: BoundGraph, feeds: Record<string, number[]>, output: string): Promise<number[]> {
  const program = await engine.compile(graph, { device: 'cpu' });
  const tensors = Object.entries(feeds).map(([name, values]) => [name, float32(INPUT, values)] as const);
  return Array.from(toNumbers((await program.run(Object.fromEntries(tensors)))[output]!));
}

function near(actual: readonly number[], expected: readonly number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) =>
    assert.ok(Math.abs(value - expected[i]!) <= 1e-4 * largest, `${i}: ${value} is not ${expected[i]}`),
  );
}

function noise(count: number, seed: number): number[] {
  const { normal } = random(seed);
  return Array.from({ length: count }, normal);
}
