/**
 * Merges BatchNormalization into the linear layer before it, even through a sum of branches, or after it if no padding
 * lies between. The network computes the same, and rules stated for linear layers see one. Nodes compute the new
 * weights from the old ones, which stay in their file; the engine folds them when it loads them.
 */
import { float, has, int, ints, string } from '../attributes';
import { Builder } from '../builder';
import { producers, type BoundGraph, type Node } from '../graph';
import type { OperatorSet, Sym } from '../operator';
import { replayNode, replaySources } from './bind';
import { cut } from './cut';
import { summationOf, type Summation } from './sumBeforeNormalization';

/** y = scale·x + shift per channel: BatchNormalization at inference. */
interface Affine {
  scale: Sym;
  shift?: Sym;
}

/** The graph with every possible BatchNormalization merged; the others stay as they are. */
export function mergeBatchNormalization(graph: BoundGraph, operators: OperatorSet): BoundGraph {
  const b = new Builder(operators);
  replaySources(graph, b);
  const made = producers(graph);
  const users = usersOf(graph);
  const merges = new Map<Node, { linear: Node; batchNorm: Node; before: boolean }>();
  const sums = new Map<Node, Summation>();
  const dropped = new Set<Node>();
  const isFree = (node: Node): boolean => isLinear(node, graph) && !merges.has(node) && !dropped.has(node);
  for (const batchNorm of graph.nodes) {
    if (batchNorm.op !== 'BatchNormalization' || int(batchNorm, 'training_mode', 0)) continue;
    if (!batchNorm.inputs.slice(1).every((name) => graph.initializers.has(name))) continue;
    const previous = made.get(batchNorm.inputs[0]!);
    const after = users.get(batchNorm.outputs[0]!) ?? [];
    const sum = summationOf(graph, batchNorm.inputs[0]!, made, (name) => users.get(name)?.length ?? 0, isFree);
    if (sum) {
      sums.set(batchNorm, sum);
      for (const node of [...sum.additions, ...sum.layers]) dropped.add(node);
    } else if (
      previous &&
      !merges.has(previous) &&
      isLinear(previous, graph) &&
      users.get(previous.outputs[0]!)?.length === 1
    ) {
      merges.set(batchNorm, { linear: previous, batchNorm, before: false });
      dropped.add(previous);
    } else if (
      after.length === 1 &&
      isLinear(after[0], graph) &&
      after[0].inputs[0] === batchNorm.outputs[0] &&
      isUnpadded(after[0])
    ) {
      merges.set(after[0], { linear: after[0], batchNorm, before: true });
      dropped.add(batchNorm);
    }
  }
  for (const node of graph.nodes) {
    if (dropped.has(node)) continue;
    const merge = merges.get(node);
    const sum = sums.get(node);
    if (sum) addSum(b, sum, node);
    else if (merge) addMerged(b, merge.linear, merge.batchNorm, merge.before);
    else replayNode(node, graph.opset, b);
  }
  const outputs = graph.outputs.map(({ name }) => name);
  const built = b.build(
    outputs.map((name) => b.get(name)),
    graph.name,
  );
  return cut({ ...built, domains: graph.domains }, outputs, true);
}

function usersOf(graph: BoundGraph): Map<string, (Node | undefined)[]> {
  const users = new Map<string, (Node | undefined)[]>();
  const use = (name: string, node: Node | undefined): void => {
    users.set(name, [...(users.get(name) ?? []), node]);
  };
  for (const node of graph.nodes) for (const name of node.inputs) use(name, node);
  for (const { name } of graph.outputs) use(name, undefined);
  return users;
}

/** Convolutions and dense layers with constant weights. */
function isLinear(node: Node | undefined, graph: BoundGraph): node is Node {
  if (!node || !['Conv', 'ConvTranspose', 'Gemm'].includes(node.op)) return false;
  if (node.op === 'Gemm' && (float(node, 'alpha', 1) !== 1 || float(node, 'beta', 1) !== 1 || int(node, 'transA', 0)))
    return false;
  return node.inputs.slice(1).every((name) => !name || graph.initializers.has(name));
}

/** Padding inserts zeros where a normalised zero would have to be. */
function isUnpadded(node: Node): boolean {
  if (node.op === 'ConvTranspose') return false;
  return (
    string(node, 'auto_pad', 'NOTSET') === 'NOTSET' &&
    (!has(node, 'pads') || ints(node, 'pads').every((pad) => pad === 0))
  );
}

function addMerged(b: Builder, linear: Node, batchNorm: Node, before: boolean): void {
  const [weights, offset] = linear.inputs.slice(1).map((name) => (name ? b.get(name) : undefined));
  const input = b.get((before ? batchNorm : linear).inputs[0]!);
  const merged = (before ? intoNext : intoPrevious)(b, affineOf(b, batchNorm), weights!, offset, channelAxes(linear));
  const outputs = before ? linear.outputs : batchNorm.outputs.slice(0, 1);
  b.node({ ...linear, outputs }, [input, merged.weights, merged.offset]);
}

/** scale·(Σ terms) + shift: every term is scaled, a layer by its weights; the shift goes into the first layer. */
function addSum(b: Builder, { additions, layers, rank }: Summation, batchNorm: Node): void {
  const { scale, shift } = affineOf(b, batchNorm);
  const terms = new Map<string, Sym>();
  layers.forEach((layer, i) => {
    const [x, weights, offset] = layer.inputs.map((name) => (name ? b.get(name) : undefined));
    const affine: Affine = i ? { scale } : { scale, shift };
    const merged = intoPrevious(b, affine, weights!, offset, channelAxes(layer));
    terms.set(layer.outputs[0]!, b.node(layer, [x, merged.weights, merged.offset])[0]!);
  });
  const perChannel = b.reshape(scale, [-1, ...new Array<number>(rank - 2).fill(1)]);
  for (const addition of additions) {
    const { name, outputs } = addition === additions.at(-1) ? batchNorm : addition;
    const operands = addition.inputs.map((term) => terms.get(term) ?? b.mul(b.get(term), perChannel));
    terms.set(addition.outputs[0]!, b.node({ ...addition, name, outputs: outputs.slice(0, 1) }, operands)[0]!);
  }
}

function affineOf(b: Builder, batchNorm: Node): Required<Affine> {
  const [scale, bias, mean, variance] = batchNorm.inputs.slice(1).map((name) => b.get(name)) as [Sym, Sym, Sym, Sym];
  const factor = b.div(scale, b.sqrt(b.add(variance, float(batchNorm, 'epsilon', 1e-5))));
  return { scale: factor, shift: b.sub(bias, b.mul(mean, factor)) };
}

/** Which axis of the weights is the layer's output and which its input; `groups` of outputs share no inputs. */
interface Axes {
  output: number;
  input: number;
  groups: number;
}

function channelAxes(linear: Node): Axes {
  const groups = int(linear, 'group', 1);
  if (linear.op === 'Gemm')
    return int(linear, 'transB', 0) ? { output: 0, input: 1, groups } : { output: 1, input: 0, groups };
  return linear.op === 'Conv' ? { output: 0, input: 1, groups } : { output: 1, input: 0, groups };
}

/** scale·(Wx + b) + shift. */
function intoPrevious(
  b: Builder,
  { scale, shift }: Affine,
  weights: Sym,
  offset: Sym | undefined,
  { output, groups }: Axes,
) {
  // The weights of a grouped ConvTranspose are [C, M/groups, …]: the scales of a group belong to its rows.
  const perRow = groups > 1 && output === 1 ? byGroup(b, scale, weights, groups) : along(b, scale, weights, output);
  const scaled = offset && b.mul(offset, scale);
  return { weights: b.mul(weights, perRow), offset: scaled && shift ? b.add(scaled, shift) : (scaled ?? shift) };
}

/** W(scale·x + shift) + b. */
function intoNext(
  b: Builder,
  { scale, shift }: Required<Affine>,
  weights: Sym,
  offset: Sym | undefined,
  { output, input, groups }: Axes,
) {
  const { shape } = weights;
  const rest = shape.flatMap((_, axis) => (axis === output ? [] : [axis]));
  const perInput = (v: Sym): Sym => (groups > 1 ? byGroup(b, v, weights, groups) : along(b, v, weights, input));
  const moved = b.reshape(b.sum(b.mul(weights, perInput(shift)), rest), [shape[output]!]);
  return { weights: b.mul(weights, perInput(scale)), offset: offset ? b.add(offset, moved) : moved };
}

/** One number per channel, along an axis of the weights. */
function along(b: Builder, perChannel: Sym, weights: Sym, axis: number): Sym {
  return b.reshape(
    perChannel,
    weights.shape.map((size, i) => (i === axis ? size : 1)),
  );
}

/**
 * One number per channel, if the rows of a weight group share that group's channels: [rows, channels / groups, 1, …].
 */
function byGroup(b: Builder, perChannel: Sym, weights: Sym, groups: number): Sym {
  const [rows, columns] = [weights.shape[0]!, weights.shape[1]!];
  const repeated = b.expand(b.reshape(perChannel, [groups, 1, columns]), [groups, rows / groups, columns]);
  return b.reshape(repeated, [rows, columns, ...weights.shape.slice(2).map(() => 1)]);
}
