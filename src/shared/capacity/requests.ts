/**
 * What is asked about point sets and answered, as plain data that crosses the process and webview walls: integers that may exceed
 * 2^53 as decimal strings, rational numbers as "p/q" or "p" in lowest terms.
 */

/** Points as given: N rows of K numbers. With a bias, each counts as having one input more that is always 1. */
export interface PointSet {
  points: number[][];
  bias: boolean;
}

export type Label = 1 | -1;

/** How many of the 2^N labelings of a point set one linear threshold unit can produce, none of its points on the plane. */
export interface LabelingCount {
  /** Exactly, for the points as float64 says they are. */
  count: string;
  /** T(N, K): what as many points in general position allow. */
  generalPosition: string;
  points: number;
  /** K, without the bias. */
  inputs: number;
  /** Points whose labels are not tied to another's: duplicates and, without a bias, multiples count once; zero points not at all. */
  distinct: number;
  /** Whether the count is that of general position: it is exactly for those point sets. */
  generalPositionHolds: boolean;
  /** What makes the set special, and how it was counted: a sentence each. */
  notes: string[];
}

export interface SeparationRequest extends PointSet {
  /** One for each point. */
  labels: Label[];
}

/** Proved either way in exact arithmetic before it is told. */
export type Separation = Separated | Inseparable;

/** label · (weights · point + bias) > 0 for every point. */
export interface Separated {
  separable: true;
  /** Exact rationals, as many as there are inputs. */
  weights: string[];
  /** Present with a bias. */
  bias?: string;
  /** The weights, then the bias if there is one, as float64, scaled so that the weights have length 1 (unless all are 0). */
  approximate: number[];
  /**
   * Euclidean distance of the nearest point from the plane, in the units of the points: the largest there is, within a millionth, where
   * the quadratic program that makes it largest is solved (within 10 s); else that of some plane. Absent where no plane is needed: all
   * labels agree and there is a bias.
   */
  margin?: number;
}

/**
 * Σ coefficient · label · (point, and 1 with a bias) = 0 with coefficients ≥ 0 that are not all 0: no weights can be on the right side of
 * all these points at once (Farkas). Only points with a coefficient above 0 are listed.
 */
export interface Inseparable {
  separable: false;
  combination: { point: number; coefficient: string }[];
}

export interface HiddenLayerRequest {
  points: number[][];
  labels: Label[];
  /** Units of the hidden layer. */
  hidden: number;
  seed: number;
}

/** Hidden units are tanh(weights · point + bias); the output is weights · hidden + bias, and its sign the label. */
export interface HiddenLayerSolution {
  hidden: { weights: number[]; bias: number }[];
  /** One unit. */
  output: { weights: number[]; bias: number }[];
  /** Points on the right side, of `points`. */
  correct: number;
  points: number;
  /** Passes over all points until all were right, or until training was given up. */
  epochs: number;
}
