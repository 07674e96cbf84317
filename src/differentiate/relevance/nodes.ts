/**
 * What happens to relevance at every node other than linear layers with weights. Nonlinearities pass it through, sums
 * distribute it by their terms, rearrangements move it where the values came from, and attention follows AttnLRP
 * (Achtibat et al. 2024, arXiv:2402.05602): softmax by its Taylor expansion, products of two signals by halves,
 * normalisations as the identity.
 */
import { int } from '../../graph/attributes';
import type { Node } from '../../graph/graph';
import type { GradientContext, Sym } from '../../graph/operator';
import type { Role } from '../../graph/traits';
import { operators, type OperatorName } from '../../operators';
import { axisOf } from '../../operators/infer';
import { stabilise } from './flows';

/** ε of sums and products, as in Zennit's Norm. */
const TINY = 1e-6;

export interface NodeShares {
  /** For each operand, in its shape; undefined for those that get nothing. */
  toInputs: (Sym | undefined)[];
  /** What constants and the stabiliser absorbed, to be summed. */
  toBias?: Sym | undefined;
  toStabiliser?: Sym;
}

export interface NodeRule {
  /** Its name in the ledger; undefined for rules that only pass relevance on. */
  name?: string;
  share(context: GradientContext): NodeShares;
}

/**
 * The rule of a node, or undefined if relevance cannot pass it. `gate` is the operand of a product that only scales.
 */
export function nodeRule({ op, domain }: Node, gate: number | undefined): NodeRule | undefined {
  const operator = operators(op, domain);
  if (!operator) return undefined;
  if (operator.role === 'product' && op !== 'Div')
    return { name: 'product', share: (context) => product(context, gate) };
  return rules.get(op) ?? byRole[operator.role];
}

const handsOn: NodeRule = { share: pass };
/** Each output is one of the inputs: relevance goes where the value came from. */
const goesBack: NodeRule = { share: (context) => ({ toInputs: gradientOf(context) }) };

const byRole: Partial<Record<Role, NodeRule>> = {
  activation: handsOn,
  function: handsOn,
  copy: handsOn,
  normalise: handsOn,
  rearrange: goesBack,
  move: goesBack,
  select: goesBack,
  sum: { name: 'norm', share: norm },
};

/** Rules for single operators. */
const rules = new Map<string, NodeRule>(
  Object.entries({
    Div: { share: numerator },
    MatMul: { name: 'bilinear', share: bilinear },
    Einsum: { name: 'bilinear', share: bilinear },
    Softmax: { name: 'softmax', share: softmax },
    LogSoftmax: handsOn,
  } satisfies Partial<Record<OperatorName, NodeRule>>),
);

function gradientOf(context: GradientContext): (Sym | undefined)[] {
  return operators(context.node.op, '')!.gradient!(context);
}

function pass({ b, x, dy, wants }: GradientContext): NodeShares {
  return { toInputs: x.map((operand, i) => (operand && wants(i) ? b.unbroadcast(dy[0]!, operand.shape) : undefined)) };
}

/** Each term gets its share of the sum; constant terms absorb theirs, as a bias does. */
function norm(context: GradientContext): NodeShares {
  const { b, node, x, y, dy, wants } = context;
  const { stabilised, excess } = stabilise(b, y[0]!, TINY);
  const s = b.div(dy[0]!, stabilised);
  const arriving = gradientOf({ ...context, dy: [s] });
  const constant = x.findIndex((operand, i) => operand && !wants(i));
  const addsConstant = constant >= 0 && (node.op === 'Add' || node.op === 'Sub');
  const { negates } = operators(node.op, '')!;
  return {
    toInputs: x.map((operand, i) => (arriving[i] && operand && wants(i) ? b.mul(operand, arriving[i]) : undefined)),
    toStabiliser: b.mul(s, excess),
    ...(addsConstant && { toBias: b.mul(constant === negates ? b.neg(s) : s, x[constant]!) }),
  };
}

/** A constant factor or a gate gets nothing; two signals get half each (AttnLRP, the uniform rule). */
function product({ b, x, dy, wants }: GradientContext, gate: number | undefined): NodeShares {
  const takers = x.flatMap((_, i) => (wants(i) && i !== gate ? [i] : []));
  return {
    toInputs: x.map((operand, i) =>
      operand && takers.includes(i) ? b.unbroadcast(b.div(dy[0]!, takers.length), operand.shape) : undefined,
    ),
  };
}

/** A divisor scales, as the deviation of a normalisation does: it gets nothing. */
function numerator({ b, x, dy, wants }: GradientContext): NodeShares {
  return { toInputs: [wants(0) ? b.unbroadcast(dy[0]!, x[0]!.shape) : undefined] };
}

/** Each of two signals gets half of R in proportion to its contributions: R_A = A ⊙ (R / 2(AB + ε sign)) Bᵀ (AttnLRP, eq. 13). */
function bilinear(context: GradientContext): NodeShares {
  const { b, x, y, dy } = context;
  const { stabilised, excess } = stabilise(b, y[0]!, TINY);
  const s = b.div(dy[0]!, stabilised);
  const arriving = gradientOf({ ...context, dy: [b.mul(s, 0.5)] });
  return {
    toInputs: x.map((operand, i) => (operand && arriving[i] ? b.mul(operand, arriving[i]) : undefined)),
    toStabiliser: b.mul(s, excess),
  };
}

/**
 * R_i = x_i (R_i − softmax_i Σ_j R_j) (AttnLRP, eq. 11). A logit masked with −∞ has no probability and no relevance.
 */
function softmax({ b, node, x: [x], y: [y], dy: [dy] }: GradientContext): NodeShares {
  const axis = axisOf(node, int(node, 'axis', -1), y!.shape.length);
  const rest = b.sub(dy!, b.mul(y!, b.sum(dy!, [axis])));
  return { toInputs: [b.where(b.greater(y!, 0), b.mul(x!, rest), b.scalar(0, y!.dtype))] };
}
