/** Runs side by side: what is shown of each, how similar their maps are, and how faithful their methods. */
import type { EvaluationResult, SanityResult } from './results';
import type { CurvesResult, Law } from './results';
import type { Float32Tensor } from './tensor';

/** For one sample: the similarity of each pair of maps, [run][run]. */
export interface Measures {
  pearson: number[][];
  spearman: number[][];
  cosine: number[][];
  /** Overlap of the tenths of places with the largest |values|. */
  top: number[][];
}

export type MeasureName = keyof Measures;

export interface ComparedRun {
  id: string;
  /** The name a user gave it, or what tells it apart from the others. */
  title: string;
  method: string;
  /** "smoothgrad · samples 25 · digits.onnx" */
  label: string;
  /** Why it cannot be shown, in one sentence; the rest is then absent. */
  problem?: string;
  /** [N, …]: the values compared. */
  map?: Float32Tensor;
  /** The layer whose map is laid over the input. */
  layer?: string;
  /** What the network received, if all runs share it. */
  input?: Float32Tensor;
  /** The explained number of each sample. */
  targetOutput?: number[];
  curves?: CurvesResult;
  evaluation?: EvaluationResult;
  sanity?: SanityResult;
  law?: Law;
  conventions?: string[];
}

/** What all runs have in common, for the heading; a part is absent if they differ in it. */
export interface Subject {
  /** File names. */
  model?: string;
  data?: string;
  target?: string;
}

export interface Comparison {
  subject: Subject;
  runs: ComparedRun[];
  /** For each sample. */
  measures: Measures[];
  /** Whether maps of different shapes were compared place by place, with channels summed. */
  summed: boolean;
  /** Only differences: a name, and its value in each run. */
  differing: { name: string; values: string[] }[];
}

/** How faithful the methods of the runs are. */
export interface Faithfulness {
  /** Ids of the runs of these methods, in the order of {@link EvaluationResult.methods}. */
  runs: string[];
  /** Id of the run that stores it. */
  run: string;
  result: EvaluationResult;
}
