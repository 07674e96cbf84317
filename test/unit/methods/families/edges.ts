/**
 * A network written out as scalar edges, in float64: for every node, how much each output number changes with each input number. They
 * are found by asking the reference interpreter for one node at a time, so that nothing here knows the product's gradients or rules. What
 * explains a prediction can then be said a second time, in sums over edges.
 */
import { mergeBatchNormalization } from '../../../../src/graph/passes/mergeBatchNormalization';
import type { BoundGraph, Node } from '../../../../src/graph/graph';
import { operators } from '../../../../src/operators';
import { array64, count, type Array64 } from '../../operators/reference/array64';
import { kernels } from '../../operators/reference/index';
import { interpret } from '../../operators/reference/interpreter';

/** The slopes between one input and one output of a node; slopes that are 0 are left out. */
export interface Edges {
  from: string;
  to: string;
  /** Position in `from`, position in `to` and slope, edge by edge. */
  visit(edge: (i: number, k: number, slope: number) => void): void;
}

/** Nodes that are affine in their data, by operator; products and MatMul only where one operand is a constant. */
const AFFINE = new Set([
  'Add', 'AveragePool', 'Concat', 'Conv', 'ConvTranspose', 'Flatten', 'Gemm', 'GlobalAveragePool',
  'ReduceMean', 'Reshape', 'Resize', 'Slice', 'Split', 'Squeeze', 'Transpose',
]); // prettier-ignore
const BILINEAR = new Set(['Div', 'MatMul', 'Mul']);
const ELEMENTWISE = new Set(['BatchNormalization', 'Clip', 'Erf', 'Relu']);

/** Of centred differences where a node bends: their error in float64 is about 1e-10. */
const STEP = 1e-5;

/** Slopes below this are rounding of the differences. */
const NONE = 1e-12;

/** A network at one sample. */
export class Point {
  readonly values: ReadonlyMap<string, Array64>;
  /** Those that depend on the input, in the order they run. */
  readonly nodes: readonly Node[];
  readonly #depends: ReadonlySet<string>;

  /** `affine` keeps the edges that are the same at every point of this graph. */
  constructor(
    readonly graph: BoundGraph,
    x: ArrayLike<number>,
    private readonly affine: Map<Node, Edges[]>,
  ) {
    this.values = interpret(graph, { x: array64(graph.types.get('x')!.shape, x) });
    const depends = new Set(['x']);
    this.nodes = graph.nodes.filter(({ inputs, outputs }) => {
      const reached = inputs.some((name) => depends.has(name));
      if (reached) for (const output of outputs) depends.add(output);
      return reached;
    });
    this.#depends = depends;
  }

  at(name: string): Float64Array {
    return this.values.get(name)!.data;
  }

  /** The inputs of a node that depend on the network's input. */
  data(node: Node): string[] {
    return node.inputs.filter((name) => this.#depends.has(name));
  }

  edges(node: Node): Edges[] {
    const known = this.affine.get(node);
    if (known) return known;
    if (node.op === 'MaxPool') return [this.#winners(node)];
    if (ELEMENTWISE.has(node.op)) return [this.#diagonal(node)];
    const affine = AFFINE.has(node.op) || (BILINEAR.has(node.op) && this.data(node).length === 1);
    const found = [...new Set(this.data(node))].flatMap((from) => this.#differences(node, from, affine));
    if (affine) this.affine.set(node, found);
    return found;
  }

  #winners(node: Node): Edges {
    const [, indices] = kernels.get('MaxPool')!(node, [this.values.get(node.inputs[0]!)], []);
    return {
      from: node.inputs[0]!,
      to: node.outputs[0]!,
      visit: (edge) => indices!.data.forEach((i, k) => edge(i, k, 1)),
    };
  }

  #diagonal(node: Node): Edges {
    const from = node.inputs[0]!;
    const shifted = (step: number): Float64Array => this.#run(node, 1, from, (data) => data.map((v) => v + step))[0]!;
    const [above, below] = [shifted(STEP), shifted(-STEP)];
    return {
      from,
      to: node.outputs[0]!,
      visit: (edge) => above.forEach((value, i) => edge(i, i, (value - below[i]!) / (2 * STEP))),
    };
  }

  /** Row i of a batch has the i-th number of `from` moved. Where a node is affine, one step of 1 is exact. */
  #differences(node: Node, from: string, affine: boolean): Edges[] {
    const size = this.at(from).length;
    const moved = (by: number): Float64Array[] =>
      this.#run(node, size, from, (data) => data.map((v, j) => (j % (size + 1) === 0 ? v + by : v)));
    const [step, above] = affine ? [1, moved(1)] : [2 * STEP, moved(STEP)];
    const below = affine ? node.outputs.map((name) => this.at(name)) : moved(-STEP);
    return node.outputs.map((to, o) => {
      const outputs = above[o]!.length / size;
      const edges: [number, number, number][] = [];
      above[o]!.forEach((value, at) => {
        const slope = (value - below[o]![at % below[o]!.length]!) / step;
        if (Math.abs(slope) > NONE) edges.push([Math.floor(at / outputs), at % outputs, slope]);
      });
      return { from, to, visit: (edge) => edges.forEach((e) => edge(...e)) };
    });
  }

  /** The node's outputs for `rows` copies of its data, of which `change` changes those of `from`. */
  #run(node: Node, rows: number, from: string, change: (data: Float64Array) => Float64Array): Float64Array[] {
    const inputs = node.inputs.map((name) => {
      const value = this.values.get(name);
      if (!value || !this.#depends.has(name)) return value;
      const copies = new Float64Array(rows * value.data.length).map((_, i) => value.data[i % value.data.length]!);
      return array64([rows, ...value.shape.slice(1)], name === from ? change(copies) : copies);
    });
    const types = node.inputs.map((name) => this.graph.types.get(name)?.dtype);
    return kernels.get(node.op)!(node, inputs, types).map(({ data }) => data);
  }
}

/** One network, and the same with BatchNormalization merged into linear layers. */
export class Unrolled {
  readonly output: string;
  readonly merged: BoundGraph;
  readonly #affine = new Map<Node, Edges[]>();

  constructor(readonly graph: BoundGraph) {
    this.output = graph.outputs[0]!.name;
    const normalised = graph.nodes.some(({ op }) => op === 'BatchNormalization');
    this.merged = normalised ? mergeBatchNormalization(graph, operators) : graph;
  }

  point(x: ArrayLike<number>, graph = this.graph): Point {
    return new Point(graph, x, this.#affine);
  }

  /** The number `target` of the output for each row. */
  forward(rows: readonly ArrayLike<number>[], target: number): number[] {
    const shape = this.graph.types.get('x')!.shape;
    const x = array64([rows.length, ...shape.slice(1)], rows.flatMap((row) => Array.from(row))); // prettier-ignore
    const { data } = interpret(this.graph, { x }).get(this.output)!;
    return rows.map((_, n) => data[(n * data.length) / rows.length + target]!);
  }
}

/** What arrives at values on the way back, by name. */
export class Arriving {
  readonly #parts = new Map<string, Float64Array>();

  constructor(private readonly point: Point) {}

  at(name: string): Float64Array {
    const known = this.#parts.get(name) ?? new Float64Array(count(this.point.values.get(name)!.shape));
    this.#parts.set(name, known);
    return known;
  }
}

/** From 1 at `target` back to the input: `step` takes what arrives at a node's outputs to its inputs. */
export function sweep(
  point: Point,
  output: string,
  target: number,
  step: (node: Node, arriving: Arriving) => void,
): Arriving {
  const arriving = new Arriving(point);
  arriving.at(output)[target] = 1;
  for (const node of point.nodes.toReversed()) step(node, arriving);
  return arriving;
}
