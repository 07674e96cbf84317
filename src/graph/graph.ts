/**
 * A network as data: nodes of ONNX operators that read and write named values. The names, semantics and attributes are
 * ONNX's; only the form differs (plain objects, attributes as tagged values). `onnx/` reads and writes files,
 * `builder.ts` makes graphs, `passes/` rewrites them.
 */
import type { DType, Shape, Tensor } from '../shared/tensor';

/** The operator-set version of all our graphs; the upgrade pass brings older models to it. */
export const OPSET = 21;

/** A size known only at run time has the name the file gives it, or '?'. */
export type Dimension = number | string;

/** What a file declares about a value. `shape` is absent if even the rank is unknown. */
export interface ValueInfo {
  name: string;
  dtype: DType;
  shape?: readonly Dimension[];
}

/** Numbers that stay in a file: `file` is absolute; `offset` and `length` are bytes of little-endian row-major data. */
export interface ExternalTensor {
  dtype: DType;
  shape: Shape;
  external: { file: string; offset: number; length: number };
}

/**
 * Numbers that a file stores encoded: compressed, chunked, quantised. `read` gives `length` bytes of little-endian
 * row-major data. Formats inline small ones, whose contents passes need; the engine writes the others to a file that it
 * can map (`engine/place.ts`).
 */
export interface EncodedTensor {
  dtype: DType;
  shape: Shape;
  encoded: { file: string; read(): Promise<Uint8Array<ArrayBuffer>> };
}

export type Constant = Tensor | ExternalTensor | EncodedTensor;

/** Whether the numbers are in memory. */
export function isInline(constant: Constant): constant is Tensor {
  return 'data' in constant;
}

export function isEncoded(constant: Constant): constant is EncodedTensor {
  return 'encoded' in constant;
}

export function isExternal(constant: Constant): constant is ExternalTensor {
  return 'external' in constant;
}

/** An exact 64-bit integer: a number up to 2^53, a bigint beyond. */
export type Int64 = number | bigint;

export type Attribute =
  | { type: 'float'; value: number }
  | { type: 'int'; value: Int64 }
  | { type: 'string'; value: string }
  | { type: 'tensor'; value: Constant }
  | { type: 'graph'; value: Graph }
  | { type: 'floats'; value: readonly number[] }
  | { type: 'ints'; value: readonly Int64[] }
  | { type: 'strings'; value: readonly string[] };

export type Attributes = Readonly<Record<string, Attribute>>;

/**
 * One application of an operator. An empty string in `inputs` or `outputs` stands for an omitted optional one, as in
 * ONNX.
 */
export interface Node {
  op: string;
  /** '' for ONNX's own operators. */
  domain: string;
  name: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Attributes;
}

/** Invariants: nodes are in topological order; every value has one producer (an input, an initializer or a node). */
export interface Graph {
  name: string;
  opset: number;
  /** Versions of other operator domains in use, e.g. com.microsoft. */
  domains: Readonly<Record<string, number>>;
  inputs: readonly ValueInfo[];
  outputs: readonly ValueInfo[];
  nodes: readonly Node[];
  initializers: ReadonlyMap<string, Constant>;
  /** Types the file declares for intermediate values; may be empty. */
  values: ReadonlyMap<string, ValueInfo>;
}

/** A graph with only numeric shapes: what gradients are taken of and engines compile. */
export interface BoundGraph extends Graph {
  /** Type and shape of every value. */
  types: ReadonlyMap<string, { dtype: DType; shape: Shape }>;
}

/** The node that makes each value. */
export function producers(graph: Graph): Map<string, Node> {
  return new Map(graph.nodes.flatMap((node) => node.outputs.filter(Boolean).map((output) => [output, node] as const)));
}
