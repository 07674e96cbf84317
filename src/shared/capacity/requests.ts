/**
 * Requests about point sets and their answers, as plain data that crosses the process and webview walls: integers that
 * may exceed 2^53 are decimal strings; rational numbers are "p/q" or "p" in lowest terms.
 */

/** The given points: N rows of K numbers. With a bias, each has an extra input that is always 1. */
export interface PointSet {
  points: number[][];
  bias: boolean;
}

export type Label = 1 | -1;

/** How many of the 2^N labelings of a point set one linear threshold unit can produce with no point on the plane. */
export interface LabelingCount {
  /** Exact for the points as float64 represents them. */
  count: string;
  /** T(N, K): the count for as many points in general position. */
  generalPosition: string;
  points: number;
  /** K, without the bias. */
  inputs: number;
  /** Points whose labels are free: duplicates and, without a bias, multiples count once; zero points do not count. */
  distinct: number;
  /** Whether the count equals that of general position, which it does exactly for sets in general position. */
  generalPositionHolds: boolean;
  /** What makes the set special and how it was counted: one sentence each. */
  notes: string[];
}

export interface SeparationRequest extends PointSet {
  /** One for each point. */
  labels: Label[];
}

/** Proved in exact arithmetic either way. */
export type Separation = Separated | Inseparable;

/** label · (weights · point + bias) > 0 for every point. */
export interface Separated {
  separable: true;
  /** Exact rationals, one per input. */
  weights: string[];
  /** Present if there is a bias. */
  bias?: string;
  /** The weights, then the bias if any, as float64, scaled so that the weights have length 1 (unless all are 0). */
  approximate: number[];
  /**
   * Euclidean distance of the nearest point from the plane, in the units of the points: the maximum, within a
   * millionth, if the quadratic program for it is solved within 10 s; else that of some separating plane. Absent if no
   * plane is needed: all labels agree and there is a bias.
   */
  margin?: number;
}

/**
 * Σ coefficient · label · (point, and 1 with a bias) = 0 with coefficients ≥ 0 that are not all 0: so no weights can
 * classify all these points correctly (Farkas). Only points with a coefficient above 0 are listed.
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
  /** Points classified correctly, of `points`. */
  correct: number;
  points: number;
  /** Passes over all points until all were correct or training stopped. */
  epochs: number;
}
