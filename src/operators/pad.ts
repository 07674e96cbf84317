/** Pad in all its modes. */
import { place, string } from '../graph/attributes';
import type { Node } from '../graph/graph';
import type { GradientContext, Inputs, Operator, Sym } from '../graph/operator';
import { GraphError } from '../shared/errors';
import { axisOf, knownNumbers, optionalNumbers, required } from './infer';
import { runs, scatterRuns } from './rearrange';

export const pad = {
  Pad: {
    role: 'move',
    axes: 'kept',

    infer(node, inputs) {
      const { dtype, shape } = required(node, inputs, 0);
      const { before, after } = amounts(node, inputs);
      const sizes = shape.map((size, axis) => size + before[axis]! + after[axis]!);
      if (sizes.some((size) => size < 0)) {
        throw new GraphError(`${place(node)} crops more than shape [${shape.join()}] has.`);
      }
      return [{ dtype, shape: sizes }];
    },
    gradient(c) {
      const { before, after } = amounts(c.node, c.x);
      const dy = c.dy[0]!;
      if (string(c.node, 'mode', 'constant') !== 'constant')
        return [c.wants(0) ? unfold(c, dy, before, after) : undefined];
      const inside = c.b.pad(dy, before.map((n) => -n), after.map((n) => -n)); // prettier-ignore
      const all = (x: Sym): Sym => c.b.sum(x, x.shape.map((_, axis) => axis), false); // prettier-ignore
      return [
        c.wants(0) ? inside : undefined,
        undefined,
        c.wants(2) && c.x[2] ? c.b.reshape(c.b.sub(all(dy), all(inside)), c.x[2].shape) : undefined,
      ];
    },
  },
} satisfies Record<string, Operator>;

function amounts(node: Node, inputs: Inputs): { before: number[]; after: number[] } {
  const rank = required(node, inputs, 0).shape.length;
  const pads = knownNumbers(node, inputs, 1);
  const axes =
    optionalNumbers(node, inputs, 3)?.map((axis) => axisOf(node, axis, rank)) ??
    Array.from({ length: rank }, (_, i) => i);
  if (pads.length !== 2 * axes.length) {
    throw new GraphError(
      `${place(node)} has ${pads.length} pads for ${axes.length} axes, but needs ${2 * axes.length}.`,
    );
  }
  const before = new Array<number>(rank).fill(0);
  const after = new Array<number>(rank).fill(0);
  axes.forEach((axis, i) => {
    before[axis] = pads[i]!;
    after[axis] = pads[axes.length + i]!;
  });
  return { before, after };
}

/** Each padded position repeats a position of the input: dy goes back there, axis by axis. */
function unfold({ node, b, x }: GradientContext, dy: Sym, before: readonly number[], after: readonly number[]): Sym {
  const mode = string(node, 'mode');
  return x[0]!.shape.reduce((g, size, axis) => {
    if (before[axis] === 0 && after[axis] === 0) return g;
    const length = size + before[axis]! + after[axis]!;
    const positions = Array.from({ length }, (_, i) => repeated(mode, i - before[axis]!, size));
    return scatterRuns(b, g, axis, runs(positions), size);
  }, dy);
}

/** The input position that a mode repeats at position i, which may lie outside 0 … size - 1. */
function repeated(mode: string, i: number, size: number): number {
  if (mode === 'edge') return Math.min(Math.max(i, 0), size - 1);
  if (mode === 'wrap') return ((i % size) + size) % size;
  const period = Math.max(1, 2 * (size - 1));
  const folded = ((i % period) + period) % period;
  return folded < size ? folded : period - folded;
}
