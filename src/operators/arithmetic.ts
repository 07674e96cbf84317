/**
 * Arithmetic of several operands with NumPy's broadcasting. elementary.ts has functions of one operand, logic.ts
 * comparisons, conversion.ts changes of type.
 */
import { int } from '../graph/attributes';
import type { Gradient, GradientContext, Operator, Sym } from '../graph/operator';
import type { Role } from '../graph/traits';
import { isFloat, toNumbers } from '../shared/tensor';
import { elementwise } from './evaluate';
import { wanted } from './gradients';
import { broadcastAll, perElement, required, sameAsFirst } from './infer';

function broadcasting(role: Role, gradient: Gradient, evaluate: Parameters<typeof elementwise>[0], cost = 1): Operator {
  return {
    role,
    axes: 'value by value',
    infer: broadcastAll(),
    gradient,
    evaluate: elementwise(evaluate),
    cost: perElement(cost),
  };
}

/**
 * Each element's gradient goes to the first operand that attains the extremum: at ties nothing is split or counted twice, and one
 * mask per operand suffices.
 */
const toFirstEqual: Gradient = (c) => {
  const { b, x, y, dy } = c;
  const zero = b.scalar(0, y[0]!.dtype);
  let rest = dy[0]!;
  return x.map((operand, i) => {
    if (i === x.length - 1) return c.wants(i) ? b.unbroadcast(rest, operand!.shape) : undefined;
    const chosen = b.equal(operand!, y[0]!);
    const part = c.wants(i) ? b.unbroadcast(b.where(chosen, rest, zero), operand!.shape) : undefined;
    rest = b.where(chosen, zero, rest);
    return part;
  });
};

const powers = elementwise({
  number: (x, y) => x ** y,
  bigint: (x, y) => (y < 0n ? BigInt(Math.trunc(Number(x) ** Number(y))) : x ** y),
});

/**
 * p·x^(p-1); small integer exponents multiply instead, which is exact for negative bases on every device and needs no
 * Pow.
 */
function powerSlope({ b, x: [x, p] }: GradientContext): Sym {
  const exponent = p!.known && p!.shape.length === 0 ? toNumbers(p!.known)[0] : undefined;
  if (exponent === 1) return b.scalar(1, x!.dtype);
  if (exponent === 2) return b.mul(x!, 2);
  if (exponent === 3) return b.mul(b.mul(x!, x!), 3);
  const power = b.cast(p!, x!.dtype);
  const slope = b.mul(power, b.pow(x!, b.sub(power, 1)));
  return exponent === undefined ? b.where(b.equal(power, 0), b.scalar(0, x!.dtype), slope) : slope;
}

const largest = elementwise({ number: Math.max, bigint: (...all) => all.reduce((x, y) => (y > x ? y : x)) });
const smallest = elementwise({ number: Math.min, bigint: (...all) => all.reduce((x, y) => (y < x ? y : x)) });

export const arithmetic = {
  Add: broadcasting(
    'sum',
    (c) =>
      wanted(
        c,
        () => c.dy[0]!,
        () => c.dy[0]!,
      ),
    { number: (x, y) => x + y, bigint: (x, y) => x + y },
  ),
  Sub: {
    ...broadcasting(
      'sum',
      (c) =>
        wanted(
          c,
          () => c.dy[0]!,
          () => c.b.neg(c.dy[0]!),
        ),
      { number: (x, y) => x - y, bigint: (x, y) => x - y },
    ),
    negates: 1,
  },
  Mul: broadcasting(
    'product',
    (c) =>
      wanted(
        c,
        () => c.b.mul(c.dy[0]!, c.x[1]!),
        () => c.b.mul(c.dy[0]!, c.x[0]!),
      ),
    { number: (x, y) => x * y, bigint: (x, y) => x * y },
  ),
  /** Integers divide towards zero. */
  Div: {
    ...broadcasting(
      'product',
      (c) => {
        const { b, x, y, dy } = c;
        return wanted(
          c,
          () => b.div(dy[0]!, x[1]!),
          () => b.neg(b.div(b.mul(dy[0]!, y[0]!), x[1]!)),
        );
      },
      { number: (x, y) => x / y, bigint: (x, y) => x / y },
    ),
    evaluate: (node, inputs, outputs) => {
      if (!isFloat(outputs[0]!.dtype) && Array.from(toNumbers(inputs[1]!)).includes(0)) return undefined;
      return elementwise({ number: (x, y) => x / y, bigint: (x, y) => x / y })(node, inputs, outputs);
    },
  },
  /**
   * With respect to the exponent: y·ln x; 0 where the base is 0 and NaN where it is negative (y is then real only at
   * isolated exponents), as in PyTorch.
   */
  Pow: {
    role: 'function',
    axes: 'value by value',
    infer: broadcastAll(),
    gradient: (c) => {
      const { b, x, y, dy } = c;
      const zero = b.scalar(0, x[0]!.dtype);
      const log = (): Sym => b.where(b.equal(x[0]!, 0), zero, b.log(x[0]!));
      return wanted(
        c,
        () => b.mul(dy[0]!, powerSlope(c)),
        isFloat(x[1]!.dtype) ? () => b.cast(b.mul(dy[0]!, b.mul(y[0]!, log())), x[1]!.dtype) : undefined,
      );
    },
    /** Integer powers that may exceed 64 bits are left to the engine, as is 0 to a negative power. */
    evaluate: (node, inputs, outputs) => {
      const [base, power] = inputs.map((input) => Array.from(toNumbers(input!)));
      const isLarge = power!.some((p) => Math.abs(p) > 63) || (base!.includes(0) && power!.some((p) => p < 0));
      return !isFloat(outputs[0]!.dtype) && isLarge ? undefined : powers(node, inputs, outputs);
    },
    cost: perElement(2),
  },
  /** fmod = 1 keeps the sign of the dividend (and is the only form for floats), 0 that of the divisor. */
  Mod: {
    role: 'function',
    axes: 'value by value',
    infer: broadcastAll(),
    gradient: (c) => {
      const { b, x, y, dy } = c;
      const quotient = (): Sym => b.div(b.sub(y[0]!, x[0]!), x[1]!);
      return wanted(
        c,
        () => dy[0]!,
        () => b.mul(dy[0]!, quotient()),
      );
    },
    evaluate: (node, inputs, outputs) => {
      if (!isFloat(outputs[0]!.dtype) && Array.from(toNumbers(inputs[1]!)).includes(0)) return undefined;
      const floored = int(node, 'fmod', 0) === 0;
      return elementwise({
        number: (x, y) => (floored ? x - Math.floor(x / y) * y : x % y),
        bigint: (x, y) => (floored ? ((x % y) + y) % y : x % y),
      })(node, inputs, outputs);
    },
    cost: perElement(1),
  },
  Sum: broadcasting('sum', (c) => wanted(c, ...c.x.map(() => () => c.dy[0]!)), {
    number: (...all) => all.reduce((x, y) => x + y),
  }),
  Mean: broadcasting(
    'sum',
    (c) => {
      const share = c.b.mul(c.dy[0]!, 1 / c.x.length);
      return wanted(c, ...c.x.map(() => () => share));
    },
    { number: (...all) => all.reduce((x, y) => x + y) / all.length },
  ),
  Max: {
    role: 'select',
    axes: 'value by value',
    infer: broadcastAll(),
    gradient: toFirstEqual,
    evaluate: largest,
    cost: perElement(1),
  },
  Min: {
    role: 'select',
    axes: 'value by value',
    infer: broadcastAll(),
    gradient: toFirstEqual,
    evaluate: smallest,
    cost: perElement(1),
  },
  /**
   * min(high, max(low, x)). The gradient goes to x where y equals x, at the bounds too, as in PyTorch; elsewhere to the
   * bound that y equals, summed over all elements: the upper one if both are equal.
   */
  Clip: {
    role: 'activation',
    rectifies: true,
    axes: 'value by value',
    infer: sameAsFirst,
    gradient: (c) => {
      const { b, x, y, dy } = c;
      const inside = b.equal(x[0]!, y[0]!);
      const zero = b.scalar(0, dy[0]!.dtype);
      const clipped = (): Sym => b.where(inside, zero, dy[0]!);
      const atHigh = (): Sym => b.equal(x[2]!, y[0]!);
      return wanted(
        c,
        () => b.mul(dy[0]!, b.cast(inside, x[0]!.dtype)),
        () => (x[2] ? b.where(atHigh(), zero, clipped()) : clipped()),
        () => b.where(atHigh(), clipped(), zero),
      );
    },
    evaluate: (node, [x, low, high], types) => {
      const raised = low ? largest(node, [x, low], types) : [x!];
      return raised && high ? smallest(node, [raised[0], high], types) : raised;
    },
    cost: perElement(1),
  },
  Where: {
    role: 'move',
    axes: 'value by value',
    infer: (node, inputs) => [
      { dtype: required(node, inputs, 1).dtype, shape: broadcastAll()(node, inputs)[0]!.shape },
    ],
    gradient: (c) => {
      const { b, x, dy } = c;
      const zero = b.scalar(0, dy[0]!.dtype);
      return wanted(
        c,
        undefined,
        () => b.where(x[0]!, dy[0]!, zero),
        () => b.where(x[0]!, zero, dy[0]!),
      );
    },
    evaluate: elementwise({ number: (c, x, y) => (c ? x : y), bigint: (c, x, y) => (c ? x : y) }),
    cost: perElement(1),
  },
} satisfies Record<string, Operator>;
