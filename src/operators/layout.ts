/** Operators that move whole tensors: permuted, joined, cut, repeated. */
import { has, int, ints, place, string } from '../graph/attributes';
import type { Node } from '../graph/graph';
import type { Inputs, Operator, Sym } from '../graph/operator';
import { GraphError } from '../shared/errors';
import { stridesOf, type Shape, type Tensor } from '../shared/tensor';
import { axisOf, broadcast, knownNumbers, optionalNumbers, required } from './infer';
import { chain, rearrange } from './rearrange';

export const layout = {
  Transpose: {
    role: 'rearrange',
    axes: 'permuted',

    infer(node, inputs) {
      const { dtype, shape } = required(node, inputs, 0);
      const perm = permutation(node, shape.length);
      if ([...perm].sort((a, b) => a - b).some((axis, i) => axis !== i) || perm.length !== shape.length) {
        throw new GraphError(`${place(node)}: perm [${perm.join()}] does not permute ${shape.length} axes.`);
      }
      return [{ dtype, shape: perm.map((axis) => shape[axis]!) }];
    },
    gradient({ node, b, x, dy }) {
      const perm = permutation(node, x[0]!.shape.length);
      return [b.transpose(dy[0]!, perm.map((_, axis) => perm.indexOf(axis)))]; // prettier-ignore
    },
    evaluate(node, [x], [type]) {
      const strides = stridesOf(x!.shape);
      const perm = permutation(node, x!.shape.length);
      return [rearrange(x!, type!.shape, (index) => index.reduce((at, i, axis) => at + i * strides[perm[axis]!]!, 0))];
    },
  },
  Concat: {
    role: 'move',
    axes: 'kept',

    infer(node, inputs) {
      const { dtype, shape } = required(node, inputs, 0);
      const axis = axisOf(node, int(node, 'axis'), shape.length);
      const total = inputs.reduce((sum, _, i) => {
        const part = required(node, inputs, i);
        const fits =
          part.shape.length === shape.length && part.shape.every((size, a) => a === axis || size === shape[a]);
        if (!fits)
          throw new GraphError(
            `${place(node)}: shapes [${shape.join()}] and [${part.shape.join()}] do not join on axis ${axis}.`,
          );
        return sum + part.shape[axis]!;
      }, 0);
      return [{ dtype, shape: shape.with(axis, total) }];
    },
    gradient({ node, b, x, dy, wants }) {
      const axis = axisOf(node, int(node, 'axis'), dy[0]!.shape.length);
      let at = 0;
      return x.map((part, i) => {
        const start = at;
        at += part!.shape[axis]!;
        return wants(i) ? b.slice(dy[0]!, [start], [at], [axis]) : undefined;
      });
    },
    evaluate(node, inputs, [type]) {
      const parts = inputs as Tensor[];
      const axis = axisOf(node, int(node, 'axis'), type!.shape.length);
      const starts = parts.map((_, i) => parts.slice(0, i).reduce((sum, { shape }) => sum + shape[axis]!, 0));
      const offsets = parts.map((_, i) => parts.slice(0, i).reduce((sum, { data }) => sum + data.length, 0));
      const joined = chain(parts);
      return [
        rearrange(joined, type!.shape, (index) => {
          const part = starts.findLastIndex((start, i) => start <= index[axis]! && parts[i]!.shape[axis]! > 0);
          return offsets[part]! + positionIn(parts[part]!.shape, index.with(axis, index[axis]! - starts[part]!));
        }),
      ];
    },
  },
  Split: {
    role: 'move',
    axes: 'kept',

    infer(node, inputs) {
      const { dtype, shape } = required(node, inputs, 0);
      const axis = axisOf(node, int(node, 'axis', 0), shape.length);
      return pieces(node, inputs).map((size) => ({ dtype, shape: shape.with(axis, size) }));
    },
    gradient({ node, b, x, dy }) {
      const axis = axisOf(node, int(node, 'axis', 0), x[0]!.shape.length);
      const sizes = pieces(node, x);
      const zeros = (size: number): Sym => b.expand(b.scalar(0, x[0]!.dtype), x[0]!.shape.with(axis, size));
      return [b.concat(sizes.map((size, i) => dy[i] ?? zeros(size)), axis)]; // prettier-ignore
    },
    evaluate(node, [x], types) {
      const axis = axisOf(node, int(node, 'axis', 0), x!.shape.length);
      let at = 0;
      return types.map(({ shape }) => {
        const start = at;
        at += shape[axis]!;
        return rearrange(x!, shape, (index) => positionIn(x!.shape, index.with(axis, index[axis]! + start)));
      });
    },
  },
  Expand: {
    role: 'move',

    infer(node, inputs) {
      const { dtype, shape } = required(node, inputs, 0);
      return [{ dtype, shape: broadcast(node, shape, knownNumbers(node, inputs, 1)) }];
    },
    gradient: ({ b, x, dy }) => [b.unbroadcast(dy[0]!, x[0]!.shape)],
    evaluate(_node, [x], [type]) {
      const lead = type!.shape.length - x!.shape.length;
      return [rearrange(x!, type!.shape, (index) => positionIn(x!.shape, index.slice(lead).map((i, axis) => Math.min(i, x!.shape[axis]! - 1))))]; // prettier-ignore
    },
  },
  Tile: {
    role: 'move',

    infer(node, inputs) {
      const { dtype, shape } = required(node, inputs, 0);
      const repeats = knownNumbers(node, inputs, 1);
      if (repeats.length !== shape.length) {
        throw new GraphError(`${place(node)}: ${repeats.length} repeats for ${shape.length} axes.`);
      }
      return [{ dtype, shape: shape.map((size, axis) => size * repeats[axis]!) }];
    },
    gradient({ node, b, x, dy }) {
      const repeats = knownNumbers(node, x, 1);
      const apart = x[0]!.shape.flatMap((size, axis) => [repeats[axis]!, size]);
      const axes = repeats.flatMap((count, axis) => (count === 1 ? [] : [2 * axis]));
      return [b.reshape(b.sum(b.reshape(dy[0]!, apart), axes), x[0]!.shape)];
    },
    evaluate: (_node, [x], [type]) => [
      rearrange(x!, type!.shape, (index) =>
        positionIn(
          x!.shape,
          index.map((i, axis) => i % x!.shape[axis]!),
        ),
      ),
    ],
  },
  DepthToSpace: {
    role: 'rearrange',
    axes: 'channels first',

    infer(node, inputs) {
      const { dtype, shape } = image(node, inputs);
      const block = int(node, 'blocksize');
      const [n, c, h, w] = shape as [number, number, number, number];
      if (c % (block * block)) throw new GraphError(`${place(node)}: ${c} channels are not a multiple of ${block}².`);
      return [{ dtype, shape: [n, c / block / block, h * block, w * block] }];
    },
    gradient({ node, b, dy }) {
      const block = int(node, 'blocksize');
      if (string(node, 'mode', 'DCR') === 'DCR') return [b.op('SpaceToDepth', [dy[0]!], { blocksize: block })];
      const [n, c, h, w] = dy[0]!.shape as [number, number, number, number];
      const apart = b.reshape(dy[0]!, [n, c, h / block, block, w / block, block]);
      return [b.reshape(b.transpose(apart, [0, 1, 3, 5, 2, 4]), [n, c * block * block, h / block, w / block])];
    },
  },
  SpaceToDepth: {
    role: 'rearrange',
    axes: 'channels first',

    infer(node, inputs) {
      const { dtype, shape } = image(node, inputs);
      const block = int(node, 'blocksize');
      const [n, c, h, w] = shape as [number, number, number, number];
      if (h % block || w % block)
        throw new GraphError(`${place(node)}: ${h}×${w} is not a multiple of the block size ${block}.`);
      return [{ dtype, shape: [n, c * block * block, h / block, w / block] }];
    },
    gradient: ({ node, b, dy }) => [b.op('DepthToSpace', [dy[0]!], { blocksize: int(node, 'blocksize') })],
  },
} satisfies Record<string, Operator>;

function permutation(node: Node, rank: number): readonly number[] {
  return ints(
    node,
    'perm',
    Array.from({ length: rank }, (_, axis) => rank - 1 - axis),
  );
}

/**
 * Sizes of Split's outputs along its axis: as listed, or as equal as `num_outputs` allows, with the last one smaller.
 */
function pieces(node: Node, inputs: Inputs): number[] {
  const { shape } = required(node, inputs, 0);
  const size = shape[axisOf(node, int(node, 'axis', 0), shape.length)]!;
  const listed = optionalNumbers(node, inputs, 1);
  if (listed) {
    if (listed.reduce((a, b) => a + b, 0) !== size) {
      throw new GraphError(`${place(node)}: pieces of [${listed.join()}] do not add up to ${size}.`);
    }
    return listed;
  }
  const count = has(node, 'num_outputs') ? int(node, 'num_outputs') : node.outputs.length;
  const piece = Math.ceil(size / count);
  return Array.from({ length: count }, (_, i) => Math.max(0, Math.min(piece, size - i * piece)));
}

function image(node: Node, inputs: Inputs): Sym {
  const x = required(node, inputs, 0);
  if (x.shape.length !== 4)
    throw new GraphError(`${place(node)} needs 4 axes, its input has shape [${x.shape.join()}].`);
  return x;
}

function positionIn(shape: Shape, index: readonly number[]): number {
  return index.reduce((at, i, axis) => at * shape[axis]! + i, 0);
}
