/** Conv and ConvTranspose over 1 to 3 spatial axes. Their gradients are in the other files of this folder. */
import { int, ints, place, string } from '../../graph/attributes';
import type { Node } from '../../graph/graph';
import type { GradientContext, Inputs, Operator, Sym } from '../../graph/operator';
import { GraphError } from '../../shared/errors';
import { sizeOf, type Shape } from '../../shared/tensor';
import { required } from '../infer';
import { span, windows, type Window } from '../window';
import { convolve } from './convolve';
import { inputGradient } from './inputGradient';
import { weightGradient } from './weightGradient';

export const convolution = {
  Conv: {
    role: 'linear',
    axes: 'channels first',
    trained: [1, 2],

    infer(node, inputs) {
      const [x, w] = operands(node, inputs);
      const groups = int(node, 'group', 1);
      if (x.shape[1] !== w.shape[1]! * groups || w.shape[0]! % groups) throw misfit(node, x.shape, w.shape);
      const sizes = slide(node, x, w).map(({ output }) => output);
      return [{ dtype: x.dtype, shape: [x.shape[0]!, w.shape[0]!, ...sizes] }];
    },
    gradient(c) {
      const [x, w] = operands(c.node, c.x);
      const sliding = slide(c.node, x, w);
      const groups = int(c.node, 'group', 1);
      const dy = c.dy[0]!;
      return [
        c.wants(0) ? inputGradient(c.b, dy, w, sliding, groups) : undefined,
        c.wants(1) ? weightGradient(c.b, x, dy, sliding, groups) : undefined,
        biasGradient(c),
      ];
    },
    cost: (_node, inputs, [y]) => sizeOf(y!.shape) * sizeOf(inputs[1]!.shape.slice(1)),
  },
  /** The linear map of Conv's input gradient, so its own input gradient is a Conv. */
  ConvTranspose: {
    role: 'linear',
    axes: 'channels first',
    trained: [1, 2],

    infer(node, inputs) {
      const [x, w] = operands(node, inputs);
      const groups = int(node, 'group', 1);
      if (x.shape[1] !== w.shape[0] || x.shape[1]! % groups) throw misfit(node, x.shape, w.shape);
      const sizes = slideBack(node, x, w).map(({ input }) => input);
      return [{ dtype: x.dtype, shape: [x.shape[0]!, w.shape[1]! * groups, ...sizes] }];
    },
    gradient(c) {
      const [x, w] = operands(c.node, c.x);
      const sliding = slideBack(c.node, x, w);
      const groups = int(c.node, 'group', 1);
      const dy = c.dy[0]!;
      return [
        c.wants(0) ? convolve(c.b, dy, w, sliding.map(exact), groups) : undefined,
        c.wants(1) ? weightGradient(c.b, dy, x, sliding, groups) : undefined,
        biasGradient(c),
      ];
    },
    cost: (_node, inputs) => sizeOf(inputs[0]!.shape) * sizeOf(inputs[1]!.shape.slice(1)),
  },
} satisfies Record<string, Operator>;

function operands(node: Node, inputs: Inputs): [x: Sym, w: Sym] {
  const x = required(node, inputs, 0);
  const w = required(node, inputs, 1);
  if (x.shape.length < 3 || x.shape.length !== w.shape.length) throw misfit(node, x.shape, w.shape);
  return [x, w];
}

function misfit(node: Node, x: Shape, w: Shape): GraphError {
  return new GraphError(
    `${place(node)}: a weight of shape [${w.join()}] in ${int(node, 'group', 1)} group(s) does not fit an input of shape [${x.join()}].`,
  );
}

function slide(node: Node, x: Sym, w: Sym): Window[] {
  return windows(node, x.shape.slice(2), w.shape.slice(2));
}

/** The windows of the Conv whose transpose this is: its output is their input. */
function slideBack(node: Node, x: Sym, w: Sym): Window[] {
  const rank = x.shape.length - 2;
  const zeros = new Array<number>(rank).fill(0);
  const strides = ints(
    node,
    'strides',
    zeros.map(() => 1),
  );
  const dilations = ints(
    node,
    'dilations',
    zeros.map(() => 1),
  );
  const outputPadding = ints(node, 'output_padding', zeros);
  const pads = ints(node, 'pads', [...zeros, ...zeros]);
  const sizes = ints(node, 'output_shape', []).slice(-rank);
  const autoPad = string(node, 'auto_pad', 'NOTSET');
  const same = autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER';
  return zeros.map((_, axis) => {
    const output = x.shape[2 + axis]!;
    const window = { output, kernel: w.shape[2 + axis]!, stride: strides[axis]!, dilation: dilations[axis]! };
    const full = (output - 1) * window.stride + outputPadding[axis]! + span(window);
    const size = sizes[axis] ?? (same ? output * window.stride : undefined);
    if (size === undefined) {
      const [begin, end] = autoPad === 'VALID' ? [0, 0] : [pads[axis]!, pads[rank + axis]!];
      return { ...window, input: full - begin - end, begin, end };
    }
    const total = Math.max(full - size, 0);
    const less = Math.floor(total / 2);
    const begin = autoPad === 'SAME_UPPER' ? less : total - less;
    return { ...window, input: size, begin, end: total - begin };
  });
}

/** The same windows, padded so that their number comes out right. */
function exact(window: Window): Window {
  return { ...window, end: (window.output - 1) * window.stride + span(window) - window.input - window.begin };
}

function biasGradient({ b, x, dy, wants }: GradientContext): Sym | undefined {
  if (!x[2] || !wants(2)) return undefined;
  return b.sum(
    dy[0]!,
    dy[0]!.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])),
    false,
  );
}
