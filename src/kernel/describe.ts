/** A model seen from outside: its inputs, outputs and layers with shapes and costs, without running it. */
import { costOf, costOfNode } from '../engine/cost';
import type { AnyModel, WeightsAlone } from '../formats/models/model';
import { readLabels, findLabels } from '../formats/labels';
import { embeddingsOf } from '../formats/vectors/vectors';
import type { BoundGraph, Graph, ValueInfo } from '../graph/graph';
import { bind } from '../graph/passes/bind';
import { toFloat32Graph } from '../graph/passes/float32';
import { operators } from '../operators';
import type { LayerDescription, ModelDescription, ValueDescription } from '../shared/description';
import { GraphError } from '../shared/errors';
import { capacityOf } from '../shared/perceptron';
import { isFloat, sizeOf, type Shape } from '../shared/tensor';
import { perceptronTeller, type Perceptrons } from './perceptrons';

type Sizes = ReadonlyMap<string, number>;

export async function describe(model: AnyModel): Promise<ModelDescription> {
  const labels = await labelsOf(model);
  return {
    path: model.path,
    format: model.format,
    producer: model.producer,
    bytes: model.files.reduce((sum, { bytes }) => sum + bytes, 0),
    ...('graph' in model ? describeGraph(model.graph) : describeWeightsAlone(model)),
    ...(labels && { labels }),
    metadata: { ...model.metadata },
  };
}

type Structure = Omit<ModelDescription, 'path' | 'format' | 'producer' | 'bytes' | 'metadata'>;

/** Each weight as a layer of its own. */
function describeWeightsAlone({ weights, noGraph }: WeightsAlone): Structure {
  const layers = [...weights].map(([name, { dtype, shape }]): LayerDescription => {
    const size = sizeOf(shape);
    return {
      ...{ name, op: dtype, output: name, shape: [...shape], parameters: isFloat(dtype) ? size : 0 },
      ...(isFloat(dtype) && size > 0 && { weight: name }),
    };
  });
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return { noGraph, inputs: [], outputs: [], layers, parameters };
}

function describeGraph(graph: Graph): Structure {
  const symbols = symbolsOf(graph);
  const bound = tryBind(graph, symbols);
  const shapeOf = shapeTeller(graph, symbols, bound);
  const perceptronsOf = perceptronTeller(graph);
  const embeddings = embeddingsOf(graph);
  const layers = graph.nodes.map((node): LayerDescription => {
    const output = node.outputs[0] ?? '';
    const shape = shapeOf(output);
    const perceptrons = perceptronsOf(node);
    const embedding = embeddings.get(output);
    return {
      name: node.name,
      op: node.domain ? `${node.domain}.${node.op}` : node.op,
      output,
      ...(shape && { shape }),
      parameters: node.inputs.reduce((sum, name) => sum + trained(graph, name), 0),
      ...(bound && { multiplyAdds: costOfNode(bound, node) }),
      ...(perceptrons && describePerceptrons(perceptrons)),
      ...(embedding !== undefined && { embedding }),
    };
  });
  return {
    opset: graph.opset,
    inputs: graph.inputs.map(describeValue),
    outputs: graph.outputs.map((info) => {
      const shape = info.shape ?? shapeOf(info.name);
      return describeValue({ ...info, ...(shape && { shape }) });
    }),
    layers,
    parameters: [...graph.initializers.keys()].reduce((sum, name) => sum + trained(graph, name), 0),
    ...(bound && { multiplyAdds: costOf(bound) }),
  };
}

/** Multiply-adds of one sample, with symbolic sizes at their usual values; infinite if shapes are unknown. */
export function costOfModel(graph: Graph): number {
  const bound = tryBind(graph, symbolsOf(graph));
  return bound ? costOf(bound) : Infinity;
}

/** Of a value for one sample, symbolic sizes likewise. Throws GraphError where it cannot be told. */
export function shapeForOne(graph: Graph, value: string): Shape {
  const shape = tryBind(graph, symbolsOf(graph))?.types.get(value)?.shape;
  if (!shape) throw new GraphError(`The shape of "${value}" cannot be told without running the network.`);
  return shape;
}

function describeValue({ name, dtype, shape }: ValueInfo): ValueDescription {
  return { name, dtype, ...(shape && { shape: [...shape] }) };
}

function describePerceptrons(layer: Perceptrons): Partial<LayerDescription> {
  const { weight, units, fanIn, bias } = layer;
  return { weight, units, fanIn, bias, capacity: capacityOf(layer) };
}

/** Trained parameters under a name: float weights, not shapes or axes. */
function trained(graph: Graph, name: string): number {
  const constant = graph.initializers.get(name);
  return constant && isFloat(constant.dtype) ? sizeOf(constant.shape) : 0;
}

/** Class names from a file beside the model, else from its metadata: "labels" or "classes", separated by commas or lines. */
export async function labelsOf({ path, metadata }: AnyModel): Promise<string[] | undefined> {
  const file = await findLabels(path);
  if (file) return readLabels(file);
  const text = metadata['labels'] ?? metadata['classes'];
  return text ? text.split(/\r?\n|,/).map((label) => label.trim()) : undefined;
}

/** Every symbolic size of the inputs with its assumed number: one sample, pictures of 224, sequences of 16. */
function symbolsOf(graph: Graph): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { name, shape = [] } of graph.inputs) {
    shape.forEach((size, axis) => {
      const usual = axis === 0 ? 1 : shape.length >= 4 ? 224 : 16;
      if (typeof size === 'string') sizes.set(size === '?' ? `${name}?${axis}` : size, usual);
    });
  }
  return sizes;
}

function tryBind(graph: Graph, sizes: Sizes): BoundGraph | undefined {
  const shapes = graph.inputs.map(({ name, shape = [] }): [string, Shape] => [
    name,
    shape.map((size, axis) => (typeof size === 'number' ? size : sizes.get(size === '?' ? `${name}?${axis}` : size)!)),
  ]);
  try {
    return bind(toFloat32Graph(graph), Object.fromEntries(shapes), operators);
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}

/**
 * Recovers shapes with their symbols: a size that changes when one symbol changes is a multiple of it, or depends on
 * the data.
 */
function shapeTeller(graph: Graph, sizes: Sizes, bound: BoundGraph | undefined) {
  const changed = [...sizes].map(([symbol, size]) => ({
    symbol: symbol.includes('?') ? '?' : symbol,
    size,
    other: bound && tryBind(graph, new Map([...sizes, [symbol, 2 * size]])),
  }));
  return (name: string): (number | string)[] | undefined => {
    const shape = bound?.types.get(name)?.shape;
    if (!shape) return graph.values.get(name)?.shape?.slice();
    return shape.map((n, axis) => {
      for (const { symbol, size, other } of changed) {
        const m = other?.types.get(name)?.shape[axis];
        if (m === n || m === undefined) continue;
        if (n === size) return symbol;
        return m === 2 * n && n % size === 0 ? `${n / size}·${symbol}` : '?';
      }
      return n;
    });
  };
}
