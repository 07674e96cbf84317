/**
 * What it means to support an operator: one object with what it is, its shape inference, its gradient and its cost. The definitions are in
 * `operators/`; this file states the contract so that the builder and the passes can use them without knowing any.
 *
 * Inference is concrete: every input shape is a list of numbers. A symbolic size is bound to a number before.
 */
import type { DType, Shape, Tensor } from '../shared/tensor';
import type { Builder } from './builder';
import type { Node } from './graph';
import type { Traits } from './traits';

/** A value while a graph is being built: its name, type, shape, and its contents where they are known and small. */
export interface Sym {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  /** Contents of constants of at most {@link KNOWN_ELEMENTS} elements: shapes, axes, scalars. */
  readonly known?: Tensor;
}

/** Constants larger than this are never looked into by inference or folding. */
export const KNOWN_ELEMENTS = 4096;

export interface ValueType {
  dtype: DType;
  shape: Shape;
  /** Contents that follow from the inputs' shapes alone. */
  known?: Tensor;
}

/** Inputs of a node; `undefined` for an optional input left out. */
export type Inputs = readonly (Sym | undefined)[];

export interface GradientContext {
  node: Node;
  /** Where the gradient's nodes are added. */
  b: Builder;
  /** The node's inputs; x[i] is undefined for an optional input left out. */
  x: Inputs;
  /** The node's outputs, computed in the same graph: free to use. */
  y: readonly Sym[];
  /** Gradient of the target with respect to each output, in its shape; undefined where it is zero. */
  dy: readonly (Sym | undefined)[];
  /** Whether anybody needs the gradient with respect to input i. */
  wants(i: number): boolean;
}

/**
 * The vector-Jacobian product: for each input the gradient in that input's shape, or undefined where it is zero or unwanted.
 * Must throw NoGradientError rather than return a wrong number.
 */
export type Gradient = (context: GradientContext) => (Sym | undefined)[];

export interface Operator extends Traits {
  /** Types and shapes of all outputs. Throws GraphError naming the node if the inputs do not fit. */
  infer(node: Node, inputs: Inputs): ValueType[];
  /** Absent: the operator cannot be differentiated, which is an error on a gradient's path. */
  gradient?: Gradient;
  /** Contents of the outputs from known inputs, for operators that compute shapes. May return undefined to decline. */
  evaluate?(node: Node, inputs: readonly (Tensor | undefined)[], outputs: readonly ValueType[]): Tensor[] | undefined;
  /** Multiply-adds (or elementary operations where there are none) of one application; 0 if absent. */
  cost?(node: Node, inputs: Inputs, outputs: readonly ValueType[]): number;
}

/** Finds the definition of a node's operator; undefined for one we do not know. */
export type OperatorSet = (op: string, domain: string) => Operator | undefined;

/** A gradient that is zero or undefined everywhere by definition: integers, comparisons, shapes. */
export const noFlow: Gradient = ({ x }) => x.map(() => undefined);
