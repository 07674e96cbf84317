/**
 * Each propagation rule against its matrix twin: the same rule written a second time in plain sums over a matrix that is the layer's
 * Jacobian, in float64, over random layers of every kind, with and without bias.
 */
import assert from 'node:assert/strict';
import { relevance } from '../../../../src/differentiate/relevance/relevance';
import {
  alphaBetaRule,
  epsilonRule,
  flatRule,
  gammaRule,
  wSquareRule,
  zBoxRule,
  zPlusRule,
  zPlusWithoutBiasRule,
  type Rule,
} from '../../../../src/differentiate/relevance/rules';
import { Builder } from '../../../../src/graph/builder';
import type { BoundGraph } from '../../../../src/graph/graph';
import type { Sym } from '../../../../src/graph/operator';
import { operators } from '../../../../src/operators';
import { random } from '../../../../src/shared/random';
import { float32, sizeOf, type Shape } from '../../../../src/shared/tensor';
import { array64 } from '../../operators/reference/array64';
import { interpret } from '../../operators/reference/interpreter';

type Numbers = readonly number[];

/** A layer as a matrix: z = W x + b. */
interface Matrix {
  w: Numbers[];
  b: Numbers;
}

type Twin = (layer: Matrix, x: Numbers, relevance: Numbers) => number[];

const up = (value: number): number => Math.max(value, 0);
const down = (value: number): number => Math.min(value, 0);
const stable = (z: number, epsilon = 1e-6): number => (z >= 0 ? z + epsilon : z - epsilon);

const rules: { rule: Rule; twin: Twin }[] = [
  {
    rule: epsilonRule(0.01),
    twin: ({ w, b }, x, r) =>
      shareOut(
        x,
        r,
        (k, i) => w[k]![i]! * x[i]!,
        (k) => stable(dot(w[k]!, x) + b[k]!, 0.01),
      ),
  },
  {
    rule: zPlusRule,
    twin: ({ w, b }, x, r) => {
      const part = (k: number, i: number): number => up(w[k]![i]! * x[i]!);
      return shareOut(x, r, part, (k) => stable(total(x, (i) => part(k, i)) + up(b[k]!)));
    },
  },
  {
    rule: zPlusWithoutBiasRule,
    twin: ({ w }, x, r) => {
      const part = (k: number, i: number): number => up(w[k]![i]! * x[i]!);
      return shareOut(x, r, part, (k) => stable(total(x, (i) => part(k, i))));
    },
  },
  {
    rule: alphaBetaRule(2, 1),
    twin: ({ w, b }, x, r) => {
      const contribution = (k: number, i: number): number => w[k]![i]! * x[i]!;
      const helps = shareOut(
        x,
        r,
        (k, i) => up(contribution(k, i)),
        (k) => stable(total(x, (i) => up(contribution(k, i))) + up(b[k]!)),
      );
      const hurts = shareOut(
        x,
        r,
        (k, i) => down(contribution(k, i)),
        (k) => stable(total(x, (i) => down(contribution(k, i))) + down(b[k]!)),
      );
      return helps.map((help, i) => 2 * help - hurts[i]!);
    },
  },
  {
    rule: gammaRule(0.25),
    twin: ({ w, b }, x, r) => {
      // Contributions of the sign of the output are favoured.
      const favoured = (sign: number, value: number): number => (value * sign > 0 ? 1.25 * value : value);
      const signs = w.map((row, k) => Math.sign(dot(row, x) + b[k]!));
      const part = (k: number, i: number): number => favoured(signs[k]!, w[k]![i]! * x[i]!);
      return shareOut(x, r, part, (k) => stable(total(x, (i) => part(k, i)) + favoured(signs[k]!, b[k]!)));
    },
  },
  {
    rule: zBoxRule([-1.5], [2]),
    twin: ({ w }, x, r) => {
      const part = (k: number, i: number): number => w[k]![i]! * x[i]! + 1.5 * up(w[k]![i]!) - 2 * down(w[k]![i]!);
      return shareOut(x, r, part, (k) => stable(total(x, (i) => part(k, i))));
    },
  },
  {
    rule: wSquareRule,
    twin: ({ w }, x, r) =>
      shareOut(
        x,
        r,
        (k, i) => w[k]![i]! ** 2,
        (k) => stable(total(x, (i) => w[k]![i]! ** 2)),
      ),
  },
  {
    rule: flatRule,
    twin: ({ w }, x, r) => {
      const reached = (k: number, i: number): number => (w[k]![i] === 0 ? 0 : 1);
      return shareOut(x, r, reached, (k) => stable(total(x, (i) => reached(k, i))));
    },
  },
];

type Make = (b: Builder, x: Sym, weight: (shape: Shape) => Sym, bias: (size: number) => Sym | undefined) => Sym;

const layers: { name: string; shape: Shape; make: Make }[] = [
  {
    name: 'Gemm 16 → 15',
    shape: [1, 16],
    make: (b, x, weight, bias) => b.op('Gemm', [x, weight([15, 16]), bias(15)], { transB: 1 }),
  },
  {
    name: 'Gemm with alpha 0.5 and beta 2',
    shape: [1, 6],
    make: (b, x, weight, bias) => b.op('Gemm', [x, weight([6, 4]), bias(4)], { alpha: 0.5, beta: 2 }),
  },
  {
    name: 'MatMul and Add',
    shape: [1, 5, 4],
    make: (b, x, weight, bias) => {
      const product = b.matmul(x, weight([4, 3]));
      const added = bias(3);
      return added ? b.add(product, added) : product;
    },
  },
  {
    name: 'Conv1d',
    shape: [1, 2, 9],
    make: (b, x, weight, bias) => b.op('Conv', [x, weight([3, 2, 3]), bias(3)], { pads: [1, 1], strides: [2] }),
  },
  {
    name: 'Conv2d',
    shape: [1, 2, 5, 6],
    make: (b, x, weight, bias) => b.op('Conv', [x, weight([3, 2, 3, 3]), bias(3)], { pads: [1, 1, 1, 1] }),
  },
  {
    name: 'Conv2d in 2 groups, dilated',
    shape: [1, 4, 6, 6],
    make: (b, x, weight, bias) =>
      b.op('Conv', [x, weight([4, 2, 2, 2]), bias(4)], { group: 2, dilations: [2, 2], pads: [0, 1, 1, 0] }),
  },
  {
    name: 'Conv3d',
    shape: [1, 1, 4, 4, 4],
    make: (b, x, weight, bias) => b.op('Conv', [x, weight([2, 1, 2, 2, 2]), bias(2)], { strides: [2, 1, 1] }),
  },
  {
    name: 'ConvTranspose1d',
    shape: [1, 3, 5],
    make: (b, x, weight, bias) => b.op('ConvTranspose', [x, weight([3, 2, 3]), bias(2)], { strides: [2] }),
  },
  {
    name: 'ConvTranspose2d',
    shape: [1, 3, 4, 3],
    make: (b, x, weight, bias) =>
      b.op('ConvTranspose', [x, weight([3, 2, 3, 3]), bias(2)], { strides: [2, 1], pads: [1, 1, 1, 1] }),
  },
  {
    name: 'ConvTranspose3d',
    shape: [1, 2, 3, 3, 3],
    make: (b, x, weight, bias) => b.op('ConvTranspose', [x, weight([2, 1, 2, 2, 2]), bias(1)]),
  },
];

describe('propagation rules equal their matrix twins', () => {
  for (const { rule, twin } of rules) {
    for (const { name, shape, make } of layers) {
      for (const biased of [true, false]) {
        it(`${rule.name}: ${name}, ${biased ? 'with' : 'without'} bias`, () => {
          for (const seed of [1, 2]) agree(rule, twin, shape, make, biased, seed);
        });
      }
    }
  }

  it('is one formula less for inputs that cannot be negative, with the same result', () => {
    const { make, shape } = layers[4]!;
    for (const { rule, twin } of rules.slice(0, 5)) agree(rule, twin, shape, make, true, 3, true);
  });
});

function agree(rule: Rule, twin: Twin, shape: Shape, make: Make, biased: boolean, seed: number, rectified = false) {
  const draw = random(seed);
  const normal = (size: number): number[] => Array.from({ length: size }, () => Math.fround(draw.normal()));
  const b = new Builder(operators);
  const input = b.input('x', 'float32', shape);
  const weight = (of: Shape): Sym => b.constant(float32(of, normal(sizeOf(of))));
  const bias = (size: number): Sym | undefined => (biased ? b.constant(float32([size], normal(size))) : undefined);
  const x = rectified ? b.op('Relu', [input]) : input;
  const y = make(b, x, weight, bias);
  const graph = b.build([y]);
  const values = normal(sizeOf(shape)).map((value) => (rectified ? up(value) : value));
  const start = normal(sizeOf(y.shape));

  const built = relevance(graph, y.name, 'x', () => rule, shape[0]!);
  const results = interpret(built.graph, { x: array64(shape, values), [built.seed]: array64(y.shape, start) });
  const ours = Array.from(results.get(built.relevance)!.data);
  const theirs = twin(matrixOf(graph, y.name, shape), values, start);
  const largest = Math.max(...theirs.map(Math.abs));
  const worst = Math.max(...theirs.map((value, i) => Math.abs(value - ours[i]!)));
  assert.ok(worst <= 1e-5 * largest, `off by ${worst} of ${largest}`);

  // The ledger accounts for all of it.
  const [entered, left, kept, stabiliser] = results.get(built.ledger)!.data;
  const sum = (numbers: Numbers): number => numbers.reduce((all, value) => all + value, 0);
  assert.ok(Math.abs(entered! - sum(start)) < 1e-9 && Math.abs(left! - sum(ours)) < 1e-9 * Math.max(1, largest));
  const scale = [entered, left, kept, stabiliser].reduce((most, value) => Math.max(most!, Math.abs(value!)), 1)!;
  assert.ok(Math.abs(entered! - left! - kept! - stabiliser!) < 1e-6 * scale);
}

/** The layer's Jacobian, column by column, and its value at zero. */
function matrixOf(graph: BoundGraph, output: string, shape: Shape): Matrix {
  const size = sizeOf(shape);
  const at = (values: Numbers): number[] =>
    Array.from(interpret(graph, { x: array64(shape, values) }).get(output)!.data);
  const b = at(new Array<number>(size).fill(0));
  const columns = Array.from({ length: size }, (_, i) =>
    at(Array.from({ length: size }, (_, j) => (i === j ? 1 : 0))).map((value, k) => value - b[k]!),
  );
  // A weight that is not there leaves rounding of the bias behind.
  const clean = (value: number): number => (Math.abs(value) < 1e-12 ? 0 : value);
  return { w: b.map((_, k) => columns.map((column) => clean(column[k]!))), b };
}

/** R_i = Σ_k part(k, i) R_k / whole(k). */
function shareOut(x: Numbers, r: Numbers, part: (k: number, i: number) => number, whole: (k: number) => number) {
  const s = r.map((value, k) => value / whole(k));
  return x.map((_, i) => s.reduce((sum, value, k) => sum + part(k, i) * value, 0));
}

function total(x: Numbers, term: (i: number) => number): number {
  return x.reduce((sum, _, i) => sum + term(i), 0);
}

function dot(a: Numbers, b: Numbers): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
