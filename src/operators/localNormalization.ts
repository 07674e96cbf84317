/** Normalization of each element by its neighbours: across nearby channels (LRN) or by the norm of its vector. */
import { float, int } from '../graph/attributes';
import type { Builder } from '../graph/builder';
import type { Operator, Sym } from '../graph/operator';
import { sizeOf } from '../shared/tensor';
import { axisOf, perElement, sameAsFirst } from './infer';

/**
 * For each channel of x: [N, C, …] the sum over those from `before` below to `after` above it, divided by their full
 * number.
 */
function meanOfNeighbours(b: Builder, x: Sym, before: number, after: number): Sym {
  const rows = b.reshape(x, [x.shape[0]!, 1, x.shape[1]!, sizeOf(x.shape.slice(2))]);
  const pooled = b.op('AveragePool', [rows], {
    kernel_shape: [before + after + 1, 1],
    pads: [before, 0, after, 0],
    count_include_pad: 1,
  });
  return b.reshape(pooled, x.shape);
}

export const localNormalization = {
  /**
   * y = x·s^(−β) with s = bias + α·(mean of x² over `size` channels); Krizhevsky, Sutskever, Hinton 2012, section 3.3.
   * What each channel adds to its neighbours' s returns through the mirrored window.
   */
  LRN: {
    role: 'normalise',
    axes: 'channels first',

    infer: sameAsFirst,
    gradient: ({ b, node, x: [x], dy: [dy] }) => {
      const [alpha, beta] = [float(node, 'alpha', 1e-4), float(node, 'beta', 0.75)];
      const size = int(node, 'size');
      const [below, above] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
      const s = b.add(b.mul(meanOfNeighbours(b, b.mul(x!, x!), below, above), alpha), float(node, 'bias', 1));
      const direct = b.mul(dy!, b.pow(s, -beta));
      const shared = meanOfNeighbours(b, b.div(b.mul(direct, x!), s), above, below);
      return [b.sub(direct, b.mul(b.mul(x!, shared), 2 * alpha * beta))];
    },
    cost: (node, _inputs, outputs) => (int(node, 'size') + 3) * sizeOf(outputs[0]!.shape),
  },
  /** y = x/‖x‖ along an axis, with p = 1 or 2; no gradient where the norm is 0. */
  LpNormalization: {
    role: 'normalise',
    axes: 'kept',

    infer: sameAsFirst,
    gradient: ({ b, node, x: [x], y: [y], dy: [dy] }) => {
      const axis = axisOf(node, int(node, 'axis', -1), x!.shape.length);
      const taxicab = int(node, 'p', 2) === 1;
      const norm = b.op(taxicab ? 'ReduceL1' : 'ReduceL2', [x, b.int64([axis])]);
      const inverse = b.where(b.equal(norm, 0), b.scalar(0, x!.dtype), b.op('Reciprocal', [norm]));
      const along = b.sum(b.mul(dy!, y!), [axis]);
      return [b.mul(b.sub(dy!, b.mul(taxicab ? b.op('Sign', [x]) : y!, along)), inverse)];
    },
    cost: perElement(3),
  },
} satisfies Record<string, Operator>;
