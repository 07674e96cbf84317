/**
 * What it means to support an operator: one object with its traits, shape inference, gradient and cost. The definitions
 * are in `operators/`; this contract lets the builder and the passes use them without knowing any.
 *
 * Inference is concrete: every input shape is a list of numbers. Symbolic sizes are bound to numbers first.
 */
import type { DType, Shape, Tensor } from '../shared/tensor';
import type { Builder } from './builder';
import type { Node } from './graph';
import type { Traits } from './traits';

/** A value while a graph is being built: its name, type, shape, and its contents if known and small. */
export interface Sym {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  /** Contents of constants of at most {@link KNOWN_ELEMENTS} elements: shapes, axes, scalars. */
  readonly known?: Tensor;
}

/** Inference and folding never read constants larger than this. */
export const KNOWN_ELEMENTS = 4096;

export interface ValueType {
  dtype: DType;
  shape: Shape;
  /** Contents determined by the inputs' shapes alone. */
  known?: Tensor;
}

/** Inputs of a node; `undefined` for an omitted optional input. */
export type Inputs = readonly (Sym | undefined)[];

export interface GradientContext {
  node: Node;
  /** Where the gradient's nodes are added. */
  b: Builder;
  /** The node's inputs; x[i] is undefined for an omitted optional input. */
  x: Inputs;
  /** The node's outputs, already computed in the same graph. */
  y: readonly Sym[];
  /** Gradient of the target with respect to each output, in its shape; undefined if it is zero. */
  dy: readonly (Sym | undefined)[];
  /** Whether the gradient with respect to input i is needed. */
  wants(i: number): boolean;
}

/**
 * The vector-Jacobian product: for each input the gradient in that input's shape, or undefined if it is zero or not
 * needed. Must throw NoGradientError rather than return a wrong number.
 */
export type Gradient = (context: GradientContext) => (Sym | undefined)[];

export interface Operator extends Traits {
  /** Types and shapes of all outputs. Throws GraphError naming the node if the inputs do not fit. */
  infer(node: Node, inputs: Inputs): ValueType[];
  /** Absent if the operator cannot be differentiated, which is an error on a gradient's path. */
  gradient?: Gradient;
  /** Contents of the outputs from known inputs, for operators that compute shapes. May return undefined to decline. */
  evaluate?(node: Node, inputs: readonly (Tensor | undefined)[], outputs: readonly ValueType[]): Tensor[] | undefined;
  /** Multiply-adds (or elementary operations if there are none) of one application; 0 by default. */
  cost?(node: Node, inputs: Inputs, outputs: readonly ValueType[]): number;
}

/** Finds the definition of a node's operator; undefined for an unknown one. */
export type OperatorSet = (op: string, domain: string) => Operator | undefined;

/** A gradient that is zero or undefined everywhere by definition: integers, comparisons, shapes. */
export const noFlow: Gradient = ({ x }) => x.map(() => undefined);
