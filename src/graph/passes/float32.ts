/**
 * The same network in float32, in which gradients and all methods run. Weights of other float types stay in their file
 * and are converted by a Cast, which the engine folds when it loads them.
 */
import { isFloat, toFloat32, type DType } from '../../shared/tensor';
import { attributes } from '../attributes';
import { isInline, type Attribute, type Constant, type Graph, type Node, type ValueInfo } from '../graph';
import { dtypeCode, dtypeOf } from '../onnx/types';

/** A graph with only float32 floats; the same graph if it already is. */
export function toFloat32Graph(graph: Graph): Graph {
  const initializers = new Map<string, Constant>();
  const casts: Node[] = [];
  for (const [name, constant] of graph.initializers) {
    if (!isOther(constant.dtype)) initializers.set(name, constant);
    else if (isInline(constant)) initializers.set(name, toFloat32(constant));
    else {
      const stored = `${name} (${constant.dtype})`;
      initializers.set(stored, constant);
      casts.push({
        op: 'Cast',
        domain: '',
        name: `${name} to float32`,
        inputs: [stored],
        outputs: [name],
        attributes: attributes({ to: dtypeCode.float32 }),
      });
    }
  }
  return {
    ...graph,
    initializers,
    inputs: graph.inputs.map(convertInfo),
    outputs: graph.outputs.map(convertInfo),
    values: new Map([...graph.values].map(([name, info]) => [name, convertInfo(info)])),
    nodes: [...casts, ...graph.nodes.map(convertNode)],
  };
}

function isOther(dtype: DType): boolean {
  return isFloat(dtype) && dtype !== 'float32';
}

function convertInfo(info: ValueInfo): ValueInfo {
  return isOther(info.dtype) ? { ...info, dtype: 'float32' } : info;
}

function convertNode(node: Node): Node {
  const converted = Object.entries(node.attributes).map(
    ([name, attribute]) => [name, convertAttribute(name, attribute)] as const,
  );
  return { ...node, attributes: Object.fromEntries(converted) };
}

function convertAttribute(name: string, attribute: Attribute): Attribute {
  // Cast has its type in `to`; the random and EyeLike operators in `dtype`.
  if (attribute.type === 'int' && (name === 'to' || name === 'dtype')) {
    const dtype = dtypeOf(Number(attribute.value));
    return dtype && isOther(dtype) ? { type: 'int', value: dtypeCode.float32 } : attribute;
  }
  if (attribute.type === 'tensor' && isOther(attribute.value.dtype) && isInline(attribute.value)) {
    return { type: 'tensor', value: toFloat32(attribute.value) };
  }
  return attribute.type === 'graph' ? { type: 'graph', value: toFloat32Graph(attribute.value) } : attribute;
}
