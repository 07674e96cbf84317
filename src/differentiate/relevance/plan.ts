/**
 * What is known about a network before relevance passes through it: which nodes are linear layers and where they stand,
 * which additions are their biases, which factors are gates. Rules are chosen from this, and operators without a rule
 * are found before anything runs.
 */
import { place } from '../../graph/attributes';
import { producers, type BoundGraph, type Node } from '../../graph/graph';
import { operators } from '../../operators';
import { GraphError } from '../../shared/errors';
import { linearKind, type LinearKind } from './linear';
import { nonNegativeValues } from './nonNegative';
import { nodeRule } from './nodes';

export interface LayerPlace {
  node: Node;
  kind: LinearKind;
  /** Its output's name. */
  name: string;
  /** Whether no other linear layer lies between it and the input. */
  first: boolean;
}

export interface Plan {
  /** Nodes that depend on the input. */
  nodes: readonly Node[];
  layers: ReadonlyMap<Node, LayerPlace>;
  /** Additions of a constant that are a layer's bias, by layer and by addition. */
  biasOf: ReadonlyMap<Node, { sum: Node; operand: number }>;
  biases: ReadonlySet<Node>;
  /** For products: the operand that is computed from the other and only scales it. */
  gates: ReadonlyMap<Node, number>;
  nonNegative: ReadonlySet<string>;
}

/** Throws GraphError that names every operator on the path without a rule. */
export function planOf(graph: BoundGraph, input: string): Plan {
  const depends = new Set([input]);
  const afterLayer = new Set<string>();
  const nodes: Node[] = [];
  const layers = new Map<Node, LayerPlace>();
  const gates = new Map<Node, number>();
  const made = producers(graph);
  const unknown: string[] = [];
  for (const node of graph.nodes) {
    const data = node.inputs.filter((name) => depends.has(name));
    if (!data.length) continue;
    nodes.push(node);
    const outputs = node.outputs.filter(Boolean);
    for (const output of outputs) depends.add(output);
    const kind = data.length === 1 ? linearKind(node) : undefined;
    if (kind) layers.set(node, { node, kind, name: outputs[0]!, first: !data.some((name) => afterLayer.has(name)) });
    if (kind || data.some((name) => afterLayer.has(name))) for (const output of outputs) afterLayer.add(output);
    const gate = node.op === 'Mul' ? gateOf(node, made) : undefined;
    if (gate !== undefined) gates.set(node, gate);
    if (!kind && !nodeRule(node, gate)) unknown.push(place(node));
  }
  if (unknown.length) {
    throw new GraphError(
      `Relevance cannot pass through ${[...new Set(unknown)].join(', ')}: there is no rule for ${unknown.length > 1 ? 'them' : 'it'}. Black-box methods such as occlusion still work.`,
    );
  }
  const biasOf = biasesOf(graph, layers, depends);
  return {
    nodes,
    layers,
    biasOf,
    biases: new Set([...biasOf.values()].map(({ sum }) => sum)),
    gates,
    nonNegative: nonNegativeValues(graph),
  };
}

/** A layer without a bias whose output is used only in the addition of a constant. */
function biasesOf(graph: BoundGraph, layers: ReadonlyMap<Node, LayerPlace>, depends: ReadonlySet<string>) {
  const users = new Map<string, Node[]>();
  for (const node of graph.nodes) for (const name of node.inputs) users.set(name, [...(users.get(name) ?? []), node]);
  const results = new Set(graph.outputs.map(({ name }) => name));
  const found = new Map<Node, { sum: Node; operand: number }>();
  for (const { node, name } of layers.values()) {
    const [sum, ...others] = users.get(name) ?? [];
    if (!sum || others.length || results.has(name) || sum.op !== 'Add' || node.inputs[2]) continue;
    const operand = sum.inputs[0] === name ? 1 : 0;
    if (!depends.has(sum.inputs[operand]!)) found.set(node, { sum, operand });
  }
  return found;
}

/** x · g(x), as exporters write SiLU, GELU, Mish and hard swish: the operand g(x), computed elementwise from x. */
function gateOf(node: Node, made: ReadonlyMap<string, Node>): number | undefined {
  const [left, right] = node.inputs as [string, string];
  const leads = (name: string, to: string): boolean => {
    const producer = made.get(name);
    if (!producer || operators(producer.op, producer.domain)?.axes !== 'value by value') return false;
    return producer.inputs.some((input) => input === to || leads(input, to));
  };
  if (left === right) return undefined;
  if (leads(right, left)) return 1;
  return leads(left, right) ? 0 : undefined;
}
