/**
 * Resize. Interpolation is linear and separable: along each axis the output is a constant matrix times the input, so the
 * gradient multiplies by the transposed matrix. The matrices are in interpolation.ts.
 */
import { float, has, int, ints, place, string } from '../graph/attributes';
import type { Builder } from '../graph/builder';
import type { Node } from '../graph/graph';
import type { GradientContext, Inputs, Operator, Sym } from '../graph/operator';
import { GraphError, NoGradientError } from '../shared/errors';
import { sizeOf, tensorOf } from '../shared/tensor';
import { axisOf, knownNumbers, required } from './infer';
import { interpolation, type Resizing } from './interpolation';

export const resize = {
  Resize: {
    role: 'sum',
    axes: 'kept',

    infer(node, inputs) {
      const { dtype, shape } = required(node, inputs, 0);
      return [{ dtype, shape: resizings(node, inputs).map(({ output }, axis) => (shape[axis] === 0 ? 0 : output)) }];
    },
    gradient(c) {
      if (!c.wants(0)) return [];
      if (int(c.node, 'antialias', 0))
        throw new NoGradientError('Resize', c.node.name, 'has no gradient with antialias');
      const resized = resizings(c.node, c.x);
      return [resized.reduce((g, along, axis) => (unchanged(along) ? g : transposed(c, g, axis, along)), c.dy[0]!)];
    },
    cost: (_node, _inputs, [y]) => 4 * sizeOf(y!.shape),
  },
} satisfies Record<string, Operator>;

function unchanged({ input, output, scale, mode }: Resizing): boolean {
  return input === output && scale === 1 && mode.coordinates !== 'tf_crop_and_resize';
}

/** How each axis is resized, from scales or sizes. */
function resizings(node: Node, inputs: Inputs): Resizing[] {
  const { shape } = required(node, inputs, 0);
  const axes = has(node, 'axes')
    ? ints(node, 'axes').map((axis) => axisOf(node, axis, shape.length))
    : shape.map((_, i) => i);
  const given = (i: number): number[] | undefined => {
    const values = inputs[i] ? knownNumbers(node, inputs, i) : [];
    if (values.length && values.length !== (i === 1 ? 2 : 1) * axes.length) {
      throw new GraphError(`${place(node)}: input ${i} has ${values.length} values for ${axes.length} axes.`);
    }
    return values.length ? values : undefined;
  };
  const mode = {
    kind: string(node, 'mode', 'nearest'),
    coordinates: string(node, 'coordinate_transformation_mode', 'half_pixel'),
    nearest: string(node, 'nearest_mode', 'round_prefer_floor'),
    cubic: float(node, 'cubic_coeff_a', -0.75),
    excludeOutside: int(node, 'exclude_outside', 0) === 1,
  };
  const region = mode.coordinates === 'tf_crop_and_resize' ? given(1) : undefined;
  const scales = given(2);
  const sizes = given(3);
  if (!scales && !sizes) throw new GraphError(`${place(node)} has neither scales nor sizes.`);
  const uniform = sizes && commonScale(node, axes.map((axis, i) => sizes[i]! / shape[axis]!)); // prettier-ignore
  return shape.map((input, axis) => {
    const i = axes.indexOf(axis);
    const [start, end] = i >= 0 && region ? [region[i]!, region[axes.length + i]!] : [0, 1];
    if (i < 0) return { input, output: input, scale: 1, start, end, mode };
    const scale = scales ? scales[i]! : (uniform ?? sizes![i]! / input);
    const output = scales ? Math.floor(input * scale) : uniform ? Math.floor(input * uniform + 0.5) : sizes![i]!;
    return { input, output, scale, start, end, mode };
  });
}

/** The common scale of all axes if the aspect ratio is kept. */
function commonScale(node: Node, scales: readonly number[]): number | undefined {
  const policy = string(node, 'keep_aspect_ratio_policy', 'stretch');
  if (policy === 'stretch') return undefined;
  return policy === 'not_larger' ? Math.min(...scales) : Math.max(...scales);
}

/** dy times the interpolation matrix of one axis, transposed. */
function transposed({ b, x }: GradientContext, dy: Sym, axis: number, resizing: Resizing): Sym {
  const { input, output } = resizing;
  const matrix = interpolation(resizing);
  const repeats = output / input;
  if (
    Number.isInteger(repeats) &&
    matrix.every((row, o) => row.length === 1 && row[0]!.from === Math.floor(o / repeats) && row[0]!.weight === 1)
  ) {
    // prettier-ignore
    return b.sum(b.reshape(dy, dy.shape.toSpliced(axis, 1, input, repeats)), [axis + 1], false);
  }
  const lead = sizeOf(dy.shape.slice(0, axis));
  const trail = sizeOf(dy.shape.slice(axis + 1));
  // Rows of the last axis as one large product, other axes as one product per leading index.
  const product =
    trail === 1
      ? b.matmul(b.reshape(dy, [lead, output]), dense(b, matrix, input, dy.dtype === 'float64', false))
      : b.matmul(dense(b, matrix, input, dy.dtype === 'float64', true), b.reshape(dy, [lead, output, trail]));
  return b.reshape(product, dy.shape.with(axis, x[0]!.shape[axis]!));
}

type Matrix = ReturnType<typeof interpolation>;

/** The matrix as a constant: [output, input], or [input, output]. */
function dense(b: Builder, matrix: Matrix, input: number, double: boolean, transpose: boolean): Sym {
  const output = matrix.length;
  const values = new Float64Array(input * output);
  matrix.forEach((row, o) => {
    for (const { from, weight } of row) values[transpose ? from * output + o : o * input + from]! += weight;
  });
  return b.constant(tensorOf(double ? 'float64' : 'float32', transpose ? [input, output] : [output, input], values));
}
