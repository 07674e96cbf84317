/**
 * Sums that a BatchNormalization reads, as after the two branches of a residual block. A scale per channel of the whole is the same
 * scale of each term; what is done with the terms is the caller's.
 */
import type { BoundGraph, Node } from '../graph';

export interface Summation {
  /** The additions, from the terms up; nothing else reads what they make. */
  additions: Node[];
  /** Linear layers that nothing but the sum reads, in the order of the terms. */
  layers: Node[];
  /** Axes of the sum. */
  rank: number;
}

/**
 * The sum that makes `value`; undefined where another node makes it, where something beside its one reader needs it, or where
 * no term is a linear layer that could take the shift. Terms that are data have the sum's own shape.
 */
export function summationOf(
  { types, initializers }: BoundGraph,
  value: string,
  made: ReadonlyMap<string, Node>,
  readers: (name: string) => number,
  isLayer: (node: Node) => boolean,
): Summation | undefined {
  const { shape } = types.get(value)!;
  const found: Summation = { additions: [], layers: [], rank: shape.length };
  const fits = (name: string): boolean => initializers.has(name) || types.get(name)!.shape.join() === shape.join();
  const visit = (name: string): void => {
    const node = made.get(name);
    if (!node || readers(name) !== 1) return;
    if (node.domain === '' && (node.op === 'Add' || node.op === 'Sum') && node.inputs.every(fits)) {
      node.inputs.forEach(visit);
      found.additions.push(node);
    } else if (isLayer(node)) found.layers.push(node);
  };
  visit(value);
  return found.additions.length && found.layers.length ? found : undefined;
}
