/** Products of matrices and sums over named indices, element by element. */
import { float, int, string } from '../../../../src/graph/attributes';
import { at, broadcastAt, broadcastShape, each, generate, type Array64 } from './array64';
import type { Kernel } from './interpreter';

function matmulKernel(left: Array64, right: Array64): Array64 {
  const a = left.shape.length === 1 ? { shape: [1, ...left.shape], data: left.data } : left;
  const b = right.shape.length === 1 ? { shape: [...right.shape, 1], data: right.data } : right;
  const inner = a.shape.at(-1)!;
  const full = [...broadcastShape([a.shape.slice(0, -2), b.shape.slice(0, -2)]), a.shape.at(-2)!, b.shape.at(-1)!];
  const y = generate(full, (index) => {
    const batch = index.slice(0, -2);
    const [row, column] = [index.at(-2)!, index.at(-1)!];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += element(a, batch, row, k) * element(b, batch, k, column);
    return sum;
  });
  const shape = full.filter((_, axis) => {
    const fromEnd = full.length - axis;
    return !(fromEnd === 2 && left.shape.length === 1) && !(fromEnd === 1 && right.shape.length === 1);
  });
  return { shape, data: y.data };
}

/** One element of a stack of matrices whose batch axes broadcast. */
function element(stack: Array64, batch: readonly number[], row: number, column: number): number {
  const own = stack.shape.length - 2;
  const index = Array.from({ length: own }, (_, axis) =>
    stack.shape[axis] === 1 ? 0 : batch[batch.length - own + axis]!,
  );
  return at(stack, [...index, row, column]);
}

function gemm(a: Array64, b: Array64, c: Array64 | undefined, node: Parameters<Kernel>[0]): Array64 {
  const [transA, transB] = [int(node, 'transA', 0), int(node, 'transB', 0)];
  const [alpha, beta] = [float(node, 'alpha', 1), float(node, 'beta', 1)];
  const inner = a.shape[transA ? 0 : 1]!;
  return generate([a.shape[transA ? 1 : 0]!, b.shape[transB ? 0 : 1]!], (index) => {
    const [i, j] = [index[0]!, index[1]!];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += at(a, transA ? [k, i] : [i, k]) * at(b, transB ? [j, k] : [k, j]);
    return alpha * sum + (c ? beta * broadcastAt(c, index) : 0);
  });
}

/** Loops over every combination of all indices; the ellipsis stands for the labels "0", "1", … counted from the right. */
function einsumKernel(equation: string, operands: readonly Array64[]): Array64 {
  const [left, right] = equation.replace(/ /g, '').split('->') as [string, string | undefined];
  const labels = left.split(',').map((term, i) => {
    const named = term.replace('...', '').length;
    const rest = Array.from(
      { length: operands[i]!.shape.length - named },
      (_, k, n = operands[i]!.shape.length - named) => `${n - 1 - k}`,
    );
    const [before = '', after = ''] = term.split('...');
    return term.includes('...') ? [...before, ...rest, ...after] : [...term];
  });
  const sizes = new Map<string, number>();
  labels.forEach((term, i) =>
    term.forEach((label, axis) => sizes.set(label, Math.max(sizes.get(label) ?? 1, operands[i]!.shape[axis]!))),
  );
  const dots = [...sizes.keys()].filter((label) => /\d/.test(label)).sort((p, q) => Number(q) - Number(p));
  const flat = labels.flat();
  const implicit = [...sizes.keys()].filter(
    (label) => !/\d/.test(label) && flat.filter((other) => other === label).length === 1,
  );
  const [before = '', after = ''] = (right ?? '').split('...');
  const output =
    right === undefined
      ? [...dots, ...implicit.sort()]
      : right.includes('...')
        ? [...before, ...dots, ...after]
        : [...right];
  const names = [...sizes.keys()];
  const y = generate(
    output.map((label) => sizes.get(label)!),
    () => 0,
  );
  each([...sizes.values()], (index) => {
    const position = (label: string): number => index[names.indexOf(label)]!;
    const product = operands.reduce(
      (all, operand, i) =>
        all *
        at(
          operand,
          labels[i]!.map((label, axis) => (operand.shape[axis] === 1 ? 0 : position(label))),
        ),
      1,
    );
    let flatIndex = 0;
    for (const label of output) flatIndex = flatIndex * sizes.get(label)! + position(label);
    y.data[flatIndex]! += product;
  });
  return y;
}

export const matmul: Record<string, Kernel> = {
  MatMul: (_node, [a, b]) => [matmulKernel(a!, b!)],
  Gemm: (node, [a, b, c]) => [gemm(a!, b!, c, node)],
  Einsum: (node, operands) => [
    einsumKernel(
      string(node, 'equation'),
      operands.map((operand) => operand!),
    ),
  ],
};
