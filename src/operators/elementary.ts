/** Elementary functions of one operand, element by element. Nonlinearities of networks are in activations.ts. */
import type { GradientContext, Operator, Sym } from '../graph/operator';
import { noFlow } from '../graph/operator';
import { elementwise } from './evaluate';
import { perElement, sameAsFirst } from './infer';

type Evaluate = Parameters<typeof elementwise>[0];

/** A function whose gradient is computed from `dy`, x and y = f(x). */
function smooth(gradient: (dy: Sym, x: Sym, y: Sym, b: GradientContext['b']) => Sym, evaluate?: Evaluate): Operator {
  return {
    role: 'function',
    axes: 'value by value',
    infer: sameAsFirst,
    gradient: ({ dy, x, y, b }) => [gradient(dy[0]!, x[0]!, y[0]!, b)],
    ...(evaluate && { evaluate: elementwise(evaluate) }),
    cost: perElement(1),
  };
}

/** A step function: flat wherever it has a derivative. */
function flat(evaluate: Evaluate): Operator {
  return {
    role: 'step',
    axes: 'value by value',
    infer: sameAsFirst,
    gradient: noFlow,
    evaluate: elementwise(evaluate),
    cost: perElement(1),
  };
}

export const elementary = {
  Neg: {
    ...smooth((dy, _x, _y, b) => b.neg(dy), { number: (x) => -x, bigint: (x) => -x }),
    role: 'copy',
    negates: 0,
  },
  /** Derivative 0 at 0. */
  Abs: {
    ...smooth((dy, x, _y, b) => b.mul(dy, b.op('Sign', [x])), {
      number: Math.abs,
      bigint: (x) => (x < 0n ? -x : x),
    }),
    nonNegative: true,
  },
  Sqrt: { ...smooth((dy, _x, y, b) => b.div(b.mul(dy, 0.5), y), { number: Math.sqrt }), nonNegative: true },
  Exp: { ...smooth((dy, _x, y, b) => b.mul(dy, y), { number: Math.exp }), nonNegative: true },
  Log: smooth((dy, x, _y, b) => b.div(dy, x), { number: Math.log }),
  Reciprocal: smooth((dy, _x, y, b) => b.neg(b.mul(dy, b.mul(y, y))), { number: (x) => 1 / x }),
  Erf: smooth((dy, x, _y, b) => b.mul(dy, b.mul(b.exp(b.neg(b.mul(x, x))), 2 / Math.sqrt(Math.PI)))),
  Sin: smooth((dy, x, _y, b) => b.mul(dy, b.op('Cos', [x])), { number: Math.sin }),
  Cos: smooth((dy, x, _y, b) => b.neg(b.mul(dy, b.op('Sin', [x]))), { number: Math.cos }),
  Sign: flat({ number: Math.sign, bigint: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n) }),
  Floor: flat({ number: Math.floor }),
  Ceil: flat({ number: Math.ceil }),
  /** Halves round to even. */
  Round: flat({ number: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)) }),
} satisfies Record<string, Operator>;
