/**
 * Rewrites what a device cannot run into what it can, or refuses it. A device never gets an operator that it is known to compute
 * wrongly; what was seen stands beside each entry.
 */
import type { Graph, Node } from '../graph/graph';
import { DeviceError } from '../shared/errors';
import type { Device } from './runtime';

type Lowering = (node: Node, isUsed: (value: string) => boolean) => Node;

/** By device and operator. */
const lowerings: Partial<Record<Device, Readonly<Record<string, Lowering>>>> = {
  // onnxruntime 1.30: MaxPool with its Indices output ends the process with a segmentation fault.
  webgpu: { MaxPool: withoutIndices },
};

/** The graph as `device` can run it. Throws DeviceError naming the node where there is no such form. */
export function lower(graph: Graph, device: Device): Graph {
  const table = lowerings[device];
  if (!table) return graph;
  const used = new Set([...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs.map(({ name }) => name)]);
  return { ...graph, nodes: graph.nodes.map((node) => table[node.op]?.(node, (value) => used.has(value)) ?? node) };
}

function withoutIndices(node: Node, isUsed: (value: string) => boolean): Node {
  const [pooled, indices] = node.outputs;
  if (!indices || !isUsed(indices)) return { ...node, outputs: [pooled!] };
  throw new DeviceError(
    `The device webgpu cannot compute the indices of MaxPool (node "${node.name}"); choose the device cpu.`,
  );
}
