/** Makes a value in the middle of a graph an input of it: what lies above runs by itself, on activations one has or makes. */
import { GraphError } from '../../shared/errors';
import type { BoundGraph } from '../graph';
import { cut } from './cut';

/**
 * The part of the graph from `value` to its outputs. Inputs that are still needed beside it, because a path leads around the value, stay.
 * Throws GraphError if there is no such value, or if no output depends on it.
 */
export function splice(graph: BoundGraph, value: string): BoundGraph {
  const type = graph.types.get(value);
  if (!type) throw new GraphError(`The network has no value "${value}". Values are listed by "netloupe layers".`);
  if (graph.inputs.some(({ name }) => name === value)) return graph;
  const opened = {
    ...graph,
    inputs: [{ name: value, ...type }, ...graph.inputs],
    nodes: graph.nodes.filter(({ outputs }) => !outputs.includes(value)),
  };
  const spliced = cut(
    opened,
    graph.outputs.map(({ name }) => name),
  );
  if (spliced.inputs.some(({ name }) => name === value)) return spliced;
  throw new GraphError(`"${value}" does not lie on the way to "${graph.outputs.map(({ name }) => name).join(', ')}".`);
}
