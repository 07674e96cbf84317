/** ONNX bytes → Graph. Weights stay in the file: only small constants are read. */
import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { FormatError } from '../../shared/errors';
import { bytesPerElement, sizeOf, storageOf, type DType, type Tensor } from '../../shared/tensor';
import type { Attribute, Constant, Graph, Int64, Node, ValueInfo } from '../graph';
import {
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  TensorProto_DataLocation,
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './onnx_pb';
import { outline } from './outline';
import { dtypeOf } from './types';

export interface OnnxModel {
  graph: Graph;
  irVersion: number;
  producer: string;
  /** The model's key-value metadata. */
  metadata: Readonly<Record<string, string>>;
}

/**
 * Version 3 of the format introduced operator sets. Older files, and early ones of version 3, have none, which means
 * set 1; a later file without them is truncated.
 */
const LAST_WITHOUT_SETS = 3n;

const NEWEST_SET = 23;

/**
 * Reads the structure of an ONNX file (IR 1 to 11, opset 1 to 23) without its weights. Throws FormatError for a broken
 * file or one whose external data lies outside its folder.
 */
export async function readOnnx(path: string): Promise<OnnxModel> {
  const bytes = await outline(path);
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw new FormatError(path, `not an ONNX model: ${(cause as Error).message}`, undefined, { cause });
  }
  if (!model.graph) throw new FormatError(path, 'not an ONNX model: it has no graph');
  if (model.functions.length) {
    throw new FormatError(
      path,
      `it defines its own functions (${model.functions[0]!.name}); export it with functions inlined`,
    );
  }
  const versions = new Map(
    model.opsetImport.map(({ domain, version }) => [domain === 'ai.onnx' ? '' : domain, Number(version)]),
  );
  const opset = versions.get('') ?? (versions.size === 0 && model.irVersion <= LAST_WITHOUT_SETS ? 1 : undefined);
  if (opset === undefined)
    throw new FormatError(path, 'it names no operator set, so it is truncated or not an ONNX model');
  if (opset < 1 || opset > NEWEST_SET)
    throw new FormatError(
      path,
      `it uses operator set ${opset}, but only 1 to ${NEWEST_SET} are supported; export it again`,
    );
  versions.delete('');
  const context: Context = { path, folder: dirname(resolve(path)), opset, domains: Object.fromEntries(versions) };
  return {
    graph: readGraph(model.graph, context),
    irVersion: Number(model.irVersion),
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
  };
}

interface Context {
  path: string;
  folder: string;
  opset: number;
  domains: Readonly<Record<string, number>>;
}

function readGraph(proto: GraphProto, context: Context): Graph {
  if (proto.sparseInitializer.length)
    throw new FormatError(context.path, 'it has sparse initializers; export it with dense weights');
  const initializers = new Map(proto.initializer.map((tensor) => [tensor.name, readTensor(tensor, context)]));
  const nodes: Node[] = [];
  for (const node of proto.node) {
    const constant = node.opType === 'Constant' && node.attribute.find(({ name }) => name === 'value')?.t;
    if (constant) initializers.set(node.output[0]!, readTensor(constant, context));
    else nodes.push(readNode(node, context));
  }
  return {
    name: proto.name,
    opset: context.opset,
    domains: context.domains,
    // Up to IR 3 every initializer was also listed as an input.
    inputs: proto.input.filter(({ name }) => !initializers.has(name)).map((info) => readInfo(info, context)),
    outputs: proto.output.map((info) => readInfo(info, context)),
    nodes: inOrder(nodes, context),
    initializers,
    values: new Map(proto.valueInfo.map((info) => [info.name, readInfo(info, context)])),
  };
}

function readNode(proto: NodeProto, context: Context): Node {
  return {
    op: proto.opType,
    domain: proto.domain === 'ai.onnx' ? '' : proto.domain,
    name: proto.name || (proto.output[0] ?? ''),
    inputs: proto.input,
    outputs: proto.output,
    attributes: Object.fromEntries(proto.attribute.map((a) => [a.name, readAttribute(a, context)])),
  };
}

function readAttribute(proto: AttributeProto, context: Context): Attribute {
  switch (proto.type) {
    case Kind.FLOAT:
      return { type: 'float', value: proto.f };
    case Kind.INT:
      return { type: 'int', value: exact(proto.i) };
    case Kind.STRING:
      return { type: 'string', value: text(proto.s) };
    case Kind.FLOATS:
      return { type: 'floats', value: proto.floats };
    case Kind.INTS:
      return { type: 'ints', value: proto.ints.map(exact) };
    case Kind.STRINGS:
      return { type: 'strings', value: proto.strings.map(text) };
    case Kind.TENSOR:
      if (proto.t) return { type: 'tensor', value: readTensor(proto.t, context) };
      break;
    case Kind.GRAPH:
      if (proto.g) return { type: 'graph', value: readGraph(proto.g, context) };
      break;
    default:
  }
  throw new FormatError(context.path, `attribute "${proto.name}" has an unsupported type (${Kind[proto.type]})`);
}

function exact(value: bigint): Int64 {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value;
}

function readInfo(proto: ValueInfoProto, context: Context): ValueInfo {
  const type = proto.type?.value;
  if (type?.case !== 'tensorType') return { name: proto.name, dtype: 'float32' };
  const dtype = readDtype(type.value.elemType, `value "${proto.name}"`, context);
  if (!type.value.shape) return { name: proto.name, dtype };
  const shape = type.value.shape.dim.map(({ value }) => {
    if (value.case === 'dimValue' && value.value > 0n) return Number(value.value);
    return (value.case === 'dimParam' && value.value) || '?';
  });
  return { name: proto.name, dtype, shape };
}

function readDtype(code: number, what: string, { path }: Context): DType {
  // Old exporters wrote elements without a type in value_info; they meant float32.
  const dtype = code === 0 ? 'float32' : dtypeOf(code);
  if (!dtype) throw new FormatError(path, `${what} has the unsupported element type ${code}`);
  return dtype;
}

function readTensor(proto: TensorProto, context: Context): Constant {
  const what = `tensor "${proto.name}"`;
  const dtype = readDtype(proto.dataType, what, context);
  const shape = proto.dims.map(Number);
  const size = sizeOf(shape);
  if (!shape.every((n) => Number.isSafeInteger(n) && n >= 0) || !Number.isSafeInteger(size)) {
    throw new FormatError(context.path, `${what} has an impossible shape [${shape.join()}]`);
  }
  if (proto.dataLocation === TensorProto_DataLocation.EXTERNAL) return readExternal(proto, dtype, shape, context);
  if (dtype === 'string') return { dtype, shape, data: proto.stringData.map(text) };
  const data = elements(proto, dtype);
  if (data.length !== size) {
    throw new FormatError(
      context.path,
      `${what} of shape [${shape.join()}] has ${data.length} elements instead of ${size}`,
    );
  }
  return { dtype, shape, data };
}

function elements(proto: TensorProto, dtype: Exclude<DType, 'string'>): Exclude<Tensor['data'], string[]> {
  const raw = proto.rawData;
  // A copy, since the bytes may start at any offset but typed arrays need alignment.
  if (raw.length)
    return new (storageOf(dtype))(raw.slice(0, raw.length - (raw.length % bytesPerElement(dtype))).buffer);
  if (dtype === 'int64') return BigInt64Array.from(proto.int64Data);
  if (dtype === 'uint64') return BigUint64Array.from(proto.uint64Data);
  if (dtype === 'uint32') return Uint32Array.from(proto.uint64Data, Number);
  if (dtype === 'float64') return Float64Array.from(proto.doubleData);
  if (dtype === 'float32') return Float32Array.from(proto.floatData);
  const Storage = storageOf(dtype) as new (values: ArrayLike<number>) => Exclude<Tensor['data'], string[]>;
  return new Storage(proto.int32Data);
}

function readExternal(proto: TensorProto, dtype: DType, shape: number[], context: Context): Constant {
  const entries = new Map(proto.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  const fail = (reason: string): never => {
    throw new FormatError(context.path, `tensor "${proto.name}": ${reason}`);
  };
  const file = resolve(context.folder, location);
  const beside = (folder: string, path: string): boolean => {
    const way = relative(folder, path);
    return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  };
  if (!location || isAbsolute(location) || !beside(context.folder, file)) {
    fail(`it refers to data at "${location}", outside the model's folder; NetLoupe reads only files in that folder`);
  }
  let size = 0;
  try {
    if (!beside(realpathSync(context.folder), realpathSync(file)))
      fail(`its data file "${location}" links out of the model's folder; put the file itself there`);
    size = statSync(file).size;
  } catch (error) {
    if (error instanceof FormatError) throw error;
    fail(`its data file "${location}" is missing; put it beside the model`);
  }
  const length = sizeOf(shape) * bytesPerElement(dtype);
  const offset = Number(entries.get('offset') ?? 0);
  const declared = Number(entries.get('length') ?? length);
  if (declared !== length)
    fail(`${declared} bytes of data for shape [${shape.join()}] of ${dtype}, which needs ${length}`);
  if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > size) {
    fail(`its data should be at bytes ${offset} to ${offset + length} of "${location}", which has only ${size}`);
  }
  return { dtype, shape, external: { file, offset, length } };
}

/** Sorts nodes so that each comes after what it reads; files should be in that order, but some are not. */
function inOrder(nodes: readonly Node[], { path }: Context): Node[] {
  const made = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const state = new Map<Node, 'open' | 'done'>();
  const sorted: Node[] = [];
  for (const root of nodes) {
    const stack = [root];
    for (let node = stack.at(-1); node; node = stack.at(-1)) {
      const waiting =
        state.get(node) === 'done'
          ? []
          : node.inputs.map((name) => made.get(name)).filter((n) => n && state.get(n) !== 'done');
      if (waiting.length === 0) {
        if (state.get(node) !== 'done') sorted.push(node);
        state.set(node, 'done');
        stack.pop();
      } else {
        if (state.get(node) === 'open')
          throw new FormatError(path, `its graph has a cycle through node "${node.name}"`);
        state.set(node, 'open');
        stack.push(...(waiting as Node[]));
      }
    }
  }
  return sorted;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
