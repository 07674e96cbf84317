/**
 * Normalization by stored statistics (BatchNormalization) and by those of the sample itself. Local response normalization and
 * vector norms are in localNormalization.ts.
 */
import { float, int, place } from '../graph/attributes';
import type { Builder } from '../graph/builder';
import type { Node } from '../graph/graph';
import type { GradientContext, Operator, Sym } from '../graph/operator';
import { GraphError, NoGradientError } from '../shared/errors';
import { sizeOf } from '../shared/tensor';
import { wanted } from './gradients';
import { axisOf, perElement, required, sameAsFirst } from './infer';

/** A value per channel [C] as [C, 1, …], which broadcasts with x: [N, C, …]. */
function perChannel(b: Builder, values: Sym, x: Sym): Sym {
  return b.reshape(values, [values.shape[0]!, ...x.shape.slice(2).map(() => 1)]);
}

/** The sum over all axes but the channels, [C]. */
function sumPerChannel(b: Builder, x: Sym): Sym {
  return b.sum(
    x,
    x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])),
    false,
  );
}

/** x normalized over some axes, and the reciprocal of its standard deviation (with epsilon). */
interface Normalized {
  normalized: Sym;
  inverse: Sym;
}

function normalize(b: Builder, x: Sym, axes: readonly number[], epsilon: number): Normalized {
  const centred = b.sub(x, b.mean(x, axes));
  const variance = b.mean(b.mul(centred, centred), axes);
  const inverse = b.op('Reciprocal', [b.sqrt(b.add(variance, epsilon))]);
  return { normalized: b.mul(centred, inverse), inverse };
}

/** (g − mean g − n·mean(g·n)) / σ: the gradient through normalize, for g arriving at its result n. */
function throughNormalize(b: Builder, g: Sym, { normalized, inverse }: Normalized, axes: readonly number[]): Sym {
  const along = b.mean(b.mul(g, normalized), axes);
  return b.mul(b.sub(b.sub(g, b.mean(g, axes)), b.mul(normalized, along)), inverse);
}

/** InstanceNormalization is GroupNormalization with a group per channel. */
function groupwise(groupsOf: (node: Node, channels: number) => number): Operator {
  return {
    role: 'normalise',
    axes: 'channels first',
    trained: [1, 2],
    infer: sameAsFirst,
    gradient: (c) => {
      const { b, node, x: inputs } = c;
      const [x, scale, dy] = [inputs[0]!, inputs[1]!, c.dy[0]!];
      const [batch, channels] = [x.shape[0]!, x.shape[1]!];
      const groups = groupsOf(node, channels);
      const grouped = [batch, groups, (channels / groups) * sizeOf(x.shape.slice(2))];
      const parts = normalize(b, b.reshape(x, grouped), [2], float(node, 'epsilon', 1e-5));
      const toX = (): Sym => {
        const g = b.reshape(b.mul(dy, perChannel(b, scale, x)), grouped);
        return b.reshape(throughNormalize(b, g, parts, [2]), x.shape);
      };
      return wanted(
        c,
        toX,
        () => sumPerChannel(b, b.mul(dy, b.reshape(parts.normalized, x.shape))),
        () => sumPerChannel(b, dy),
      );
    },
    cost: perElement(4),
  };
}

/** The normalized axes of LayerNormalization: from `axis` on. */
function layerAxes(node: Node, rank: number): number[] {
  const first = axisOf(node, int(node, 'axis', -1), rank);
  return Array.from({ length: rank - first }, (_, i) => first + i);
}

/** From the node's own mean and inverse standard deviation, if it gives them: three fewer passes over x. */
function layerParts({ b, node, x: [x], y }: GradientContext, axes: readonly number[]): Normalized {
  if (!node.outputs[1] || !node.outputs[2]) return normalize(b, x!, axes, float(node, 'epsilon', 1e-5));
  const [mean, inverse] = [b.cast(y[1]!, x!.dtype), b.cast(y[2]!, x!.dtype)];
  return { normalized: b.mul(b.sub(x!, mean), inverse), inverse };
}

/**
 * To x, from whichever outputs a gradient arrives at: y, the mean (1/n each), the inverse deviation (−n·σ⁻²/n each).
 */
function throughLayer({ b, x, dy }: GradientContext, parts: Normalized, axes: readonly number[]): Sym {
  const { dtype, shape } = x[0]!;
  const share = 1 / sizeOf(axes.map((axis) => shape[axis]!));
  const { normalized, inverse } = parts;
  const fromY = dy[0] && throughNormalize(b, b.mul(dy[0], x[1]!), parts, axes);
  const fromMean = dy[1] && b.mul(b.cast(dy[1], dtype), share);
  const weight = dy[2] && b.mul(b.mul(b.cast(dy[2], dtype), b.mul(inverse, inverse)), -share);
  const sum = [fromY, weight && b.mul(normalized, weight), fromMean].filter((part) => part !== undefined).reduce(b.add);
  return b.expand(sum, shape);
}

export const normalization = {
  BatchNormalization: {
    role: 'normalise',
    affine: true,
    axes: 'channels first',
    trained: [1, 2],

    infer: (node, inputs) => {
      const x = required(node, inputs, 0);
      for (const i of [1, 2, 3, 4]) {
        if (sizeOf(required(node, inputs, i).shape) === x.shape[1]) continue;
        throw new GraphError(`${place(node)} has ${sizeOf(inputs[i]!.shape)} values for ${x.shape[1]} channels.`);
      }
      const statistics = [inputs[3]!, inputs[4]!].map(({ dtype, shape }) => ({ dtype, shape }));
      return [{ dtype: x.dtype, shape: x.shape }, ...statistics];
    },
    /** y = s·(x − μ) + β with s = γ/√(σ² + ε), so dσ² = −½·dγ·γ/(σ² + ε). */
    gradient: (c) => {
      const { b, node, x: inputs } = c;
      if (int(node, 'training_mode', 0)) {
        throw new NoGradientError('BatchNormalization', node.name, 'has no gradient in training mode');
      }
      const [x, scale, , mean, variance] = inputs.map((input) => input!) as [Sym, Sym, Sym, Sym, Sym];
      const dy = c.dy[0]!;
      const spread = b.add(variance, float(node, 'epsilon', 1e-5));
      const deviation = b.sqrt(spread);
      const toShift = (): Sym => sumPerChannel(b, dy);
      const toScale = (): Sym => {
        const centred = b.sub(x, perChannel(b, mean, x));
        return b.div(sumPerChannel(b, b.mul(dy, centred)), deviation);
      };
      const slope = b.div(scale, deviation);
      return wanted(
        c,
        () => b.mul(dy, perChannel(b, slope, x)),
        toScale,
        toShift,
        () => b.neg(b.mul(toShift(), slope)),
        () => b.mul(b.mul(toScale(), b.div(scale, spread)), -0.5),
      );
    },
    cost: perElement(1),
  },
  InstanceNormalization: groupwise((_node, channels) => channels),
  /** Scale and bias have one value per channel (opset 21). */
  GroupNormalization: groupwise((node) => int(node, 'num_groups')),
  LayerNormalization: {
    role: 'normalise',
    axes: 'channels last',
    trained: [1, 2],

    infer: (node, inputs) => {
      const { dtype, shape } = required(node, inputs, 0);
      const axes = layerAxes(node, shape.length);
      const reduced = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      const statistics = { dtype: int(node, 'stash_type', 1) === 1 ? ('float32' as const) : dtype, shape: reduced };
      return [{ dtype, shape }, statistics, statistics];
    },
    gradient: (c) => {
      const { b, node, x: inputs, dy } = c;
      const x = inputs[0]!;
      const axes = layerAxes(node, x.shape.length);
      const parts = layerParts(c, axes);
      return wanted(
        c,
        () => throughLayer(c, parts, axes),
        dy[0] && (() => b.mul(dy[0]!, parts.normalized)),
        dy[0] && (() => dy[0]!),
      );
    },
    cost: perElement(5),
  },
} satisfies Record<string, Operator>;
