/**
 * A linear layer with trained weights as propagation rules see it: its map for any inputs and weights, and the
 * transpose of that map. The sweep knows which of a node's operands is data; the rest is constant.
 */
import { float } from '../../graph/attributes';
import type { Node } from '../../graph/graph';
import type { GradientContext, Sym } from '../../graph/operator';
import { operators } from '../../operators';
import { GraphError } from '../../shared/errors';

export type LinearKind = 'convolution' | 'dense';

/** The kind of linear layer that an operator makes if all its operands but one are constant. */
export function linearKind({ op, domain }: Pick<Node, 'op' | 'domain'>): LinearKind | undefined {
  const operator = operators(op, domain);
  if (operator?.role !== 'linear') return undefined;
  return operator.axes === 'channels first' ? 'convolution' : 'dense';
}

export interface LinearLayer {
  context: GradientContext;
  x: Sym;
  weights: Sym;
  /** Broadcasts to the output. */
  bias: Sym | undefined;
  /** The layer's output, bias included. */
  y: Sym;
  /** Whether x is known to be non-negative. */
  nonNegative: boolean;
  /** The layer's map, without bias, for other inputs and weights of the same shapes. */
  apply(x: Sym, weights: Sym): Sym;
  /** The transpose of that map at s, a value in the shape of y; the result has the shape of x. */
  transpose(s: Sym, weights: Sym): Sym;
}

/**
 * The layer of a node with exactly one data operand. `later` is a bias that another node adds. Throws GraphError for a
 * Gemm with negative alpha or beta, where a positive weight would not mean a positive share.
 */
export function linearLayer(
  context: GradientContext,
  later: { bias: Sym; y: Sym } | undefined,
  nonNegative: boolean,
): LinearLayer {
  const { node, b, x: operands } = context;
  const data = operands.findIndex((_, i) => context.wants(i));
  const constant = data === 0 ? 1 : 0;
  if (node.op === 'Gemm' && (float(node, 'alpha', 1) <= 0 || float(node, 'beta', 1) <= 0))
    throw new GraphError(
      `Gemm "${node.name}" has a negative alpha or beta, so relevance cannot be distributed by its weights; choose a method that needs only gradients.`,
    );
  const placed = (x: Sym, weights: Sym): Sym[] => (data === 0 ? [x, weights] : [weights, x]);
  return {
    context,
    x: operands[data]!,
    weights: operands[constant]!,
    bias: later?.bias ?? ownBias(context),
    y: later?.y ?? context.y[0]!,
    nonNegative,
    apply: (x, weights) => b.op(node.op, placed(x, weights), node.attributes),
    transpose: (s, weights) =>
      operators(node.op, '')!.gradient!({
        ...context,
        x: placed(operands[data]!, weights),
        dy: [s],
        wants: (i) => i === data,
      })[data]!,
  };
}

/** The third operand as it is added: per channel for convolutions, scaled for Gemm. */
function ownBias({ node, b, x: [, , bias], y: [y] }: GradientContext): Sym | undefined {
  if (!bias || node.op === 'Einsum') return undefined;
  if (node.op !== 'Gemm') return b.reshape(bias, [bias.shape[0]!, ...y!.shape.slice(2).map(() => 1)]);
  const beta = float(node, 'beta', 1);
  return beta === 1 ? bias : b.mul(bias, beta);
}
