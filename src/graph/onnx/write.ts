/** Graph → ONNX bytes. External tensors are written as references, so a graph derived from a model takes few bytes. */
import { relative, sep } from 'node:path';
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { GraphError } from '../../shared/errors';
import type { Attribute, Constant, Dimension, Graph, Node, ValueInfo } from '../graph';
import { isExternal, isInline } from '../graph';
import {
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  TensorProto_DataLocation,
  type AttributeProtoSchema,
  type GraphProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from './onnx_pb';
import { dtypeCode } from './types';

/** The newest file version that allows all operator sets we write. */
const IR_VERSION = 10n;

/**
 * The bytes of a model. References to external data are relative to `folder`: that of the written file, or the one
 * given to the engine. Throws GraphError for a string constant or external data outside the folder.
 */
export function writeOnnx(graph: Graph, folder = '', metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const imports = Object.entries({ '': graph.opset, ...graph.domains });
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'netloupe',
    opsetImport: imports.map(([domain, version]) => ({ domain, version: BigInt(version) })),
    graph: writeGraph(graph, folder),
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
  return toBinary(ModelProtoSchema, model);
}

function writeGraph(graph: Graph, folder: string): MessageInitShape<typeof GraphProtoSchema> {
  return {
    name: graph.name,
    node: graph.nodes.map((node) => writeNode(node, folder)),
    initializer: [...graph.initializers].map(([name, constant]) => writeTensor(name, constant, folder)),
    input: graph.inputs.map(writeInfo),
    output: graph.outputs.map(writeInfo),
    valueInfo: [...graph.values.values()].map(writeInfo),
  };
}

function writeNode(node: Node, folder: string): MessageInitShape<typeof NodeProtoSchema> {
  return {
    opType: node.op,
    domain: node.domain,
    name: node.name,
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: Object.entries(node.attributes).map(([name, attribute]) => writeAttribute(name, attribute, folder)),
  };
}

function writeAttribute(
  name: string,
  attribute: Attribute,
  folder: string,
): MessageInitShape<typeof AttributeProtoSchema> {
  switch (attribute.type) {
    case 'float':
      return { name, type: Kind.FLOAT, f: attribute.value };
    case 'int':
      return { name, type: Kind.INT, i: BigInt(attribute.value) };
    case 'string':
      return { name, type: Kind.STRING, s: bytes(attribute.value) };
    case 'floats':
      return { name, type: Kind.FLOATS, floats: [...attribute.value] };
    case 'ints':
      return { name, type: Kind.INTS, ints: attribute.value.map((value) => BigInt(value)) };
    case 'strings':
      return { name, type: Kind.STRINGS, strings: attribute.value.map(bytes) };
    case 'tensor':
      return { name, type: Kind.TENSOR, t: writeTensor('', attribute.value, folder) };
    case 'graph':
      return { name, type: Kind.GRAPH, g: writeGraph(attribute.value, folder) };
  }
}

function writeTensor(name: string, constant: Constant, folder: string): MessageInitShape<typeof TensorProtoSchema> {
  const common = { name, dims: constant.shape.map(BigInt), dataType: dtypeCode[constant.dtype] };
  if (isExternal(constant)) {
    const { file, offset, length } = constant.external;
    const location = relative(folder, file).split(sep).join('/');
    if (!folder || location.startsWith('../'))
      throw new GraphError(
        `The weights of "${name}" are in ${file}, outside ${folder || 'any folder'}; move them there.`,
      );
    const entries = { location, offset: String(offset), length: String(length) };
    const externalData = Object.entries(entries).map(([key, value]) => ({ key, value }));
    return { ...common, dataLocation: TensorProto_DataLocation.EXTERNAL, externalData };
  }
  if (!isInline(constant))
    throw new GraphError(`A graph cannot refer to the weights of "${name}" in their encoded form; decode them first.`);
  const { data } = constant;
  if (Array.isArray(data)) return { ...common, stringData: data.map(bytes) };
  return { ...common, rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

function writeInfo({ name, dtype, shape }: ValueInfo): MessageInitShape<typeof ValueInfoProtoSchema> {
  const tensor = { elemType: dtypeCode[dtype], ...(shape && { shape: { dim: shape.map(writeDimension) } }) };
  return { name, type: { value: { case: 'tensorType', value: tensor } } };
}

function writeDimension(size: Dimension) {
  if (typeof size === 'number') return { value: { case: 'dimValue' as const, value: BigInt(size) } };
  return size === '?' ? {} : { value: { case: 'dimParam' as const, value: size } };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
