/** Makes an intermediate value an input of the graph: the part after it runs on given activations. */
import { GraphError } from '../../shared/errors';
import { nearestNames } from '../../shared/nearest';
import type { BoundGraph } from '../graph';
import { cut } from './cut';

/**
 * The part of the graph from `value` to its outputs. Inputs still needed besides it, because a path leads around the
 * value, stay. Throws GraphError if there is no such value, or if no output depends on it.
 */
export function splice(graph: BoundGraph, value: string): BoundGraph {
  const type = graph.types.get(value);
  if (!type)
    throw new GraphError(
      `The network has no value "${value}"; ${nearestNames(
        value,
        graph.nodes.flatMap(({ outputs }) => outputs),
      )}.`,
    );
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
  throw new GraphError(
    `No path leads from "${value}" to "${graph.outputs.map(({ name }) => name).join(', ')}"; choose another layer or target.`,
  );
}
