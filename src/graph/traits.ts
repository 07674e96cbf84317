/**
 * What an operator is, in its record: rules for relevance, differences and maps ask for these traits and need no lists of names. A rule
 * that fits one operator alone still goes by its name.
 */

export type Role =
  /** A nonlinearity of networks: one operand, value by value. Others (slopes, bounds) are settings. */
  | 'activation'
  /** Any other differentiable function of one operand, value by value. */
  | 'function'
  /** Piecewise constant, or told from shapes alone: comparisons, rounding, indices, constants. */
  | 'step'
  /** The operand itself, value by value, at most in another type or with the other sign. */
  | 'copy'
  /** Sums with fixed coefficients: of operands, over axes or windows, or between places (interpolation). */
  | 'sum'
  /** A product or quotient of two operands, value by value. */
  | 'product'
  /** Sums of products of two operands, one of which is usually trained: dense layers and convolutions. */
  | 'linear'
  /** Every value of the operand once, in another order or shape. */
  | 'rearrange'
  /** Values of the operands picked, joined, repeated, written into each other or filled in, whatever they are. */
  | 'move'
  /** Each output is one of the values it is chosen from, and the values decide which: maxima, minima. */
  | 'select'
  /** Values scaled by statistics, stored or of the values themselves. */
  | 'normalise'
  /** Values that compete along an axis: exponentials over their sum, or the logarithm of that. */
  | 'softmax'
  /** A nonlinear summary over axes: norms, products, log-sum-exp. */
  | 'reduce';

export interface Traits {
  role: Role;
  /**
   * What the axes of the output mean. `value by value`: what they mean in the operands (broadcast), and each output is made of the values at
   * its place. `kept`: what they mean in the operands, though places may be cut off, joined on, resized, or told of each other.
   * `in order`: the same, and axes are dropped or added. `channels first`: operands and output are [N, C, places …]; `channels last`: [N,
   * places …, C]. `permuted`: the operand's, in another order. Absent: what an axis means is not told by the operator.
   */
  axes?: 'value by value' | 'kept' | 'in order' | 'channels first' | 'channels last' | 'permuted';
  /** Of activations: hands on what is positive, and cuts off or damps what is negative. */
  rectifies?: true;
  /** No output is ever negative, whatever the operands and attributes. */
  nonNegative?: true;
  /** Of copies and sums: the operand that counts with the other sign. */
  negates?: number;
  /** Affine in its first operand, though its role does not say so. */
  affine?: true;
  /** Operands that are trained where they are constant, statistics of data apart. */
  trained?: readonly number[];
}

const affineRoles: readonly Role[] = ['copy', 'sum', 'rearrange', 'move'];

/** Whether the output is affine in all operands together, so that its gradient does not depend on them. */
export function isAffine({ role, affine }: Traits): boolean {
  return affine ?? affineRoles.includes(role);
}
