/**
 * Values that cannot be negative, judged by the operators that make them. Rules that separate signs then need half the
 * passes.
 */
import { float, string } from '../../graph/attributes';
import { isInline, type BoundGraph, type Node } from '../../graph/graph';
import type { Role } from '../../graph/traits';
import { operators, type OperatorName } from '../../operators';
import { isFloat, toNumbers } from '../../shared/tensor';

/** Outputs are non-negative if all float operands are; integers are shapes, axes and indices. */
const keeping: readonly Role[] = ['copy', 'sum', 'product', 'rearrange', 'move', 'select'];

type Known = (name: string) => boolean;

/** Where attributes or one operand decide. */
const decided = new Map<string, (node: Node, isKnown: Known) => boolean>(
  Object.entries({
    Clip: ({ inputs }, isKnown) => isKnown(inputs[1] ?? ''),
    LeakyRelu: (node) => float(node, 'alpha', 0.01) === 0,
    // Cubic weights can be negative.
    Resize: (node, isKnown) =>
      string(node, 'mode', 'nearest') !== 'cubic' &&
      float(node, 'extrapolation_value', 0) >= 0 &&
      isKnown(node.inputs[0]!),
    ThresholdedRelu: (node) => float(node, 'alpha', 1) >= 0,
  } satisfies Partial<Record<OperatorName, (node: Node, isKnown: Known) => boolean>>),
);

/** Names of the values known to be ≥ 0 everywhere. */
export function nonNegativeValues(graph: BoundGraph): Set<string> {
  const found = new Set<string>();
  const isKnown = (name: string): boolean => found.has(name) || isNonNegativeConstant(graph, name);
  const keeps = ({ inputs }: Node): boolean => {
    const floats = inputs.filter((name) => name && isFloat(graph.types.get(name)!.dtype));
    return floats.length > 0 && floats.every(isKnown);
  };
  for (const node of graph.nodes) {
    const operator = operators(node.op, node.domain);
    if (!operator) continue;
    const decide = decided.get(node.op);
    const byOperands = keeping.includes(operator.role) && operator.negates === undefined;
    if (operator.nonNegative || (decide ? decide(node, isKnown) : byOperands && keeps(node)))
      for (const output of node.outputs) found.add(output);
  }
  return found;
}

function isNonNegativeConstant({ initializers }: BoundGraph, name: string): boolean {
  const constant = initializers.get(name);
  return constant !== undefined && isInline(constant) && constant.dtype !== 'string'
    ? Array.from(toNumbers(constant)).every((value) => value >= 0)
    : false;
}
