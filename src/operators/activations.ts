/**
 * Nonlinearities of networks, element by element or along one axis. Derivatives take as few passes over memory as
 * possible: those, not arithmetic, are their cost.
 */
import { float, int, place, string } from '../graph/attributes';
import { sameShape } from '../graph/builder';
import type { GradientContext, Operator, Sym } from '../graph/operator';
import { GraphError } from '../shared/errors';
import { wanted } from './gradients';
import { axisOf, broadcast, perElement, required, sameAsFirst } from './infer';

/** An elementwise function with derivative f'(x), given as nodes on x and y = f(x). */
function pointwise(derivative: (c: GradientContext, x: Sym, y: Sym) => Sym, cost = 1): Operator {
  return {
    role: 'activation',
    axes: 'value by value',
    infer: sameAsFirst,
    gradient: (c) => [c.b.mul(c.dy[0]!, derivative(c, c.x[0]!, c.y[0]!))],
    cost: perElement(cost),
  };
}

/** An activation that passes positive values and cuts off or damps negative ones. */
function rectifier(...definition: Parameters<typeof pointwise>): Operator {
  return { ...pointwise(...definition), rectifies: true };
}

/** `above` where x > threshold, else `below`. */
function beyond({ b }: GradientContext, x: Sym, threshold: number, above: number | Sym, below: number | Sym): Sym {
  const value = (v: number | Sym): Sym => (typeof v === 'number' ? b.scalar(v, x.dtype) : v);
  return b.where(b.greater(x, threshold), value(above), value(below));
}

/** One over the smallest normal float32: any larger number, scaled by it and clipped to [0, 1], is 1. */
const STEEP = 2 ** 126;

/**
 * 1 where x > 0, else 0, in one pass and without a bool tensor. Subnormal x, which many devices flush to 0, give values
 * in between; an infinite gradient times 0 is NaN. Measured on four ReLUs forwards and backwards, three sizes from 3 to
 * 13 MB, four runs on a busy machine (medians, onnxruntime 1.30, 2 threads): Greater and Where took 1.2 to 2.1 times as
 * long in all twelve, Sign 1.1 to 2.4 times; Greater and Cast was slower in eight and up to 10 % faster in four.
 */
export function unitStep({ b }: GradientContext, x: Sym): Sym {
  return b.op('HardSigmoid', [x], { alpha: STEEP, beta: 0 });
}

/** exp(x/α) = y/α + 1 below 0, where y < 0, and 1 elsewhere. */
function celuSlope({ b }: GradientContext, y: Sym, alpha: number): Sym {
  const below = b.op('Min', [y, b.scalar(0, y.dtype)]);
  return b.add(alpha === 1 ? below : b.mul(below, 1 / alpha), 1);
}

/** Φ(x) + x·φ(x), or with σ for Φ the slope of the approximation x·σ(v) (Hendrycks, Gimpel 2016, arXiv:1606.08415). */
function geluSlope(c: GradientContext, x: Sym): Sym {
  const { b, node } = c;
  if (string(node, 'approximate', 'none') === 'none') {
    const u = b.mul(x, Math.SQRT1_2);
    // HardSigmoid as (erf + 1)/2 in one pass: erf never leaves [-1, 1], so nothing is clipped.
    const distribution = b.op('HardSigmoid', [b.op('Erf', [u])], { alpha: 0.5, beta: 0.5 });
    const density = b.exp(b.neg(b.mul(u, u)));
    return b.add(distribution, b.mul(b.mul(x, density), 1 / Math.sqrt(2 * Math.PI)));
  }
  // 1 + tanh(v/2) is 2σ(v), so with v = k·(x + 0.044715·x³) and k = 2·√(2/π) the function is x·σ(v), and x·v' = 3v − 2k·x.
  const k = 2 * Math.sqrt(2 / Math.PI);
  const v = b.mul(x, b.add(b.mul(b.mul(x, x), 0.044715 * k), k));
  const sigmoid = b.op('Sigmoid', [v]);
  const bend = b.mul(sigmoid, b.sub(b.scalar(1, x.dtype), sigmoid));
  return b.add(sigmoid, b.mul(bend, b.sub(b.mul(v, 3), b.mul(x, 2 * k))));
}

const seluAlpha = 1.6732632423543772;
const seluGamma = 1.0507009873554805;

export const activations = {
  /** Derivative 0 at 0, as in all frameworks. */
  Relu: { ...rectifier((c, _x, y) => unitStep(c, y)), nonNegative: true },
  LeakyRelu: rectifier((c, x) => {
    const alpha = float(c.node, 'alpha', 0.01);
    if (alpha < 0 || alpha > 1) return beyond(c, x, 0, 1, alpha);
    return c.b.op('Max', [unitStep(c, x), c.b.scalar(alpha, x.dtype)]);
  }),
  ThresholdedRelu: rectifier((c, x) => beyond(c, x, float(c.node, 'alpha', 1), 1, 0)),
  PRelu: {
    role: 'activation',
    axes: 'value by value',
    rectifies: true,
    trained: [1],
    infer: (node, inputs) => {
      const { dtype, shape } = required(node, inputs, 0);
      const slope = required(node, inputs, 1).shape;
      if (!sameShape(broadcast(node, shape, slope), shape)) {
        throw new GraphError(`${place(node)}: a slope of shape [${slope.join()}] does not fit [${shape.join()}].`);
      }
      return [{ dtype, shape }];
    },
    gradient: (c) => {
      const { b, x, dy } = c;
      return wanted(
        c,
        () => b.mul(dy[0]!, beyond(c, x[0]!, 0, 1, x[1]!)),
        () => b.mul(dy[0]!, b.op('Min', [x[0]!, b.scalar(0, x[0]!.dtype)])),
      );
    },
    cost: perElement(1),
  },
  /** α·eˣ = y + α below 0; with the usual α = 1 it is Celu. */
  Elu: rectifier((c, x, y) => {
    const alpha = float(c.node, 'alpha', 1);
    return alpha === 1 ? celuSlope(c, y, 1) : beyond(c, x, 0, 1, c.b.add(y, alpha));
  }, 2),
  Selu: rectifier((c, x, y) => {
    const gamma = float(c.node, 'gamma', seluGamma);
    return beyond(c, x, 0, gamma, c.b.add(y, gamma * float(c.node, 'alpha', seluAlpha)));
  }, 2),
  Celu: rectifier((c, _x, y) => celuSlope(c, y, float(c.node, 'alpha', 1)), 2),
  Gelu: rectifier(geluSlope, 6),
  Tanh: pointwise(({ b }, _x, y) => b.sub(b.scalar(1, y.dtype), b.mul(y, y)), 4),
  Sigmoid: { ...pointwise(({ b }, _x, y) => b.mul(y, b.sub(b.scalar(1, y.dtype), y)), 4), nonNegative: true },
  /** Derivative 0 at both corners. */
  HardSigmoid: {
    ...pointwise(({ b, node }, _x, y) => {
      const inside = b.op('And', [b.greater(y, 0), b.less(y, 1)]);
      return b.where(inside, b.scalar(float(node, 'alpha', 0.2), y.dtype), b.scalar(0, y.dtype));
    }, 2),
    nonNegative: true,
  },
  /** x·h with h = clip(x/6 + 1/2, 0, 1): outside ±3 the derivative is h itself. */
  HardSwish: rectifier(({ b }, x) => {
    const outside = b.op('HardSigmoid', [x], { alpha: 1 / 6, beta: 0.5 });
    return b.where(b.less(b.op('Abs', [x]), 3), b.add(b.mul(x, 1 / 3), 0.5), outside);
  }, 3),
  /** x·t with t = tanh(softplus(x)) (Misra 2019, arXiv:1908.08681). */
  Mish: rectifier(({ b }, x) => {
    const t = b.op('Tanh', [b.op('Softplus', [x])]);
    const bend = b.sub(b.scalar(1, x.dtype), b.mul(t, t));
    return b.add(t, b.mul(b.mul(x, b.op('Sigmoid', [x])), bend));
  }, 8),
  Softplus: { ...rectifier(({ b }, x) => b.op('Sigmoid', [x]), 4), nonNegative: true },
  /** 1/(1+|x|)² = (1 − |y|)². */
  Softsign: pointwise(({ b }, _x, y) => {
    const rest = b.sub(b.scalar(1, y.dtype), b.op('Abs', [y]));
    return b.mul(rest, rest);
  }, 2),
  /** y·(dy − Σ y·dy) along the axis. */
  Softmax: {
    role: 'softmax',
    nonNegative: true,
    infer: sameAsFirst,
    gradient: ({ b, node, y: [y], dy: [dy] }) => {
      const axis = axisOf(node, int(node, 'axis', -1), y!.shape.length);
      return [b.mul(y!, b.sub(dy!, b.sum(b.mul(dy!, y!), [axis])))];
    },
    cost: perElement(4),
  },
  LogSoftmax: {
    role: 'softmax',
    infer: sameAsFirst,
    gradient: ({ b, node, y: [y], dy: [dy] }) => {
      const axis = axisOf(node, int(node, 'axis', -1), y!.shape.length);
      return [b.sub(dy!, b.mul(b.exp(y!), b.sum(dy!, [axis])))];
    },
    cost: perElement(4),
  },
} satisfies Record<string, Operator>;
