/** Slice, with steps of either sign. */
import { place } from '../graph/attributes';
import type { Node } from '../graph/graph';
import type { Inputs, Operator } from '../graph/operator';
import { GraphError } from '../shared/errors';
import { axisOf, knownNumbers, optionalNumbers, required } from './infer';
import { rearrange, reverse } from './rearrange';
import { interleave, padAxis } from './window';

/** One sliced axis: outputs read inputs `start`, `start + step`, … */
interface Cut {
  axis: number;
  start: number;
  step: number;
  length: number;
}

export const slice = {
  Slice: {
    role: 'move',
    axes: 'kept',

    infer(node, inputs) {
      const { dtype, shape } = required(node, inputs, 0);
      const sizes = [...shape];
      for (const { axis, length } of cuts(node, inputs)) sizes[axis] = length;
      return [{ dtype, shape: sizes }];
    },
    /** Steps are undone by interleaving zeros, cropping by padding. */
    gradient({ node, b, x, dy }) {
      const { shape } = x[0]!;
      const sliced = cuts(node, x);
      if (sliced.some(({ length }) => length === 0)) return [undefined];
      const forward = reverse(b, dy[0]!, sliced.filter(({ step }) => step < 0).map(({ axis }) => axis)); // prettier-ignore
      return [
        sliced.reduce((g, { axis, start, step, length }) => {
          const low = step < 0 ? start + (length - 1) * step : start;
          const spread = (length - 1) * Math.abs(step) + 1;
          const zeros = new Array<undefined>(Math.abs(step) - 1).fill(undefined);
          return padAxis(b, interleave(b, [g, ...zeros], axis, spread), axis, low, shape[axis]! - low - spread);
        }, forward),
      ];
    },
    evaluate(node, [x, starts, ends, axes, steps], [type]) {
      const known = [x, starts, ends, axes, steps].map(
        (tensor, i) => tensor && { name: node.inputs[i]!, dtype: tensor.dtype, shape: tensor.shape, known: tensor },
      );
      const { shape } = x!;
      const sliced = new Map(cuts(node, known).map((cut) => [cut.axis, cut]));
      return [
        rearrange(x!, type!.shape, (index) =>
          index.reduce((at, i, axis) => {
            const cut = sliced.get(axis);
            return at * shape[axis]! + (cut ? cut.start + i * cut.step : i);
          }, 0),
        ),
      ];
    },
  },
} satisfies Record<string, Operator>;

function cuts(node: Node, inputs: Inputs): Cut[] {
  const { shape } = required(node, inputs, 0);
  const starts = knownNumbers(node, inputs, 1);
  const ends = knownNumbers(node, inputs, 2);
  const axes = optionalNumbers(node, inputs, 3) ?? starts.map((_, i) => i);
  const steps = optionalNumbers(node, inputs, 4) ?? starts.map(() => 1);
  return starts.map((given, i) => {
    const axis = axisOf(node, axes[i]!, shape.length);
    const size = shape[axis]!;
    const step = steps[i]!;
    if (step === 0) throw new GraphError(`${place(node)}: the step of axis ${axis} must not be 0.`);
    const clamp = (at: number, low: number, high: number): number =>
      Math.min(Math.max(at < 0 ? at + size : at, low), high);
    // A backward slice may start at the last element and end before the first.
    const start = step > 0 ? clamp(given, 0, size) : clamp(given, 0, size - 1);
    const end = step > 0 ? clamp(ends[i]!, 0, size) : clamp(ends[i]!, -1, size - 1);
    return { axis, start, step, length: Math.max(0, Math.ceil((end - start) / step)) };
  });
}
