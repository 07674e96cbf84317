/** What comes out of a method: a small closed set of kinds, each with its viewer, its printing and its exports. */
import type { EarlierUse, MapQuality, Neighbours, Pooling } from './embedding';
import type { EvaluationResult, SanityResult } from './evaluation';
import type { Float32Tensor, Tensor } from './tensor';

/** How far a result is from the law it should satisfy. */
export interface Law {
  /** Short name: "completeness", "standard error". */
  name: string;
  /** The law in plain words, with the numbers of this result's convention. */
  statement: string;
  /** Distance from the law, one number per sample, relative as the statement says; ≥ 0. */
  gap: number[];
  tolerance: number;
  /** Whether every gap is within the tolerance: "converged" for sampled and integrated methods. */
  holds: boolean;
}

/** What an attribution explains: one number per sample, picked from a value of the network. */
export interface ResolvedTarget {
  /** Name of the value in the graph: an output or a layer's output. */
  value: string;
  /** Flat index within one sample of that value, for each sample. */
  indices: number[];
}

/** Everything needed to make a result again. */
export interface Provenance {
  method: string;
  /** After defaults. */
  parameters: Record<string, unknown>;
  seed: number;
  device: string;
  seconds: number;
  /** ISO 8601. */
  started: string;
  versions: Record<string, string>;
}

/** The same for a method that takes a prediction. */
export interface PredictionProvenance extends Provenance {
  model: { path: string; sha256: string };
  data: { path: string; array?: string; sha256: string };
  preprocessing?: Record<string, unknown>;
}

/** What became of the relevance at one layer on its way to the input; one number per sample. */
export interface LedgerRow {
  /** Name of the value that the layer makes, and its operator. */
  layer: string;
  op: string;
  /** What was done, in the field's words: "epsilon 1e-6", "z-plus", "pass". */
  rule: string;
  /** Relevance that arrived from above. */
  entered: number[];
  /** Relevance handed on to the values it came from. */
  left: number[];
  /** Kept by the bias. */
  bias: number[];
  /** Kept by the stabiliser. */
  stabiliser: number[];
  /** entered − left − bias − stabiliser: rounding, where the rule conserves; else what the rule lost or made. */
  remainder: number[];
}

/** Relevance of each input element for one number that the network says about each sample. */
export interface AttributionResult {
  kind: 'attribution';
  /** [N, …] in the shape of the input, or of `layer`, raw and signed. */
  attribution: Float32Tensor;
  /** Name of the value that is attributed to, where it is not the input. */
  layer?: string;
  /** A map of a layer laid over the input for the eye: [N, 1, …] in the input's size; the conventions say how. */
  upsampled?: Float32Tensor;
  /** The same before negative values were cut off, where the method does that. */
  signed?: Float32Tensor;
  /** Standard error of each element of `attribution`, for sampled methods. */
  standardError?: Float32Tensor;
  /** What the network was given, after preprocessing: [N, …]. */
  input: Float32Tensor;
  /** Names of the numbers of one sample of `input`, where the data has them: the columns of a table. */
  features?: string[];
  /** The model's first output for it: [N, …]. */
  output: Float32Tensor;
  /** Whether `output` is already a probability (the network ends in Softmax or Sigmoid). */
  outputIsProbability: boolean;
  target: ResolvedTarget;
  /** The explained number itself for each sample. */
  targetOutput: number[];
  law?: Law;
  /** From the target down to the input, for methods that hand relevance from layer to layer. */
  ledger?: LedgerRow[];
  /** What this library means by the method, a sentence each: the traps of the field, stated. */
  conventions: string[];
  provenance: PredictionProvenance;
}

/** One measured or computed quantity against another. */
export interface Curve {
  name: string;
  x: Float64Array;
  /** As long as `x`, as are `low` and `high`. */
  y: Float64Array;
  /** Bounds of the interval that the result's conventions name. */
  low?: Float64Array;
  high?: Float64Array;
  /** Theory is drawn as a line, measurements as points with their intervals. */
  from: 'theory' | 'measurement';
}

/** How one quantity depends on another. */
export interface CurvesResult {
  kind: 'curves';
  /** What the axes show, with units. */
  xLabel: string;
  yLabel: string;
  curves: Curve[];
  law?: Law;
  conventions: string[];
  provenance: Provenance;
}

/** "FILE" or "FILE#ARRAY" of data as provenance names them. */
export function specOf({ path, array }: { path: string; array?: string }): string {
  return array === undefined ? path : `${path}#${array}`;
}

/** The same for a method that takes points. */
export interface CloudProvenance extends Provenance {
  data: { path: string; array?: string; sha256: string };
  /** Where the points are a layer's answers to the data. */
  model?: { path: string; sha256: string };
  layer?: string;
  pooling?: Pooling;
  /** Corrections that were made or guessed for pictures. */
  preprocessing?: Record<string, unknown>;
  /** The map that this one began with; where points were added to it, `data` are theirs, and the map's own are here. */
  earlier?: EarlierProvenance;
}

export interface EarlierProvenance {
  path: string;
  sha256: string;
  use: EarlierUse;
  data?: { path: string; array?: string; sha256: string };
}

/** Points laid out in one, two or three dimensions so that what is near stays near. */
export interface CloudResult {
  kind: 'cloud';
  /** [N, 1], [N, 2] or [N, 3]; NaN for rows of the data that could not be laid out, which the conventions name. */
  embedding: Float32Tensor;
  /** The last so many points were added to a map of all those before them. */
  added?: number;
  quality: MapQuality;
  /** [N], 0 to 1: how many of each point's nearest neighbours in the data are still among its nearest in the map. */
  trust: Float32Array;
  /** In the data, for as many as the quality was measured with. */
  neighbours: Neighbours;
  law?: Law;
  conventions: string[];
  provenance: CloudProvenance;
}

/** Samples of one class whose relevance maps are alike. Numbers are 0 to 1. */
export interface Cluster {
  /** Rows of the data, the most typical first. */
  samples: number[];
  /** Of the samples of the class. */
  share: number;
  /** Of the weight between a member and its neighbours, how much stays within the cluster. */
  isolation: number;
  /** The part of its positive relevance that lies where the rest of the class has none. */
  difference: number;
  /** How few places hold this part. */
  focus: number;
  /** isolation × difference × focus. */
  suspicion: number;
  suspicious: boolean;
  /** The share of its samples that lose their class when these places are filled with the mean of the rest, where that can be asked. */
  reliance?: number;
  /** In the shape of one of the class's maps. */
  meanMap: Float32Tensor;
}

/** How the samples of one class fall into clusters. */
export interface ClassClusters {
  /** Index of the class. */
  index: number;
  /** [n]: rows of the data. */
  samples: Int32Array;
  /** The smallest of the normalised Laplacian, ascending. */
  eigenvalues: Float64Array;
  /** Between the last eigenvalue that is counted to the clusters and the next. */
  eigengap: number;
  /** The most suspicious first. */
  clusters: Cluster[];
  /** [n]: place in `clusters`. */
  clusterOf: Int32Array;
  /** [n, 2]: a plane in which samples with like maps are near each other. */
  embedding: Float32Tensor;
  /** [n, rows, columns], or [n, numbers] for other data than pictures: signed, each of length 1. */
  maps: Float32Tensor;
  /** [n, rows, columns, 1 or 3] uint8: what the network was given, for pictures. */
  pictures?: Tensor;
}

/** What strategies a network has for each class, by the relevance maps of a data set. */
export interface ClustersResult {
  kind: 'clusters';
  /** Name of the value in the graph whose classes are explained. */
  value: string;
  classes: ClassClusters[];
  law?: Law;
  conventions: string[];
  provenance: PredictionProvenance;
}

export type Result = AttributionResult | CurvesResult | CloudResult | ClustersResult | EvaluationResult | SanityResult;
