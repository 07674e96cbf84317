/** Operators that pass values on, perhaps in another type: casts, Identity, Dropout. */
import { int, place } from '../graph/attributes';
import { dtypeOf } from '../graph/onnx/types';
import type { Gradient, Operator } from '../graph/operator';
import { GraphError, NoGradientError } from '../shared/errors';
import { isFloat, toNumbers } from '../shared/tensor';
import { cast } from './evaluate';
import { required, sameAsFirst } from './infer';

/** Backward through a change of type: only float to float carries a gradient. */
const castBack: Gradient = ({ b, x: [x], dy: [dy] }) => [isFloat(x!.dtype) ? b.cast(dy!, x!.dtype) : undefined];

export const conversion = {
  Cast: {
    role: 'copy',
    axes: 'value by value',

    infer: (node, inputs) => {
      const dtype = dtypeOf(int(node, 'to'));
      if (!dtype) throw new GraphError(`${place(node)} casts to the unsupported type ${int(node, 'to')}.`);
      return [{ dtype, shape: required(node, inputs, 0).shape }];
    },
    gradient: castBack,
    evaluate: (_node, [x], [type]) => {
      const result = cast(x!, type!.dtype);
      return result && [result];
    },
  },
  CastLike: {
    role: 'copy',
    axes: 'value by value',

    infer: (node, inputs) => [{ dtype: required(node, inputs, 1).dtype, shape: required(node, inputs, 0).shape }],
    gradient: castBack,
  },
  Identity: {
    role: 'copy',
    axes: 'value by value',
    infer: sameAsFirst,
    gradient: ({ dy }) => [dy[0]],
    evaluate: (_node, [x]) => [x!],
  },
  /** The identity, except in training mode, whose random mask has no gradient here. */
  Dropout: {
    role: 'copy',
    axes: 'value by value',

    infer: (node, inputs) => {
      const { dtype, shape } = required(node, inputs, 0);
      return [
        { dtype, shape },
        { dtype: 'bool', shape },
      ];
    },
    gradient: ({ node, x, dy }) => {
      const training = x[2];
      if (training && (!training.known || toNumbers(training.known)[0])) {
        throw new NoGradientError('Dropout', node.name, 'has no gradient in training mode');
      }
      return [dy[0]];
    },
  },
} satisfies Record<string, Operator>;
