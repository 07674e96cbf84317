/** DeepLIFT (Shrikumar, Greenside, Kundaje 2017, arXiv:1704.02685) as a graph: the network at the input and at a reference, and one sweep. */
import { place } from '../../graph/attributes';
import { Builder } from '../../graph/builder';
import type { BoundGraph, Node } from '../../graph/graph';
import { cut } from '../../graph/passes/cut';
import { replayNode, replaySources } from '../../graph/passes/bind';
import { operators } from '../../operators';
import { GraphError } from '../../shared/errors';
import { backward } from '../backward';
import { RevealCancel } from './revealCancel';
import { liftRule } from './rules';

export type LiftForm = 'rescale' | 'reveal-cancel';

export interface DeepLiftGraph {
  /** Inputs: the network's, the reference and the seed. Outputs: `of`, `ofReference` and the contributions. */
  graph: BoundGraph;
  /** Input in the shape of `wrt`. */
  reference: string;
  /** Input in the shape of `of`: a one-hot row picks one number per sample. */
  seed: string;
  of: string;
  ofReference: string;
  /** Output in the shape of `wrt`: multipliers times (input − reference), which sum to `of` − `ofReference`. */
  contributions: string;
}

/** Throws GraphError that names the operators without a rule. */
export function deepLift(graph: BoundGraph, of: string, wrt: string, form: LiftForm): DeepLiftGraph {
  const forward = cut(graph, [of], true);
  const b = new Builder(operators);
  replaySources(forward, b);
  for (const node of forward.nodes) replayNode(node, forward.opset, b);
  const { dtype, shape } = b.get(wrt);
  const twin = (name: string): string => `${name} at the reference`;
  const depends = new Set([wrt]);
  const onPath = forward.nodes.filter((node) => {
    const reached = node.inputs.some((name) => depends.has(name));
    if (reached) for (const output of node.outputs) depends.add(output);
    return reached;
  });
  checkRules(onPath);
  const reference = b.input(twin(wrt), dtype, shape);
  const there = (name: string): string => (name && depends.has(name) ? twin(name) : name);
  for (const node of onPath)
    replayNode(
      { ...node, name: twin(node.name), inputs: node.inputs.map(there), outputs: node.outputs.map(there) },
      forward.opset,
      b,
    );
  const target = b.get(of);
  const seed = b.input(`seed of ${of}`, target.dtype, target.shape);
  const revealing = form === 'reveal-cancel' ? new RevealCancel(onPath, there) : undefined;
  const [multipliers] = backward(b, forward.nodes, new Map([[of, seed]]), [wrt], (node) => {
    const rule = revealing?.rule(node) ?? liftRule(node);
    if (!rule) return undefined;
    return (context) =>
      rule({
        ...context,
        x0: node.inputs.map((name) => (name ? b.get(there(name)) : undefined)),
        y0: node.outputs.map((name, i) => (b.has(there(name)) ? b.get(there(name)) : context.y[i]!)),
      });
  });
  const result = b.mul(multipliers!, b.sub(b.get(wrt), reference));
  const built = b.build([target, b.get(there(of)), result], `DeepLIFT of ${of}`);
  return {
    graph: { ...cut(built, [of, there(of), result.name], true), domains: graph.domains },
    reference: reference.name,
    seed: seed.name,
    of,
    ofReference: there(of),
    contributions: result.name,
  };
}

function checkRules(nodes: readonly Node[]): void {
  const unknown = nodes.filter((node) => !liftRule(node)).map(place);
  if (unknown.length)
    throw new GraphError(
      `DeepLIFT has no rule for ${[...new Set(unknown)].join(', ')}. Integrated gradients need only gradients; occlusion needs none.`,
    );
}
