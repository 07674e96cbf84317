/**
 * Which axis of a value holds channels, judged by what made it: [N, C, L] after a convolution, [N, T, C] in a sequence.
 */
import { producers, type Graph, type Node } from '../graph/graph';
import type { Traits } from '../graph/traits';
import { operators } from '../operators';

/**
 * Whether the second axis of a value holds channels: a convolution or the like made it, and later nodes kept its axes.
 */
export function hasChannelsFirst(graph: Graph, name: string): boolean {
  const made = producers(graph);
  const seen = new Set<Node>();
  for (let node = made.get(name); node && !seen.has(node);) {
    seen.add(node);
    const axes = axesOf(node);
    if (axes === 'channels first') return true;
    if (axes !== 'value by value' && axes !== 'kept' && axes !== 'in order') return false;
    node = node.inputs.map((input) => made.get(input)).find((before) => before !== undefined);
  }
  return false;
}

/** Quantised operators have no record, but mean the same as the float ones. */
function axesOf({ op, domain }: Node): Traits['axes'] {
  const record = operators(op, domain);
  if (record) return record.axes;
  if (op === 'QuantizeLinear' || op === 'DequantizeLinear') return 'value by value';
  return operators(op.replace(/^QLinear|Integer$/, ''), '')?.axes;
}
