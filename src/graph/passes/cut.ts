/** Keeps what some values need and drops the rest: the smallest graph that computes them. */
import { GraphError } from '../../shared/errors';
import { nearestNames } from '../../shared/nearest';
import { producers, type Attributes, type Graph, type Node, type ValueInfo } from '../graph';

/**
 * The part of a graph that computes the values `outputs`. Unused inputs are dropped too, unless `keepInputs`. Throws
 * GraphError for a name the graph does not have.
 */
export function cut<G extends Graph>(graph: G, outputs: readonly string[], keepInputs = false): G {
  const made = producers(graph);
  const inputs = new Map(graph.inputs.map((input) => [input.name, input]));
  const declared = new Map(graph.outputs.map((output) => [output.name, output]));
  const infos = outputs.map((name): ValueInfo => {
    if (!made.has(name) && !inputs.has(name) && !graph.initializers.has(name)) {
      throw new GraphError(
        `The network has no value "${name}"; ${nearestNames(name, [...made.keys(), ...inputs.keys()])}.`,
      );
    }
    return declared.get(name) ?? graph.values.get(name) ?? inputs.get(name) ?? { name, dtype: 'float32' };
  });
  const needed = new Set<string>();
  const kept = new Set<Node>();
  const pending = [...outputs];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    const node = made.get(name);
    if (!node || kept.has(node)) continue;
    kept.add(node);
    pending.push(...node.inputs.filter(Boolean), ...captured(node.attributes));
  }
  return {
    ...graph,
    inputs: graph.inputs.filter(({ name }) => keepInputs || needed.has(name)),
    outputs: infos,
    nodes: graph.nodes.filter((node) => kept.has(node)),
    initializers: new Map([...graph.initializers].filter(([name]) => needed.has(name))),
  };
}

/** Names that the bodies of If, Loop and Scan read from the surrounding graph. */
function captured(attributes: Attributes): string[] {
  return Object.values(attributes).flatMap((attribute) => {
    if (attribute.type !== 'graph') return [];
    const { nodes } = attribute.value;
    return nodes.flatMap((node) => [...node.inputs.filter(Boolean), ...captured(node.attributes)]);
  });
}
