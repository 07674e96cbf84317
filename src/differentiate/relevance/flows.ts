/**
 * The one formula behind the rules for linear layers. A rule is a list of flows; a flow distributes the relevance R of
 * each output k in proportion to contributions z_k = Σ_parts w'x' + b':
 *
 *     s_k = factor · R_k / (z_k + ε·sign z_k),   R_i = Σ_parts x'_i · (w'ᵀ s)_i
 *
 * with sign 0 = +1. The rules differ only in x', w' and b' (Montavon et al. 2019, "Layer-Wise Relevance Propagation: An
 * Overview", eq. 10.2 ff.). What the inputs do not get goes to the bias, s·b', or to the stabiliser, s·ε·sign z, so
 * nothing is lost unaccounted for.
 */
import type { Builder } from '../../graph/builder';
import type { Sym } from '../../graph/operator';
import type { LinearLayer } from './linear';

export interface Flow {
  /** Pairs of x' (a tensor in the shape of the layer's input) and w'. */
  parts: readonly { x: Sym; weights: Sym }[];
  bias?: Sym | undefined;
  factor: number;
  /** Mask of the outputs this flow serves, in the shape of the output. */
  mask?: Sym | undefined;
  /** The contributions, if the layer has computed them already. */
  z?: Sym;
}

export interface Shares {
  toInput: Sym;
  /** In the shape of the output, to be summed. Absent if there are none. */
  toBias?: Sym;
  toStabiliser: Sym;
}

/** Distributes `relevance`, in the shape of the layer's output. */
export function share(layer: LinearLayer, flows: readonly Flow[], epsilon: number, relevance: Sym): Shares {
  const { b } = layer.context;
  const shares = flows.map((flow): Shares => {
    const z = flow.z ?? contributions(layer, flow);
    const { stabilised, excess } = stabilise(b, z, epsilon);
    const masked = flow.mask ? b.mul(relevance, flow.mask) : relevance;
    const s = b.div(flow.factor === 1 ? masked : b.mul(masked, flow.factor), stabilised);
    return {
      toInput: total(
        b,
        flow.parts.map(({ x, weights }) => b.mul(x, layer.transpose(s, weights))),
      ),
      ...(flow.bias && { toBias: b.mul(s, flow.bias) }),
      toStabiliser: b.mul(s, excess),
    };
  });
  const biases = shares.flatMap(({ toBias }) => toBias ?? []);
  return {
    toInput: total(
      b,
      shares.map(({ toInput }) => toInput),
    ),
    ...(biases.length && { toBias: total(b, biases) }),
    toStabiliser: total(
      b,
      shares.map(({ toStabiliser }) => toStabiliser),
    ),
  };
}

function contributions(layer: LinearLayer, { parts, bias }: Flow): Sym {
  const { b } = layer.context;
  const terms = parts.map(({ x, weights }) => layer.apply(x, weights));
  return total(b, bias ? [...terms, bias] : terms);
}

/** Slope at which HardSigmoid becomes a step: 2^-126 is the smallest normal float32. */
const STEEP = 2 ** 126;

/**
 * z + ε·sign z with sign 0 = +1, and ε·sign z by itself. The sign is a steep HardSigmoid, which takes one pass and no
 * bool tensor.
 */
export function stabilise(b: Builder, z: Sym, epsilon: number): { stabilised: Sym; excess: Sym } {
  const notNegative = b.op('HardSigmoid', [z], { alpha: STEEP, beta: 1 });
  const excess = b.sub(b.mul(notNegative, 2 * epsilon), epsilon);
  return { stabilised: b.add(z, excess), excess };
}

function total(b: Builder, parts: readonly Sym[]): Sym {
  return parts.length === 1 ? parts[0]! : parts.reduce((sum, part) => b.add(sum, part));
}
