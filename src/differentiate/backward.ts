/**
 * The one sweep behind every backward pass: carries seeds at some values back to others, node by node in reverse. A
 * rule decides what a node does with what it receives; the default is the operator's own gradient. Relevance
 * propagation and modified gradients are the same sweep with other rules.
 */
import type { Builder } from '../graph/builder';
import { place } from '../graph/attributes';
import type { Node } from '../graph/graph';
import type { Gradient, Sym } from '../graph/operator';
import { NoGradientError } from '../shared/errors';
import { operators } from '../operators';

/** Chooses a node's backward function; undefined means the operator's own gradient. */
export type Rules = (node: Node) => Gradient | undefined;

/**
 * Adds to `b`, which already holds the forward nodes, the nodes that carry `seeds` (value name → symbol of its shape)
 * back to the values `wrt`. Returns what arrives at each of `wrt`: zeros if nothing does.
 *
 * Throws NoGradientError naming the first operator on the path that has no rule.
 */
export function backward(
  b: Builder,
  nodes: readonly Node[],
  seeds: ReadonlyMap<string, Sym>,
  wrt: readonly string[],
  rules: Rules = () => undefined,
): Sym[] {
  const onPath = downstream(nodes, wrt);
  const arriving = new Map([...seeds].map(([name, seed]) => [name, [seed]]));
  const collect = (name: string): Sym | undefined => {
    const parts = arriving.get(name);
    if (!parts || parts.length < 2) return parts?.[0];
    const sum = b.op('Sum', parts);
    arriving.set(name, [sum]);
    return sum;
  };
  for (const node of nodes.toReversed()) {
    if (!node.inputs.some((name) => onPath.has(name))) continue;
    const dy = node.outputs.map(collect);
    if (!dy.some(Boolean)) continue;
    const rule = rules(node) ?? operators(node.op, node.domain)?.gradient;
    if (!rule) throw new NoGradientError(node.domain ? `${node.domain}.${node.op}` : node.op, node.name || place(node));
    const x = node.inputs.map((name) => (name ? b.get(name) : undefined));
    const y = node.outputs.map((name) => (b.has(name) ? b.get(name) : { name, dtype: 'float32' as const, shape: [] }));
    const dx = rule({ node, b, x, y, dy, wants: (i) => onPath.has(node.inputs[i] ?? '') });
    dx.forEach((part, i) => {
      const name = node.inputs[i];
      if (!part || !name || !onPath.has(name)) return;
      const parts = arriving.get(name);
      if (parts) parts.push(part);
      else arriving.set(name, [part]);
    });
  }
  return wrt.map((name) => collect(name) ?? b.zerosLike(b.get(name)));
}

/** Names of all values that depend on any of `sources`, including these. */
function downstream(nodes: readonly Node[], sources: readonly string[]): Set<string> {
  const reached = new Set(sources);
  for (const node of nodes) {
    if (node.inputs.some((name) => reached.has(name)))
      for (const output of node.outputs) if (output) reached.add(output);
  }
  return reached;
}
