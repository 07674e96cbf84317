/** Operators that make new tensors: constants, ranges, and the shapes of others. None passes a gradient. */
import { has, int, place, tensor } from '../graph/attributes';
import type { Node } from '../graph/graph';
import { noFlow, type Operator } from '../graph/operator';
import { GraphError } from '../shared/errors';
import { float32, int64, sizeOf, tensorOf, toNumbers, type DType, type Tensor } from '../shared/tensor';
import { knownNumbers, required } from './infer';
import { dtypeOf } from '../graph/onnx/types';
import { rearrange } from './rearrange';

export const generators = {
  Shape: {
    role: 'step',

    infer(node, inputs) {
      const { shape } = required(node, inputs, 0);
      const sizes = shape.slice(int(node, 'start', 0), has(node, 'end') ? int(node, 'end') : undefined);
      return [{ dtype: 'int64', shape: [sizes.length], known: int64([sizes.length], sizes) }];
    },
    gradient: noFlow,
  },
  Size: {
    role: 'step',

    infer: (node, inputs) => [
      { dtype: 'int64', shape: [], known: int64([], [sizeOf(required(node, inputs, 0).shape)]) },
    ],
    gradient: noFlow,
  },
  Constant: {
    role: 'step',

    infer(node) {
      const { dtype, shape } = contents(node);
      return [{ dtype, shape }];
    },
    gradient: noFlow,
    evaluate: (node) => [contents(node)],
  },
  ConstantOfShape: {
    role: 'step',

    infer: (node, inputs) => [{ dtype: filling(node).dtype, shape: knownNumbers(node, inputs, 0) }],
    gradient: noFlow,
    evaluate: (node, _inputs, [type]) => [rearrange(filling(node), type!.shape, () => 0)],
  },
  Range: {
    role: 'step',

    infer(node, inputs) {
      const [start, limit, delta] = [0, 1, 2].map((i) => knownNumbers(node, inputs, i)[0]!) as [number, number, number];
      if (delta === 0) throw new GraphError(`${place(node)}: the step must not be 0.`);
      return [{ dtype: required(node, inputs, 0).dtype, shape: [Math.max(0, Math.ceil((limit - start) / delta))] }];
    },
    gradient: noFlow,
    evaluate(_node, [start, , delta], [type]) {
      const from = toNumbers(start!)[0]!;
      const step = toNumbers(delta!)[0]!;
      return [
        tensorOf(
          type!.dtype,
          type!.shape,
          Array.from({ length: type!.shape[0]! }, (_, i) => from + i * step),
        ),
      ];
    },
  },
  EyeLike: {
    role: 'step',

    infer(node, inputs) {
      const { dtype, shape } = required(node, inputs, 0);
      return [{ dtype: has(node, 'dtype') ? dtypeOf(int(node, 'dtype'))! : dtype, shape }];
    },
    gradient: noFlow,
  },
} satisfies Record<string, Operator>;

/** The tensor of a Constant node, whichever of its attributes holds it. */
function contents(node: Node): Tensor {
  const { value_float, value_floats, value_int, value_ints, value_string, value_strings } = node.attributes;
  if (value_float?.type === 'float') return float32([], [value_float.value]);
  if (value_floats?.type === 'floats') return float32([value_floats.value.length], value_floats.value);
  if (value_int?.type === 'int') return int64([], [value_int.value]);
  if (value_ints?.type === 'ints') return int64([value_ints.value.length], value_ints.value);
  if (value_string?.type === 'string') return text([], [value_string.value]);
  if (value_strings?.type === 'strings') return text([value_strings.value.length], value_strings.value);
  return tensor(node, 'value');
}

function text(shape: number[], data: readonly string[]): Tensor {
  return { dtype: 'string' satisfies DType, shape, data: [...data] };
}

function filling(node: Node): Tensor {
  return has(node, 'value') ? tensor(node, 'value') : float32([1], [0]);
}
