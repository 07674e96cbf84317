/** Operators that choose or order elements: TopK, ArgMax, OneHot, Trilu, CumSum. */
import { int, place } from '../graph/attributes';
import { noFlow, type Operator, type Sym } from '../graph/operator';
import { GraphError } from '../shared/errors';
import { axisOf, knownNumbers, required, sameAsFirst } from './infer';

export const selection = {
  TopK: {
    role: 'select',

    infer(node, inputs) {
      const { dtype, shape } = required(node, inputs, 0);
      const axis = axisOf(node, int(node, 'axis', -1), shape.length);
      const k = knownNumbers(node, inputs, 1)[0]!;
      if (k < 0 || k > shape[axis]!) throw new GraphError(`${place(node)} takes ${k} of only ${shape[axis]!} values.`);
      const kept = shape.with(axis, k);
      return [
        { dtype, shape: kept },
        { dtype: 'int64', shape: kept },
      ];
    },
    /** The indices of one choice are distinct, so nothing needs adding up. */
    gradient({ node, b, x, y, dy }) {
      if (!dy[0]) return [undefined];
      const again = y[1]?.dtype === 'int64' ? y[1] : b.ops('TopK', [x[0], x[1]], node.attributes, 2)[1];
      return [b.op('ScatterElements', [b.zerosLike(x[0]!), again, dy[0]], { axis: int(node, 'axis', -1) })];
    },
  },
  ArgMax: argument(),
  ArgMin: argument(),
  OneHot: {
    role: 'step',

    infer(node, inputs) {
      const indices = required(node, inputs, 0);
      const depth = knownNumbers(node, inputs, 1)[0]!;
      const rank = indices.shape.length + 1;
      const axis = axisOf(node, int(node, 'axis', -1), rank);
      return [{ dtype: required(node, inputs, 2).dtype, shape: indices.shape.toSpliced(axis, 0, depth) }];
    },
    /** With respect to the two values, off and on. */
    gradient({ node, b, x, dy, wants }) {
      if (!wants(2)) return [];
      const { dtype, shape } = dy[0]!;
      const zeroOne = b.cast(b.int64([0, 1]), dtype);
      const on = b.op('OneHot', [x[0], x[1], zeroOne], { axis: int(node, 'axis', -1) });
      const total = (part: Sym): Sym => b.reshape(b.sum(part, shape.map((_, axis) => axis)), [1]); // prettier-ignore
      const hot = b.mul(dy[0]!, on);
      return [undefined, undefined, b.concat([total(b.sub(dy[0]!, hot)), total(hot)], 0)];
    },
  },
  Trilu: {
    role: 'move',
    axes: 'value by value',

    infer: sameAsFirst,
    gradient: ({ node, b, x, dy }) => [b.op('Trilu', [dy[0], x[1]], { upper: int(node, 'upper', 1) })],
  },
  CumSum: {
    role: 'sum',
    axes: 'kept',

    infer: sameAsFirst,
    gradient: ({ node, b, x, dy }) => [
      b.op('CumSum', [dy[0], x[1]], { exclusive: int(node, 'exclusive', 0), reverse: 1 - int(node, 'reverse', 0) }),
    ],
  },
} satisfies Record<string, Operator>;

function argument(): Operator {
  return {
    role: 'step',
    infer(node, inputs) {
      const { shape } = required(node, inputs, 0);
      const axis = axisOf(node, int(node, 'axis', 0), shape.length);
      return [{ dtype: 'int64', shape: int(node, 'keepdims', 1) ? shape.with(axis, 1) : shape.toSpliced(axis, 1) }];
    },
    gradient: noFlow,
  };
}
