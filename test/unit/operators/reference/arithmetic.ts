/** Arithmetic, elementary functions and changes of type. */
import { int } from '../../../../src/graph/attributes';
import { dtypeOf } from '../../../../src/graph/onnx/types';
import { isFloat, type DType } from '../../../../src/shared/tensor';
import { map, type Array64 } from './array64';
import type { Kernel } from './interpreter';

/** All inputs present, broadcast together. */
function scalar(f: (...values: number[]) => number): Kernel {
  return (_node, inputs) => [map(f, ...inputs.map((input) => input!))];
}

const pass: Kernel = (_node, [x]) => [x!];

/** Abramowitz, Stegun 7.1.5 below 3 and the continued fraction 7.1.14 beyond. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 3) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 60; n >= 1; n--) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (size + fraction));
}

function castTo(x: Array64, dtype: DType): Array64 {
  if (dtype === 'bool') return map((value) => Number(value !== 0), x);
  return isFloat(dtype) ? x : map(Math.trunc, x);
}

/** Halves go to the even neighbour. */
function round(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

export const arithmetic: Record<string, Kernel> = {
  Add: scalar((x, y) => x + y),
  Sub: scalar((x, y) => x - y),
  Mul: scalar((x, y) => x * y),
  Div: (_node, [x, y], [type]) => [map((a, b) => (isFloat(type!) ? a / b : Math.trunc(a / b)), x!, y!)],
  Pow: (_node, [x, y], [type]) => [map((a, b) => (isFloat(type!) ? a ** b : Math.trunc(a ** b)), x!, y!)],
  Mod: (node, [x, y]) => {
    const keepsDividend = int(node, 'fmod', 0) === 1;
    return [map((a, b) => (keepsDividend ? a - b * Math.trunc(a / b) : a - b * Math.floor(a / b)), x!, y!)];
  },
  Sum: scalar((...all) => all.reduce((a, b) => a + b, 0)),
  Mean: scalar((...all) => all.reduce((a, b) => a + b, 0) / all.length),
  Max: scalar((...all) => all.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a))),
  Min: scalar((...all) => all.reduce((a, b) => (b < a || Number.isNaN(b) ? b : a))),
  Clip: (_node, [x, low, high]) => {
    const lower = low?.data[0] ?? -Infinity;
    const upper = high?.data[0] ?? Infinity;
    return [map((value) => Math.min(Math.max(value, lower), upper), x!)];
  },
  Where: scalar((condition, x, y) => (condition !== 0 ? x : y)),
  Cast: (node, [x]) => [castTo(x!, dtypeOf(int(node, 'to'))!)],
  CastLike: (_node, [x], types) => [castTo(x!, types[1]!)],
  Identity: pass,
  Dropout: (_node, [x]) => [x!, map(() => 1, x!)],
  Neg: scalar((x) => -x),
  Abs: scalar((x) => (x < 0 ? -x : x)),
  Sqrt: scalar((x) => x ** 0.5),
  Exp: scalar((x) => Math.exp(x)),
  Log: scalar((x) => Math.log(x)),
  Reciprocal: scalar((x) => 1 / x),
  Erf: scalar(erf),
  Sin: scalar((x) => Math.sin(x)),
  Cos: scalar((x) => Math.cos(x)),
  Sign: scalar((x) => (x > 0 ? 1 : x < 0 ? -1 : x)),
  Floor: scalar((x) => Math.floor(x)),
  Ceil: scalar((x) => -Math.floor(-x)),
  Round: scalar(round),
};
