/** Operators that change the shape and leave the elements in place. Their gradient is one Reshape. */
import { int, place } from '../graph/attributes';
import type { Node } from '../graph/graph';
import type { Inputs, Operator } from '../graph/operator';
import { GraphError } from '../shared/errors';
import { sizeOf, type Shape } from '../shared/tensor';
import { axisOf, knownNumbers, optionalNumbers, required } from './infer';

export const shape = {
  Reshape: reshaping((node, x, inputs) => {
    const asked = knownNumbers(node, inputs, 1);
    const copyZero = int(node, 'allowzero', 0) === 0;
    const sizes = asked.map((size, axis) => (size === 0 && copyZero ? (x[axis] ?? 0) : size));
    const rest = sizes.reduce((product, size) => (size === -1 ? product : product * size), 1);
    return sizes.map((size) => (size === -1 ? (rest ? sizeOf(x) / rest : 0) : size));
  }),
  Flatten: reshaping((node, x) => {
    const axis = int(node, 'axis', 1);
    const split = axis === x.length ? axis : axisOf(node, axis, x.length);
    return [sizeOf(x.slice(0, split)), sizeOf(x.slice(split))];
  }),
  Squeeze: {
    axes: 'in order',
    ...reshaping((node, x, inputs) => {
      const given = optionalNumbers(node, inputs, 1)?.map((axis) => axisOf(node, axis, x.length));
      const long = given?.find((axis) => x[axis] !== 1);
      if (long !== undefined)
        throw new GraphError(`${place(node)}: axis ${long} of shape [${x.join()}] does not have size 1.`);
      return x.filter((size, axis) => (given ? !given.includes(axis) : size !== 1));
    }),
  },
  Unsqueeze: {
    axes: 'in order',
    ...reshaping((node, x, inputs) => {
      const given = knownNumbers(node, inputs, 1);
      const rank = x.length + given.length;
      const axes = new Set(given.map((axis) => axisOf(node, axis, rank)));
      if (axes.size < given.length) throw new GraphError(`${place(node)}: the axes [${given.join()}] repeat one.`);
      const sizes = x.values();
      return Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : sizes.next().value!));
    }),
  },
} satisfies Record<string, Operator>;

function reshaping(newShape: (node: Node, x: Shape, inputs: Inputs) => number[]): Operator {
  return {
    role: 'rearrange',
    infer(node, inputs) {
      const x = required(node, inputs, 0);
      const sizes = newShape(node, x.shape, inputs);
      if (sizeOf(sizes) !== sizeOf(x.shape) || sizes.some((size) => !Number.isInteger(size) || size < 0)) {
        throw new GraphError(`${place(node)}: shape [${x.shape.join()}] cannot become [${sizes.join()}].`);
      }
      return [{ dtype: x.dtype, shape: sizes }];
    },
    gradient: ({ b, x, dy }) => [b.reshape(dy[0]!, x[0]!.shape)],
    evaluate: (_node, [x], [type]) => (x && type ? [{ ...x, shape: type.shape }] : undefined),
  };
}
