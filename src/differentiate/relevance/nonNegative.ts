/** Values that cannot be negative, told from the operators that make them. Rules that treat signs apart then need half the passes. */
import { float } from '../../graph/attributes';
import { isExternal, type BoundGraph } from '../../graph/graph';
import { toNumbers } from '../../shared/tensor';

const always = ['Relu', 'Sigmoid', 'HardSigmoid', 'Softmax', 'Softplus', 'Exp', 'Abs', 'Sqrt', 'ThresholdedRelu'];

/** Not negative where their data operands are not; the others (shapes, indices) do not matter. */
const ifFirst = [
  ...['MaxPool', 'AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'ReduceMean', 'ReduceSum', 'ReduceMax'],
  ...['Flatten', 'Reshape', 'Transpose', 'Identity', 'Dropout', 'Squeeze', 'Unsqueeze', 'Slice', 'Gather', 'Split'],
  ...['Expand', 'Cast', 'DepthToSpace', 'SpaceToDepth', 'Tile'],
];
const ifAll = ['Concat', 'Add', 'Sum', 'Mul', 'Max', 'Mean'];

/** Names of the values that are known to be ≥ 0 everywhere. */
export function nonNegativeValues(graph: BoundGraph): Set<string> {
  const found = new Set<string>();
  const isFound = (name: string): boolean => found.has(name) || isNonNegativeConstant(graph, name);
  for (const node of graph.nodes) {
    const [first] = node.inputs;
    const holds =
      always.includes(node.op) ||
      (ifFirst.includes(node.op) && isFound(first!)) ||
      (ifAll.includes(node.op) && node.inputs.every(isFound)) ||
      (node.op === 'Clip' && isFound(node.inputs[1] ?? '')) ||
      (node.op === 'LeakyRelu' && float(node, 'alpha', 0.01) === 0);
    if (holds && node.domain === '') for (const output of node.outputs) found.add(output);
  }
  return found;
}

function isNonNegativeConstant({ initializers }: BoundGraph, name: string): boolean {
  const constant = initializers.get(name);
  return constant !== undefined && !isExternal(constant) && constant.dtype !== 'string'
    ? Array.from(toNumbers(constant)).every((value) => value >= 0)
    : false;
}
