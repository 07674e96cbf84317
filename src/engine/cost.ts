/** The cost of a graph, computed from its shapes before anything runs. */
import type { BoundGraph, Node } from '../graph/graph';
import type { Sym } from '../graph/operator';
import { operators } from '../operators';
import { bytesPerElement, sizeOf } from '../shared/tensor';

/** Multiply-adds of one node; 0 if its shapes or its operator are unknown. */
export function costOfNode(graph: BoundGraph, node: Node): number {
  const symbol = (name: string): Sym | undefined => {
    const type = graph.types.get(name);
    return type && { name, ...type };
  };
  const outputs = node.outputs.map((name) => graph.types.get(name)).filter((type) => type !== undefined);
  if (outputs.length === 0) return 0;
  return operators(node.op, node.domain)?.cost?.(node, node.inputs.map(symbol), outputs) ?? 0;
}

/** Multiply-adds of a graph; infinite if its shapes are not bound, since it may be large. */
export function costOf(graph: BoundGraph): number {
  if (!(graph.types as BoundGraph['types'] | undefined)) return Infinity;
  return graph.nodes.reduce((sum, node) => sum + costOfNode(graph, node), 0);
}

/**
 * Bytes alive at once while a graph runs, without weights: the peak over nodes of the values that exist and are still
 * needed. The engine reuses buffers in much the same way, so this estimates the memory of a run well.
 */
export function peakBytes(graph: BoundGraph): number {
  const size = (name: string): number => {
    const type = graph.initializers.has(name) ? undefined : graph.types.get(name);
    return type ? sizeOf(type.shape) * bytesPerElement(type.dtype) : 0;
  };
  const lastUse = new Map<string, number>();
  graph.nodes.forEach((node, i) => {
    for (const name of node.inputs) lastUse.set(name, i);
  });
  for (const { name } of graph.outputs) lastUse.set(name, graph.nodes.length);
  let alive = graph.inputs.reduce((sum, { name }) => sum + size(name), 0);
  let peak = alive;
  graph.nodes.forEach((node, i) => {
    for (const name of node.outputs) alive += size(name);
    peak = Math.max(peak, alive);
    for (const name of new Set([...node.inputs, ...node.outputs]))
      if ((lastUse.get(name) ?? i) === i) alive -= size(name);
  });
  return peak;
}
