/**
 * Rewrites what a device cannot run into what it can, or refuses it. No device gets an operator that it is known to
 * compute wrongly; each entry says what was observed.
 */
import { string } from '../graph/attributes';
import type { Graph, Node } from '../graph/graph';
import { DeviceError } from '../shared/errors';
import type { Device } from './runtime';

type Lowering = (node: Node, isUsed: (value: string) => boolean) => Node;

/** By device and operator. */
const lowerings: Partial<Record<Device, Readonly<Record<string, Lowering>>>> = {
  // onnxruntime 1.30: MaxPool with its Indices output crashes the process with a segmentation fault.
  webgpu: { MaxPool: withoutIndices },
};

/** The graph in a form that `device` can run. Throws DeviceError naming the node if there is none. */
export function lower(graph: Graph, device: Device): Graph {
  const table = lowerings[device];
  if (!table) return graph;
  const used = new Set([...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs.map(({ name }) => name)]);
  return { ...graph, nodes: graph.nodes.map((node) => table[node.op]?.(node, (value) => used.has(value)) ?? node) };
}

/**
 * Whether a graph must run on one thread. onnxruntime 1.30: a reducing ScatterND loses additions to repeated indices
 * with several threads (32 of 40 runs with a million indices on the CPU).
 */
export function needsOneThread(graph: Graph): boolean {
  return graph.nodes.some((node) => node.op === 'ScatterND' && string(node, 'reduction', 'none') !== 'none');
}

function withoutIndices(node: Node, isUsed: (value: string) => boolean): Node {
  const [pooled, indices] = node.outputs;
  if (!indices || !isUsed(indices)) return { ...node, outputs: [pooled!] };
  throw new DeviceError(
    `The device webgpu cannot compute the indices of MaxPool (node "${node.name}"); choose the device cpu.`,
  );
}
