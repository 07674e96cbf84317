/**
 * Layers as perceptrons: which nodes of a network are layers of linear units with trained weights, and how many inputs
 * each unit has. A product of two activations, as in attention, is not a layer. `glance/weights.ts` shows the weights.
 */
import { int, ints } from '../graph/attributes';
import { isInline, type Constant, type Graph, type Node } from '../graph/graph';
import { GraphError } from '../shared/errors';
import { tapsPerPlace, type LinearUnit } from '../shared/perceptron';
import { isFloat, sizeOf, toNumbers, type Shape } from '../shared/tensor';

/** A layer of linear units. */
export interface Perceptrons extends LinearUnit {
  /** Name of the initializer with the weights. */
  weight: string;
  /** Shape as multiplied; the numbers have the same order in the file. */
  shape: Shape;
  units: number;
  /** Index of a unit's i-th weight in the initializer, in elements; each unit has sizeOf(shape) / units. */
  indexOf: (unit: number, i: number) => number;
}

/**
 * Says of each node whether it is a layer of linear units; undefined if it is not, or its weights' shape makes no
 * sense.
 */
export function perceptronTeller(graph: Graph): (node: Node) => Perceptrons | undefined {
  const makers = new Map(graph.nodes.map((node) => [node.outputs[0], node] as const));
  const readers = new Map<string, Node | 'several'>();
  for (const node of graph.nodes)
    for (const name of new Set(node.inputs)) readers.set(name, readers.has(name) ? 'several' : node);
  const trained: Trained = (name, transposed = false, steps = 8) => {
    if (steps === 0) return undefined;
    const constant = graph.initializers.get(name ?? '');
    if (constant) return isWeight(constant) ? { name: name!, shape: constant.shape, transposed } : undefined;
    const maker = makers.get(name);
    const source = maker?.inputs[0];
    // Some exporters leave transposing or reshaping a weight to the graph.
    if (maker?.op === 'Identity') return trained(source, transposed, steps - 1);
    if (maker?.op === 'Transpose') return matrixAlone(trained(source, !transposed, steps - 1));
    const laidOut = maker?.op === 'Reshape' ? trained(source, false, steps - 1) : undefined;
    const shape = laidOut && reshaped(laidOut.shape, graph.initializers.get(maker?.inputs[1] ?? ''));
    return laidOut && shape && !laidOut.transposed ? { ...laidOut, shape, transposed } : undefined;
  };

  return (node) => {
    const layer = node.domain === '' ? linearLayer(node, trained) : undefined;
    // A hostile file may have 0 groups, a stride of 0 or an axis of size 0.
    if (!layer || !(layer.units > 0 && layer.fanIn > 0 && Number.isSafeInteger(layer.units * layer.fanIn)))
      return undefined;
    const { channelAxis, ...rest } = layer;
    return { ...rest, bias: rest.bias || isBiasedAfter(node.outputs[0]!, layer.units, channelAxis) };
  };

  /** Whether the only use of a value is to add one trained number per unit, as exporters of Keras write a bias. */
  function isBiasedAfter(output: string, units: number, axis: number): boolean {
    const reader = readers.get(output);
    if (reader === undefined || reader === 'several' || reader.op !== 'Add') return false;
    const shape = trained(reader.inputs.find((name) => name !== output))?.shape;
    return shape !== undefined && sizeOf(shape) === units && shape.at(axis) === units;
  }
}

interface Matrix {
  name: string;
  shape: Shape;
  /** Whether it is multiplied transposed. */
  transposed: boolean;
}

/**
 * The trained tensor behind a name, followed back a few steps through nodes that only move it; undefined if there is
 * none.
 */
type Trained = (name: string | undefined, transposed?: boolean, steps?: number) => Matrix | undefined;

/** `channelAxis` counts the output's axes from its end to that of its units. */
type Kind = (node: Node, trained: Trained) => (Perceptrons & { channelAxis: number }) | undefined;

const kinds = new Map(
  Object.entries<Kind>({
    Conv(node, trained) {
      const kernel = trained(node.inputs[1]);
      if (!kernel) return undefined;
      const { name, shape } = kernel;
      const fanIn = sizeOf(shape.slice(1));
      return {
        weight: name,
        shape,
        units: shape[0]!,
        fanIn,
        bias: trained(node.inputs[2]) !== undefined,
        indexOf: (unit, input) => unit * fanIn + input,
        channelAxis: 1 - shape.length,
      };
    },

    /**
     * Each place of the output is reached by every (stride / gcd(stride, dilation))-th weight along an axis; this
     * counts the maximum.
     */
    ConvTranspose(node, trained) {
      const kernel = trained(node.inputs[1]);
      if (!kernel) return undefined;
      const { name, shape } = kernel;
      const [channels = 0, outputs = 0, ...sizes] = shape;
      const groups = int(node, 'group', 1);
      const ones = sizes.map(() => 1);
      const [strides, dilations] = [ints(node, 'strides', ones), ints(node, 'dilations', ones)];
      const taps = sizes.map((size, axis) => tapsPerPlace(size, strides[axis] ?? 1, dilations[axis] ?? 1));
      const perKernel = sizeOf(sizes);
      return {
        weight: name,
        shape,
        units: outputs * groups,
        fanIn: (channels / groups) * sizeOf(taps),
        bias: trained(node.inputs[2]) !== undefined,
        indexOf: (unit, input) => {
          const channel = Math.floor(unit / outputs) * (channels / groups) + Math.floor(input / perKernel);
          return (channel * outputs + (unit % outputs)) * perKernel + (input % perKernel);
        },
        channelAxis: 1 - shape.length,
      };
    },

    MatMul: (node, trained) => product(trained(node.inputs[0]), trained(node.inputs[1])),

    Gemm(node, trained) {
      const [left, right] = [
        trained(node.inputs[0], int(node, 'transA', 0) === 1),
        trained(node.inputs[1], int(node, 'transB', 0) === 1),
      ];
      const layer = product(left, right);
      return layer && { ...layer, bias: trained(node.inputs[2]) !== undefined };
    },
  }),
);

/** Attributes of a wrong type mean that it is not a layer. */
function linearLayer(node: Node, trained: Trained): ReturnType<Kind> {
  try {
    return kinds.get(node.op)?.(node, trained);
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}

/** x·W has one unit per column of W, W·x one per row. A stack of matrices has the units of all of them. */
function product(left: Matrix | undefined, right: Matrix | undefined): ReturnType<Kind> {
  if ((left === undefined) === (right === undefined)) return undefined;
  const { name, shape, transposed } = (right ?? left)!;
  const [rows, columns] = shape.length === 1 ? [shape[0]!, 1] : [shape.at(-2)!, shape.at(-1)!];
  const unitPerRow = shape.length > 1 && (right === undefined) !== transposed;
  const [perMatrix, fanIn] = unitPerRow ? [rows, columns] : [columns, rows];
  const [unitStep, inputStep] = unitPerRow ? [columns, 1] : [1, columns];
  return {
    weight: name,
    shape,
    units: perMatrix * sizeOf(shape.slice(0, -2)),
    fanIn,
    bias: false,
    indexOf: (unit, input) =>
      Math.floor(unit / perMatrix) * rows * columns + (unit % perMatrix) * unitStep + input * inputStep,
    channelAxis: right === undefined ? -2 : -1,
  };
}

/** Permuting more than two axes is more than a transposition. */
function matrixAlone(matrix: Matrix | undefined): Matrix | undefined {
  return matrix?.shape.length === 2 ? matrix : undefined;
}

/** The result of Reshape: 0 keeps the size there, -1 takes what is left. */
function reshaped(shape: Shape, target: Constant | undefined): Shape | undefined {
  if (!target || !isInline(target) || target.dtype !== 'int64') return undefined;
  const sizes = Array.from(toNumbers(target), (size, axis) => (size === 0 ? (shape[axis] ?? 0) : size));
  const rest = sizeOf(shape) / -sizeOf(sizes);
  const filled = sizes.map((size) => (size === -1 ? rest : size));
  return filled.every((size) => Number.isInteger(size) && size > 0) && sizeOf(filled) === sizeOf(shape)
    ? filled
    : undefined;
}

function isWeight({ dtype, shape }: Constant): boolean {
  return isFloat(dtype) && shape.length > 0;
}
