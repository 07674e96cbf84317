/** Products of matrices. Sums over named indices are in einsum.ts. */
import { float, int, place } from '../graph/attributes';
import type { Builder } from '../graph/builder';
import type { Node } from '../graph/graph';
import type { Operator, Sym } from '../graph/operator';
import { GraphError } from '../shared/errors';
import { sizeOf, type Shape } from '../shared/tensor';
import { wanted } from './gradients';
import { broadcast, required } from './infer';

/** The operands' shapes as stacks of matrices: a vector on the left is a row, on the right a column. */
function asMatrices(a: Shape, b: Shape): { a: Shape; b: Shape } {
  return { a: a.length === 1 ? [1, ...a] : a, b: b.length === 1 ? [...b, 1] : b };
}

function matmulShape(node: Node, left: Shape, right: Shape): number[] {
  const { a, b } = asMatrices(left, right);
  if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2)) {
    throw new GraphError(`${place(node)}: [${left.join()}] cannot be multiplied with [${right.join()}].`);
  }
  const batch = broadcast(node, a.slice(0, -2), b.slice(0, -2));
  return [...batch, ...(left.length > 1 ? [a.at(-2)!] : []), ...(right.length > 1 ? [b.at(-1)!] : [])];
}

/** Rows of all matrices of a stack as one matrix, at no cost: the data stays in place. */
function stacked(b: Builder, x: Sym): Sym {
  const last = x.shape.at(-1)!;
  return b.reshape(x, [sizeOf(x.shape.slice(0, -1)), last]);
}

function swapped(b: Builder, x: Sym): Sym {
  const rank = x.shape.length;
  return b.transpose(
    x,
    x.shape.map((_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i)),
  );
}

export const matmul = {
  MatMul: {
    role: 'linear',
    trained: [0, 1],

    infer: (node, inputs) => {
      const [a, b] = [required(node, inputs, 0), required(node, inputs, 1)];
      return [{ dtype: a.dtype, shape: matmulShape(node, a.shape, b.shape) }];
    },
    /**
     * dA = dY·Bᵀ, dB = Aᵀ·dY. With one matrix on the right, Gemm transposes while reading and the batch is just more
     * rows.
     */
    gradient: (c) => {
      const { b, node } = c;
      const shapes = asMatrices(c.x[0]!.shape, c.x[1]!.shape);
      const [left, right] = [b.reshape(c.x[0]!, shapes.a), b.reshape(c.x[1]!, shapes.b)];
      const dy = b.reshape(c.dy[0]!, matmulShape(node, shapes.a, shapes.b));
      const single = right.shape.length === 2;
      const toLeft = (): Sym => {
        if (!single) return b.unbroadcast(b.matmul(dy, swapped(b, right)), left.shape);
        return b.reshape(b.op('Gemm', [stacked(b, dy), right], { transB: 1 }), left.shape);
      };
      const toRight = (): Sym => {
        if (!single) return b.unbroadcast(b.matmul(swapped(b, left), dy), right.shape);
        return b.op('Gemm', [stacked(b, left), stacked(b, dy)], { transA: 1 });
      };
      return [
        c.wants(0) ? b.reshape(toLeft(), c.x[0]!.shape) : undefined,
        c.wants(1) ? b.reshape(toRight(), c.x[1]!.shape) : undefined,
      ];
    },
    cost: (_node, inputs, outputs) => sizeOf(outputs[0]!.shape) * inputs[0]!.shape.at(-1)!,
  },
  /** α·A′·B′ + β·C, where A′ and B′ may be transposed and C broadcasts. */
  Gemm: {
    role: 'linear',
    trained: [0, 1, 2],

    infer: (node, inputs) => {
      const [a, b] = [required(node, inputs, 0), required(node, inputs, 1)];
      if (a.shape.length !== 2 || b.shape.length !== 2) {
        throw new GraphError(
          `${place(node)} multiplies [${a.shape.join()}] and [${b.shape.join()}], which are not matrices.`,
        );
      }
      const [m, k] = int(node, 'transA', 0) ? a.shape.toReversed() : a.shape;
      const [k2, n] = int(node, 'transB', 0) ? b.shape.toReversed() : b.shape;
      if (k !== k2) {
        throw new GraphError(`${place(node)}: inner sizes ${k} and ${k2} differ.`);
      }
      const shape = [m!, n!];
      if (inputs[2]) broadcast(node, shape, inputs[2].shape);
      return [{ dtype: a.dtype, shape }];
    },
    gradient: (c) => {
      const { b, node } = c;
      const dy = c.dy[0]!;
      const [A, B] = [c.x[0]!, c.x[1]!];
      const [transA, transB] = [int(node, 'transA', 0), int(node, 'transB', 0)];
      const beta = float(node, 'beta', 1);
      const product = (x: Sym, y: Sym, tX: number, tY: number): Sym =>
        b.op('Gemm', [x, y], { alpha: float(node, 'alpha', 1), transA: tX, transB: tY });
      return wanted(
        c,
        () => (transA ? product(B, dy, transB, 1) : product(dy, B, 0, 1 - transB)),
        () => (transB ? product(dy, A, 1, transA) : product(A, dy, 1 - transA, 0)),
        () => (beta === 1 ? dy : b.mul(dy, beta)),
      );
    },
    cost: (node, inputs, outputs) => sizeOf(outputs[0]!.shape) * inputs[0]!.shape[int(node, 'transA', 0) ? 0 : 1]!,
  },
} satisfies Record<string, Operator>;
