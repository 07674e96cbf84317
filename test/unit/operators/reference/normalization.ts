/** Normalization by stored statistics, by the sample's own, by neighbours and by norms. */
import { float, int } from '../../../../src/graph/attributes';
import type { Node } from '../../../../src/graph/graph';
import { at, broadcastAt, generate, groups, map, type Array64 } from './array64';
import type { Kernel } from './interpreter';

interface Statistics {
  mean: Array64;
  /** 1/√(variance + epsilon). */
  inverse: Array64;
}

function statistics(x: Array64, axes: readonly number[], epsilon: number): Statistics {
  const { shape, values } = groups(x, axes);
  const means = values.map((list) => list.reduce((a, b) => a + b, 0) / list.length);
  const inverses = values.map((list, i) => {
    const variance = list.reduce((sum, value) => sum + (value - means[i]!) ** 2, 0) / list.length;
    return 1 / Math.sqrt(variance + epsilon);
  });
  return { mean: { shape, data: Float64Array.from(means) }, inverse: { shape, data: Float64Array.from(inverses) } };
}

const from = (axis: number, rank: number): number[] => Array.from({ length: rank - axis }, (_, i) => axis + i);

/** Normalizes over groups of channels and all further axes, then scales and shifts each channel. */
function groupwise(node: Node, [x, scale, bias]: readonly (Array64 | undefined)[], count: number): Array64 {
  const [batch, channels, ...spatial] = x!.shape as [number, number, ...number[]];
  const split: Array64 = { shape: [batch, count, channels / count, ...spatial], data: x!.data };
  const { mean, inverse } = statistics(split, from(2, split.shape.length), float(node, 'epsilon', 1e-5));
  return generate(x!.shape, (index, flat) => {
    const channel = index[1]!;
    const group = index[0]! * count + Math.floor(channel / (channels / count));
    const normalized = (x!.data[flat]! - mean.data[group]!) * inverse.data[group]!;
    return scale!.data[channel]! * normalized + bias!.data[channel]!;
  });
}

export const normalization: Record<string, Kernel> = {
  BatchNormalization: (node, [x, scale, bias, mean, variance]) => {
    const epsilon = float(node, 'epsilon', 1e-5);
    const y = generate(x!.shape, (index, flat) => {
      const c = index[1]!;
      return (
        ((x!.data[flat]! - mean!.data[c]!) / Math.sqrt(variance!.data[c]! + epsilon)) * scale!.data[c]! + bias!.data[c]!
      );
    });
    return [y];
  },
  InstanceNormalization: (node, inputs) => [groupwise(node, inputs, inputs[0]!.shape[1]!)],
  GroupNormalization: (node, inputs) => [groupwise(node, inputs, int(node, 'num_groups'))],
  LayerNormalization: (node, [x, scale, bias]) => {
    const rank = x!.shape.length;
    const axis = int(node, 'axis', -1);
    const { mean, inverse } = statistics(x!, from(axis < 0 ? axis + rank : axis, rank), float(node, 'epsilon', 1e-5));
    const y = generate(x!.shape, (index, flat) => {
      const normalized = (x!.data[flat]! - broadcastAt(mean, index)) * broadcastAt(inverse, index);
      return normalized * broadcastAt(scale!, index) + (bias ? broadcastAt(bias, index) : 0);
    });
    return [y, mean, inverse];
  },
  LRN: (node, [x]) => {
    const size = int(node, 'size');
    const [alpha, beta, bias] = [float(node, 'alpha', 1e-4), float(node, 'beta', 0.75), float(node, 'bias', 1)];
    const last = x!.shape[1]! - 1;
    const y = generate(x!.shape, (index, flat) => {
      const [n, c, ...rest] = index as [number, number, ...number[]];
      const first = Math.max(0, c - Math.floor((size - 1) / 2));
      let squares = 0;
      for (let i = first; i <= Math.min(last, c + Math.ceil((size - 1) / 2)); i++)
        squares += at(x!, [n, i, ...rest]) ** 2;
      return x!.data[flat]! / (bias + (alpha / size) * squares) ** beta;
    });
    return [y];
  },
  LpNormalization: (node, [x]) => {
    const p = int(node, 'p', 2);
    const { shape, values } = groups(x!, [int(node, 'axis', -1)]);
    const norms = values.map((list) => list.reduce((sum, value) => sum + Math.abs(value) ** p, 0) ** (1 / p));
    const norm = { shape, data: Float64Array.from(norms) };
    return [map((value, length) => (length === 0 ? 0 : value / length), x!, norm)];
  },
};
