/**
 * What an operator is, in its record: rules for relevance, differences and maps consult these traits and need no lists
 * of names. A rule for a single operator still goes by its name.
 */

export type Role =
  /** A nonlinearity of networks: one operand, elementwise. Other operands (slopes, bounds) are settings. */
  | 'activation'
  /** Any other differentiable elementwise function of one operand. */
  | 'function'
  /** Piecewise constant, or determined by shapes alone: comparisons, rounding, indices, constants. */
  | 'step'
  /** The operand itself, elementwise, at most with another type or sign. */
  | 'copy'
  /** Sums with fixed coefficients: of operands, over axes or windows, or between places (interpolation). */
  | 'sum'
  /** An elementwise product or quotient of two operands. */
  | 'product'
  /** Sums of products of two operands, one of which is usually trained: dense layers and convolutions. */
  | 'linear'
  /** Every value of the operand once, in another order or shape. */
  | 'rearrange'
  /** Values of the operands selected, joined, repeated, overwritten or padded, whatever they are. */
  | 'move'
  /** Each output is one of the values it is chosen from, and the values themselves decide which: maxima, minima. */
  | 'select'
  /** Values scaled by statistics, stored or of the values themselves. */
  | 'normalise'
  /** Values that compete along an axis: exponentials over their sum, or its logarithm. */
  | 'softmax'
  /** A nonlinear summary over axes: norms, products, log-sum-exp. */
  | 'reduce';

export interface Traits {
  role: Role;
  /**
   * What the axes of the output mean. `value by value`: the same as in the operands (broadcast), and each output
   * depends only on the values at its place. `kept`: the same as in the operands, though places may be cropped, joined,
   * resized or mixed. `in order`: the same, with axes dropped or added. `channels first`: operands and output are [N,
   * C, places …]; `channels last`: [N, places …, C]. `permuted`: the operand's, in another order. Absent: the operator
   * does not determine what an axis means.
   */
  axes?: 'value by value' | 'kept' | 'in order' | 'channels first' | 'channels last' | 'permuted';
  /** For activations: passes positive values, and cuts off or damps negative ones. */
  rectifies?: true;
  /** Outputs are never negative, whatever the operands and attributes. */
  nonNegative?: true;
  /** For copies and sums: the operand that counts with the opposite sign. */
  negates?: number;
  /** Affine in its first operand, though its role does not imply it. */
  affine?: true;
  /** Operands that are trained if constant, except statistics of data. */
  trained?: readonly number[];
}

const affineRoles: readonly Role[] = ['copy', 'sum', 'rearrange', 'move'];

/** Whether the output is affine in all operands together, so that its gradient does not depend on them. */
export function isAffine({ role, affine }: Traits): boolean {
  return affine ?? affineRoles.includes(role);
}
