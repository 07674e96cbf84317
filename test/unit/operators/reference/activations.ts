/** Nonlinearities, written as their definitions. */
import { float, int, string } from '../../../../src/graph/attributes';
import type { Node } from '../../../../src/graph/graph';
import { erf } from './arithmetic';
import { broadcastAt, generate, groups, map } from './array64';
import type { Kernel } from './interpreter';

function pointwise(
  f: (x: number, attribute: (name: string, otherwise: number) => number, node: Node) => number,
): Kernel {
  return (node, [x]) => [map((value) => f(value, (name, otherwise) => float(node, name, otherwise), node), x!)];
}

function clamp01(x: number): number {
  return Math.max(0, Math.min(1, x));
}

/** log(1 + eˣ) without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** x − log Σ eˣ along the axis, shifted by the largest. */
const logSoftmax: Kernel = (node, [x]) => {
  const { shape, values } = groups(x!, [int(node, 'axis', -1)]);
  const sums = values.map((list) => {
    const top = Math.max(...list);
    return top + Math.log(list.reduce((sum, value) => sum + Math.exp(value - top), 0));
  });
  const total = { shape, data: Float64Array.from(sums) };
  return [generate(x!.shape, (index, flat) => x!.data[flat]! - broadcastAt(total, index))];
};

export const activations: Record<string, Kernel> = {
  Relu: pointwise((x) => Math.max(x, 0)),
  LeakyRelu: pointwise((x, a) => (x >= 0 ? x : a('alpha', 0.01) * x)),
  ThresholdedRelu: pointwise((x, a) => (x > a('alpha', 1) ? x : 0)),
  PRelu: (_node, [x, slope]) => [
    generate(x!.shape, (index, flat) => (x!.data[flat]! >= 0 ? 1 : broadcastAt(slope!, index)) * x!.data[flat]!),
  ],
  Elu: pointwise((x, a) => (x >= 0 ? x : a('alpha', 1) * (Math.exp(x) - 1))),
  Selu: pointwise((x, a) => {
    const [alpha, gamma] = [a('alpha', 1.67326319217681884765625), a('gamma', 1.05070102214813232421875)];
    return x > 0 ? gamma * x : gamma * (alpha * Math.exp(x) - alpha);
  }),
  Celu: pointwise((x, a) => Math.max(0, x) + Math.min(0, a('alpha', 1) * (Math.exp(x / a('alpha', 1)) - 1))),
  Gelu: pointwise((x, _a, node) =>
    string(node, 'approximate', 'none') === 'tanh'
      ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
      : 0.5 * x * (1 + erf(x / Math.sqrt(2))),
  ),
  Tanh: pointwise((x) => Math.tanh(x)),
  Sigmoid: pointwise((x) => 1 / (1 + Math.exp(-x))),
  HardSigmoid: pointwise((x, a) => clamp01(a('alpha', 0.2) * x + a('beta', 0.5))),
  HardSwish: pointwise((x) => x * clamp01(x / 6 + 0.5)),
  Mish: pointwise((x) => x * Math.tanh(softplus(x))),
  Softplus: pointwise(softplus),
  Softsign: pointwise((x) => x / (1 + Math.abs(x))),
  Softmax: (node, inputs, types) => [map((x) => Math.exp(x), logSoftmax(node, inputs, types)[0]!)],
  LogSoftmax: logSoftmax,
};
