/** Shape rules that many operators share, and the helpers to state others. */
import { place } from '../graph/attributes';
import type { Node } from '../graph/graph';
import type { Inputs, Operator, Sym, ValueType } from '../graph/operator';
import { GraphError } from '../shared/errors';
import { sizeOf, toNumbers, type DType, type Shape } from '../shared/tensor';

type Infer = Operator['infer'];

/** Input i, which is required. */
export function required(node: Node, inputs: Inputs, i: number): Sym {
  const input = inputs[i];
  if (!input) throw new GraphError(`${place(node)} lacks its input ${i}.`);
  return input;
}

/** The numbers of input i, which must be known while the graph is built (a shape, axes, pads). */
export function knownNumbers(node: Node, inputs: Inputs, i: number): number[] {
  const { known, name } = required(node, inputs, i);
  if (!known) {
    throw new GraphError(
      `${place(node)} takes "${name}" from data, so its result has no shape before the model runs. Running the model unchanged still works.`,
    );
  }
  return Array.from(toNumbers(known));
}

/** Like {@link knownNumbers}, for an optional input. */
export function optionalNumbers(node: Node, inputs: Inputs, i: number): number[] | undefined {
  return inputs[i] ? knownNumbers(node, inputs, i) : undefined;
}

/** One output in the type and shape of the first input. */
export const sameAsFirst: Infer = (node, inputs) => {
  const { dtype, shape } = required(node, inputs, 0);
  return [{ dtype, shape }];
};

/** One output in the broadcast shape of all inputs; of the given type, or that of the first input. */
export function broadcastAll(dtype?: DType): Infer {
  return (node, inputs) => {
    const first = required(node, inputs, 0);
    const shape = inputs.reduce<Shape>((all, input) => (input ? broadcast(node, all, input.shape) : all), []);
    return [{ dtype: dtype ?? first.dtype, shape }];
  };
}

/** Multidirectional broadcasting of two shapes, as in NumPy. */
export function broadcast(node: Node, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - rank + a.length] ?? 1;
    const n = b[axis - rank + b.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1)
      throw new GraphError(`${place(node)}: shapes [${a.join()}] and [${b.join()}] do not fit.`);
    return m === 1 ? n : m;
  });
}

/** An axis of a shape of this rank; counts from the end when negative. */
export function axisOf(node: Node, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (positive < 0 || positive >= rank)
    throw new GraphError(`${place(node)}: axis ${axis} is out of range for ${rank} axes.`);
  return positive;
}

/** Cost of `factor` operations for each element of the first output. */
export function perElement(factor: number): NonNullable<Operator['cost']> {
  return (_node, _inputs, outputs: readonly ValueType[]) => factor * sizeOf(outputs[0]!.shape);
}
