/** The gradient of any value with respect to any others, as a graph. */
import { Builder } from '../graph/builder';
import type { BoundGraph } from '../graph/graph';
import { cut } from '../graph/passes/cut';
import { replayNode, replaySources } from '../graph/passes/bind';
import { operators } from '../operators';
import { NoGradientError } from '../shared/errors';
import { isFloat } from '../shared/tensor';
import { backward, type Rules } from './backward';

export interface GradientGraph {
  /** Inputs: those of the model and the seed. Outputs: `of`, then the gradients. */
  graph: BoundGraph;
  /** Input [shape of `of`]: the weights of the sum that is differentiated; a one-hot row picks one class per sample. */
  seed: string;
  of: string;
  /** Output names, one for each of `wrt`, in its shape: d(Σ seed·of)/d(wrt). */
  gradients: string[];
}

/**
 * The vector-Jacobian product of `of` with respect to `wrt` (inputs, hidden values or weights, by name); the values
 * `keep` are outputs too. Throws NoGradientError if an operator on the path has no gradient, GraphError for an unknown
 * name.
 */
export function gradient(
  graph: BoundGraph,
  of: string,
  wrt: readonly string[],
  rules?: Rules,
  keep: readonly string[] = [],
): GradientGraph {
  const forward = cut(graph, [of, ...keep], true);
  const b = new Builder(operators);
  replaySources(forward, b);
  for (const node of forward.nodes) replayNode(node, forward.opset, b);
  const target = b.get(of);
  if (!isFloat(target.dtype)) {
    const maker = forward.nodes.find((node) => node.outputs.includes(of));
    throw new NoGradientError(maker?.op ?? 'Input', maker?.name ?? of, `gives ${target.dtype}, which has no gradient`);
  }
  const seed = b.input(`seed of ${of}`, target.dtype, target.shape);
  const gradients = backward(b, forward.nodes, new Map([[of, seed]]), wrt, rules);
  // Identity gives each output its own name: one gradient may serve two outputs, or be an input itself.
  const outputs = gradients.map((g) => b.op('Identity', [g]));
  const built = b.build([target, ...outputs], `gradient of ${of}`);
  const names = outputs.map(({ name }) => name);
  return {
    graph: { ...cut(built, [of, ...names, ...keep], true), domains: graph.domains },
    seed: seed.name,
    of,
    gradients: names,
  };
}
