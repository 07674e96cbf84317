/** Layer-wise relevance propagation as sums over edges: every rule is how much of an output's relevance goes along an edge. */
import type { Node } from '../../../../src/graph/graph';
import { sweep, type Arriving, type Point } from './edges';

/** ε of every rule: only keeps from dividing by zero. */
const EPSILON = 1e-6;

/** How a linear layer shares out: the parts along its edges and of its bias. */
interface LinearRule {
  part(slope: number, x: number, y: number): number;
  bias(b: number, y: number): number;
}

export type Rule = 'epsilon' | 'z-plus' | 'z-plus without bias' | 'gamma' | 'z-box';

export interface Layer {
  kind: 'convolution' | 'dense';
  /** Whether no other linear layer stands between it and the input. */
  first: boolean;
}

/** Sums of what reached a node's outputs and of what it handed to its inputs, by its first output. */
export type Ledger = Map<string, { entered: number; left: number }>;

const up = (value: number): number => Math.max(0, value);
const down = (value: number): number => Math.min(0, value);

function linearRule(rule: Rule, low: number, high: number): LinearRule {
  const favoured = (value: number, y: number): number => (value * y > 0 ? 1.25 * value : value);
  switch (rule) {
    case 'epsilon':
      return { part: (w, x) => w * x, bias: (b) => b };
    case 'z-plus':
      return { part: (w, x) => up(w * x), bias: up };
    case 'z-plus without bias':
      return { part: (w, x) => up(w * x), bias: () => 0 };
    case 'gamma':
      return { part: (w, x, y) => favoured(w * x, y), bias: favoured };
    case 'z-box':
      return { part: (w, x) => w * x - low * up(w) - high * down(w), bias: () => 0 };
  }
}

const HANDS_ON = new Set(['BatchNormalization', 'Clip', 'Div', 'Erf', 'LayerNormalization', 'Relu']);
const MOVES = new Set(['Concat', 'Flatten', 'MaxPool', 'Reshape', 'Slice', 'Split', 'Squeeze', 'Transpose']);

/** The relevance of the input that starts with 1 at the target. The input lies between low and high. */
export function relevance(
  point: Point,
  output: string,
  target: number,
  choose: (layer: Layer) => Rule,
  [low, high]: readonly [number, number],
): { relevance: Float64Array; ledger: Ledger } {
  const { layers, biases } = linearLayers(point);
  const ledger: Ledger = new Map();
  const step = (node: Node, arriving: Arriving): void => {
    const layer = layers.get(node);
    const data = point.data(node);
    if (layer) {
      const rule = linearRule(choose(layer), low, high);
      share(point, node, arriving, layer.y, rule.part, (k) => rule.bias(layer.bias[k]!, layer.y[k]!));
    } else if (biases.has(node) || HANDS_ON.has(node.op) || node.op === 'Mul') {
      // A factor that is constant, or made from the other as in GELU, only scales: the other is the first.
      arriving.at(node.outputs[0]!).forEach((r, i) => (arriving.at(data[0]!)[i]! += r));
    } else if (MOVES.has(node.op)) {
      for (const { from, to, visit } of point.edges(node))
        visit((i, k) => (arriving.at(from)[i]! += arriving.at(to)[k]!));
    } else {
      // The first Taylor term of each operand: all of a sum, half of a product of two, softmax without a stabiliser (AttnLRP, eq. 11).
      const y = point.at(node.outputs[0]!);
      const factor = node.op === 'MatMul' ? 0.5 : 1;
      taylor(point, node, arriving, (k) => factor / (node.op === 'Softmax' ? y[k]! : stable(y[k]!)));
    }
  };
  const arriving = sweep(point, output, target, (node, all) => {
    const handed = new Map([...new Set(point.data(node))].map((name) => [name, sum(all.at(name))]));
    step(node, all);
    ledger.set(node.outputs[0]!, {
      entered: node.outputs.reduce((total, name) => total + sum(all.at(name)), 0),
      left: [...handed].reduce((total, [name, before]) => total + sum(all.at(name)) - before, 0),
    });
  });
  return { relevance: arriving.at('x'), ledger };
}

/** Linear layers of constant weights with their outputs and biases, and the additions that are biases of a MatMul. */
function linearLayers(point: Point) {
  const layers = new Map<Node, Layer & { y: Float64Array; bias: Float64Array }>();
  const biases = new Set<Node>();
  const afterLayer = new Set<string>();
  for (const node of point.nodes) {
    const convolution = node.op.startsWith('Conv');
    const dense = node.op === 'Gemm' || (node.op === 'MatMul' && point.data(node).length === 1);
    const isAfter = point.data(node).some((name) => afterLayer.has(name));
    if (convolution || dense || isAfter) for (const output of node.outputs) afterLayer.add(output);
    if (!convolution && !dense) continue;
    const added =
      node.op === 'MatMul' ? point.nodes.find(({ inputs }) => inputs.includes(node.outputs[0]!)) : undefined;
    const y = point.at((added ?? node).outputs[0]!);
    if (added) biases.add(added);
    // The bias is what the edges leave of the output.
    const bias = y.slice();
    const [edges] = point.edges(node);
    const x = point.at(edges!.from);
    edges!.visit((i, k, w) => (bias[k]! -= w * x[i]!));
    layers.set(node, { kind: convolution ? 'convolution' : 'dense', first: !isAfter, y, bias });
  }
  return { layers, biases };
}

function share(
  point: Point,
  node: Node,
  arriving: Arriving,
  y: Float64Array,
  part: LinearRule['part'],
  bias: (k: number) => number,
): void {
  const [edges] = point.edges(node);
  const x = point.at(edges!.from);
  const whole = y.map((_, k) => bias(k));
  edges!.visit((i, k, w) => (whole[k]! += part(w, x[i]!, y[k]!)));
  const [r, to] = [arriving.at(edges!.to), arriving.at(edges!.from)];
  edges!.visit((i, k, w) => (to[i]! += (part(w, x[i]!, y[k]!) * r[k]!) / stable(whole[k]!)));
}

function taylor(point: Point, node: Node, arriving: Arriving, scale: (k: number) => number): void {
  for (const { from, to, visit } of point.edges(node)) {
    const x = point.at(from);
    visit((i, k, slope) => (arriving.at(from)[i]! += x[i]! * slope * arriving.at(to)[k]! * scale(k)));
  }
}

function stable(z: number): number {
  return z >= 0 ? z + EPSILON : z - EPSILON;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
