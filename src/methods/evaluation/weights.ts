/** The trained layers of a network, and the network with the weights of some of them randomised. */
import { contentsOf } from '../../graph/contents';
import { producers, type Graph, type Node } from '../../graph/graph';
import { cut } from '../../graph/passes/cut';
import { operators } from '../../operators';
import type { Random } from '../../shared/random';
import { isFloat, sizeOf, tensorOf, toNumbers, type Tensor } from '../../shared/tensor';

export interface TrainedLayer {
  /** Name of its output. */
  name: string;
  /** Names of its trained initializers. */
  weights: string[];
}

/** Recurrent layers, which run natively and have no record. */
const recurrent: Readonly<Record<string, readonly number[]>> = { LSTM: [1, 2, 3], GRU: [1, 2, 3], RNN: [1, 2, 3] };

/** Which operands are trained. The mean and variance of BatchNormalization are statistics of data, and stay. */
function trainedOperands({ op, domain }: Node): readonly number[] {
  return operators(op, domain)?.trained ?? (domain === '' ? recurrent[op] : undefined) ?? [];
}

/** What exporters put between an initializer and its layer: the same numbers in another type, order or shape. */
function handsOn({ op, domain }: Node): boolean {
  const role = operators(op, domain)?.role;
  return role === 'copy' || role === 'rearrange';
}

/**
 * The layers with weights before a value, from the output down. An addition of a constant belongs to the layer before
 * it, as its bias. Weights shared by two layers belong to the later one.
 */
export function trainedLayers(whole: Graph, value: string): TrainedLayer[] {
  const graph = cut(whole, [value]);
  const made = producers(graph);
  const claimed = new Set<string>();
  const layers = new Map<Node, TrainedLayer>();
  for (const node of [...graph.nodes].reverse()) {
    const layer = node.op === 'Add' ? biased(node) : node;
    const inputs = node.op === 'Add' ? [0, 1] : trainedOperands(node);
    if (!layer) continue;
    const weights = inputs.flatMap((i) => weightBehind(node.inputs[i]) ?? []).filter((name) => !claimed.has(name));
    if (!weights.length) continue;
    for (const name of weights) claimed.add(name);
    const known = layers.get(layer);
    if (known) known.weights.push(...weights);
    else layers.set(layer, { name: layer.outputs[0]!, weights });
  }
  return [...layers.values()];

  /** The linear layer to whose output an addition adds something. */
  function biased({ inputs }: Node): Node | undefined {
    const maker = inputs.map((name) => made.get(name)).find((node) => node && !handsOn(node));
    const isLinear = maker && operators(maker.op, maker.domain)?.role === 'linear';
    return isLinear && trainedOperands(maker).some((i) => weightBehind(maker.inputs[i])) ? maker : undefined;
  }

  function weightBehind(name: string | undefined): string | undefined {
    let at = name;
    while (at && made.has(at) && handsOn(made.get(at)!)) at = made.get(at)!.inputs[0];
    const constant = graph.initializers.get(at ?? '');
    return constant && isFloat(constant.dtype) && sizeOf(constant.shape) > 1 ? at : undefined;
  }
}

/**
 * The graph with these weights drawn from normal distributions of the same means and deviations; constant ones stay as
 * they are.
 */
export async function redrawn(graph: Graph, weights: readonly string[], random: Random): Promise<Graph> {
  const initializers = new Map(graph.initializers);
  for (const name of weights) initializers.set(name, redraw(await contentsOf(graph.initializers.get(name)!), random));
  return { ...graph, initializers };
}

function redraw(constant: Tensor, random: Random): Tensor {
  const values = toNumbers(constant);
  const count = values.length;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < count; i++) sum += values[i]!;
  const centre = sum / count;
  for (let i = 0; i < count; i++) squares += (values[i]! - centre) ** 2;
  const deviation = Math.sqrt(squares / count);
  const drawn = Float64Array.from({ length: count }, () => centre + deviation * random.normal());
  return tensorOf(constant.dtype, constant.shape, drawn);
}
