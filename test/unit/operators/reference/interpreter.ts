/**
 * Runs a graph in float64 with one plain-loop kernel per operator: the independent truth that the engine's numbers, and the
 * gradient graphs, are compared with. Float tensors are float64 whatever type the graph declares.
 */
import type { DType } from '../../../../src/shared/tensor';
import { toNumbers } from '../../../../src/shared/tensor';
import { isInline, type BoundGraph, type Node } from '../../../../src/graph/graph';
import { array64, type Array64 } from './array64';
import { kernels } from './index';

export type { Array64 } from './array64';

/**
 * One operator. `inputs[i]` is undefined for an optional input left out. Returns all outputs up to the last one asked for
 * (`node.outputs`). `types` are the declared types of the inputs, for operators whose meaning depends on them.
 */
export type Kernel = (
  node: Node,
  inputs: readonly (Array64 | undefined)[],
  types: readonly (DType | undefined)[],
) => Array64[];

/** All values of the graph by name. */
export function interpret(graph: BoundGraph, feeds: Readonly<Record<string, Array64>>): Map<string, Array64> {
  const values = new Map(Object.entries(feeds));
  for (const [name, constant] of graph.initializers) {
    if (!isInline(constant)) throw new Error(`the reference reads no files (${name})`);
    values.set(name, array64(constant.shape, toNumbers(constant)));
  }
  const value = (name: string): Array64 => {
    const array = values.get(name);
    if (!array) throw new Error(`no value "${name}"`);
    return array;
  };
  for (const node of graph.nodes) {
    const kernel = kernels.get(node.op);
    if (!kernel) throw new Error(`the reference has no ${node.op}`);
    const outputs = kernel(
      node,
      node.inputs.map((name) => (name ? value(name) : undefined)),
      node.inputs.map((name) => (name ? graph.types.get(name)?.dtype : undefined)),
    );
    node.outputs.forEach((name, i) => name && values.set(name, outputs[i]!));
  }
  return values;
}
