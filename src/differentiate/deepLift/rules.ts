/**
 * DeepLIFT's multipliers m, with m_in · Δin = m_out · Δout for differences Δ from a reference, for every operator that
 * is not linear in its data. They work on the graph, so an operator may be used twice, written inline or hidden in a
 * function. Linear operators keep their gradient, since that is their multiplier.
 */
import { int } from '../../graph/attributes';
import type { Node } from '../../graph/graph';
import type { GradientContext, Sym } from '../../graph/operator';
import { isAffine, type Role } from '../../graph/traits';
import { operators, type OperatorName } from '../../operators';
import { axisOf } from '../../operators/infer';

/** The same node at the reference. */
export interface LiftContext extends GradientContext {
  /** The node's inputs and outputs at the reference; constants are themselves. */
  x0: readonly (Sym | undefined)[];
  y0: readonly Sym[];
}

export type LiftRule = (context: LiftContext) => (Sym | undefined)[];

/**
 * Below this difference a slope replaces the quotient: float32 cannot tell the numerator or the denominator from
 * rounding error.
 */
const NO_DIFFERENCE = 1e-6;

/** The rule of a node; undefined if there is none. */
export function liftRule({ op, domain }: Node): LiftRule | undefined {
  const operator = operators(op, domain);
  if (!operator) return undefined;
  return rules.get(op) ?? (isAffine(operator) ? gradientOf : byRole[operator.role]);
}

const byRole: Partial<Record<Role, LiftRule>> = {
  activation: rescale,
  function: rescale,
  product: average,
  linear: average,
};

/** Rules for single operators. */
const rules = new Map<string, LiftRule>(
  Object.entries({
    Div: quotient,
    Max: (context) => extreme(context, 1),
    Min: (context) => extreme(context, -1),
    MaxPool: pooled,
    GlobalMaxPool: pooled,
    ReduceMax: pooled,
    Softmax: softmax,
    LogSoftmax: logSoftmax,
    LayerNormalization: layerNormalization,
  } satisfies Partial<Record<OperatorName, LiftRule>>),
);

function gradientOf(context: GradientContext): (Sym | undefined)[] {
  return operators(context.node.op, '')!.gradient!(context);
}

/** Δy / Δx, or the slope if there is no difference (Shrikumar et al. 2017, the rescale rule). */
function rescale(context: LiftContext): (Sym | undefined)[] {
  const { b, x, x0, y, y0, dy } = context;
  const slopes = gradientOf(context)[0]!;
  return [b.op('Identity', [ratio(b, b.mul(dy[0]!, b.sub(y[0]!, y0[0]!)), b.sub(x[0]!, x0[0]!), slopes)])];
}

/** numerator / difference, or `otherwise` if there is no difference. */
export function ratio(b: GradientContext['b'], numerator: Sym, difference: Sym, otherwise: Sym): Sym {
  const none = b.less(b.op('Abs', [difference]), NO_DIFFERENCE);
  return b.where(none, otherwise, b.div(numerator, b.where(none, b.scalar(1, difference.dtype), difference)));
}

/**
 * Products are linear in each operand. Δ(ab) = Δa·(b + b₀)/2 + Δb·(a + a₀)/2, exactly: the gradient at the midpoint of
 * the other operand.
 */
function average(context: LiftContext): (Sym | undefined)[] {
  const { b, x, x0, wants } = context;
  const signals = x.filter((_, i) => wants(i));
  if (signals.length < 2) return gradientOf(context);
  const halfWay = x.map((operand, i) => (operand && wants(i) ? b.mul(b.add(operand, x0[i]!), 0.5) : operand));
  return gradientOf({ ...context, x: halfWay });
}

/** a/d as a · (1/d), with Δ(1/d) = −Δd / (d·d₀). */
function quotient(context: LiftContext): (Sym | undefined)[] {
  const { b, x, x0, dy, wants } = context;
  if (!wants(1)) return gradientOf(context);
  const [a, d, a0, d0] = [x[0]!, x[1]!, x0[0]!, x0[1]!];
  const product = b.mul(d, d0);
  const toA = (): Sym => b.mul(dy[0]!, b.div(b.mul(b.add(d, d0), 0.5), product));
  const toD = (): Sym => b.neg(b.mul(dy[0]!, b.div(b.mul(b.add(a, a0), 0.5), product)));
  return [wants(0) ? b.unbroadcast(toA(), a.shape) : undefined, b.unbroadcast(toD(), d.shape)];
}

/**
 * max(a, c) = (a + c + |a − c|)/2, and min with a minus: rescaling |a − c| treats both alike. More than two operands
 * have no rule.
 */
function extreme({ b, x, x0, dy, wants }: LiftContext, sign: 1 | -1): (Sym | undefined)[] {
  const [a, c, a0, c0] = [x[0]!, x[1]!, x0[0]!, x0[1]!];
  const difference = b.sub(a, c);
  const before = b.sub(a0, c0);
  const bend = b.sub(b.op('Abs', [difference]), b.op('Abs', [before]));
  const slope = ratio(b, bend, b.sub(difference, before), b.op('Sign', [difference]));
  const half = b.mul(slope, 0.5 * sign);
  const parts = [b.add(half, 0.5), b.sub(b.scalar(0.5, half.dtype), half)];
  return parts.map((part, i) => (wants(i) ? b.unbroadcast(b.mul(dy[0]!, part), x[i]!.shape) : undefined));
}

/** Weight of the input when choosing among maxima of the reference: just enough to break ties. */
const TIE = 2 ** -12;

/**
 * Any gain of the maximum over the reference's goes to the winner at the input, any loss to the winner at the
 * reference: for x = 1 everywhere and the reference (1, 2, 3, 9) that is (0, 0, 0, −8). If the reference's maxima tie,
 * as in a constant one, the winner at the input is taken.
 */
function pooled(context: LiftContext): (Sym | undefined)[] {
  const { b, node, x, x0, y, y0, dy } = context;
  const larger = b.op('Max', [y[0]!, y0[0]!]);
  const gained = gradientOf({ ...context, dy: [b.mul(dy[0]!, b.sub(larger, y0[0]!))] })[0]!;
  const choice = b.add(x0[0]!, b.mul(x[0]!, TIE));
  const chosen = b.op(node.op, [choice, ...x.slice(1)], node.attributes);
  const missing = b.mul(dy[0]!, b.sub(y[0]!, larger));
  const missed = gradientOf({ ...context, x: [choice, ...x.slice(1)], y: [chosen], dy: [missing] })[0]!;
  const slope = gradientOf(context)[0]!;
  return [ratio(b, b.add(gained, missed), b.sub(x[0]!, x0[0]!), slope)];
}

/**
 * Exponentials, shifted equally on both sides, over their sum: rescaled, summed, inverted and multiplied, each by its
 * own rule.
 */
function softmax(context: LiftContext): (Sym | undefined)[] {
  const { b, node, x, dy } = context;
  const axis = axisOf(node, int(node, 'axis', -1), x[0]!.shape.length);
  const { e, e0, slope, total, total0 } = exponentials(context, axis);
  const halfInverse = b.mul(b.add(b.op('Reciprocal', [total]), b.op('Reciprocal', [total0])), 0.5);
  const throughTotal = b.div(b.sum(b.mul(dy[0]!, b.mul(b.add(e, e0), 0.5)), [axis]), b.mul(total, total0));
  return [b.mul(b.sub(b.mul(dy[0]!, halfInverse), throughTotal), slope)];
}

/** x − log Σ eˣ. */
function logSoftmax(context: LiftContext): (Sym | undefined)[] {
  const { b, node, x, dy } = context;
  const axis = axisOf(node, int(node, 'axis', -1), x[0]!.shape.length);
  const { slope, total, total0 } = exponentials(context, axis);
  const logSlope = ratio(b, b.sub(b.log(total), b.log(total0)), b.sub(total, total0), b.op('Reciprocal', [total]));
  return [b.sub(dy[0]!, b.mul(slope, b.mul(logSlope, b.sum(dy[0]!, [axis]))))];
}

function exponentials({ b, x, x0 }: LiftContext, axis: number) {
  const most = b.op('Max', [x[0]!, x0[0]!]);
  const shift = b.op('ReduceMax', [most, b.int64([axis])], { keepdims: 1 });
  const [e, e0] = [b.exp(b.sub(x[0]!, shift)), b.exp(b.sub(x0[0]!, shift))];
  const slope = ratio(b, b.sub(e, e0), b.sub(x[0]!, x0[0]!), e);
  return { e, e0, slope, total: b.sum(e, [axis]), total0: b.sum(e0, [axis]) };
}

/** γ · z · r + β with z = x − mean and r = 1/√(mean z² + ε): square, root and product each by its own rule. */
function layerNormalization(context: LiftContext): (Sym | undefined)[] {
  const { b, node, x, x0, dy } = context;
  const first = axisOf(node, int(node, 'axis', -1), x[0]!.shape.length);
  const axes = x[0]!.shape.flatMap((_, axis) => (axis >= first ? [axis] : []));
  const epsilon = node.attributes['epsilon']?.type === 'float' ? node.attributes['epsilon'].value : 1e-5;
  const at = (value: Sym) => {
    const z = b.sub(value, b.mean(value, axes));
    const variance = b.add(b.mean(b.mul(z, z), axes), epsilon);
    return { z, variance, r: b.op('Reciprocal', [b.sqrt(variance)]) };
  };
  const [here, there] = [at(x[0]!), at(x0[0]!)];
  const g = b.mul(dy[0]!, x[1]!);
  const toR = b.sum(b.mul(g, b.mul(b.add(here.z, there.z), 0.5)), axes);
  const slope = b.mul(b.div(here.r, here.variance), -0.5);
  const bend = ratio(b, b.sub(here.r, there.r), b.sub(here.variance, there.variance), slope);
  const size = axes.reduce((product, axis) => product * x[0]!.shape[axis]!, 1);
  const throughSquare = b.mul(b.mul(toR, bend), b.mul(b.add(here.z, there.z), 1 / size));
  const toZ = b.add(b.mul(g, b.mul(b.add(here.r, there.r), 0.5)), throughSquare);
  return [b.sub(toZ, b.mean(toZ, axes))];
}
