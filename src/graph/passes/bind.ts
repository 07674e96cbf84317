/**
 * Binds every symbolic size to a number, infers all types and shapes, and folds what is then known (Shape, the
 * arithmetic on it, scalars). Everything after this pass works with plain numbers.
 */
import { ArgumentError } from '../../shared/errors';
import type { Shape } from '../../shared/tensor';
import { Builder } from '../builder';
import type { BoundGraph, Graph, Node } from '../graph';
import type { OperatorSet } from '../operator';
import { cut } from './cut';
import { upgrade } from './upgrade';

/**
 * The graph for inputs of exactly these shapes. Throws ArgumentError if an input's shape is missing or contradicts the
 * file, GraphError if an operator is unknown or does not fit.
 */
export function bind(graph: Graph, shapes: Readonly<Record<string, Shape>>, operators: OperatorSet): BoundGraph {
  const b = new Builder(operators);
  for (const input of graph.inputs) {
    const shape = shapes[input.name];
    if (!shape) throw new ArgumentError(`The input "${input.name}" needs a shape.`);
    b.input(input.name, input.dtype, shape);
  }
  replay(graph, b);
  const bound = b.build(
    graph.outputs.map(({ name }) => b.get(name)),
    graph.name,
  );
  return cut(
    { ...bound, domains: graph.domains },
    graph.outputs.map(({ name }) => name),
    true,
  );
}

/**
 * Adds the initializers and nodes of a graph, upgraded to the current operator set, to a builder that already has its
 * inputs.
 */
export function replay(graph: Graph, b: Builder): void {
  b.reserve(graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs]));
  for (const [name, constant] of graph.initializers) b.constant(constant, name);
  for (const node of graph.nodes) replayNode(node, graph.opset, b);
}

/** Adds the inputs and initializers of a bound graph, and reserves the names of its nodes' values. */
export function replaySources(graph: BoundGraph, b: Builder): void {
  b.reserve(graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs]));
  for (const { name, dtype } of graph.inputs) b.input(name, dtype, graph.types.get(name)!.shape);
  for (const [name, constant] of graph.initializers) b.constant(constant, name);
}

/** Adds one node, written for operator set `opset`, whose inputs exist. */
export function replayNode(node: Node, opset: number, b: Builder): void {
  const inputs = node.inputs.map((name) => (name ? b.get(name) : undefined));
  const upgraded = upgrade(node, inputs, opset, b);
  if (!Array.isArray(upgraded)) b.node(upgraded.node, upgraded.inputs);
}
