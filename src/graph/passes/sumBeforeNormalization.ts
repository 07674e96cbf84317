/**
 * Sums that a BatchNormalization reads, as after the two branches of a residual block. A per-channel scale of the whole
 * is the same scale of each term; the caller decides what to do with the terms.
 */
import type { BoundGraph, Node } from '../graph';

export interface Summation {
  /** The additions, from the terms on; nothing else reads their results. */
  additions: Node[];
  /** Linear layers read only by the sum, in the order of the terms. */
  layers: Node[];
  /** Axes of the sum. */
  rank: number;
}

/**
 * The sum that makes `value`; undefined if another node makes it, if it has other readers, or if no term is a linear
 * layer that could take the shift. Data terms have the sum's own shape.
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
