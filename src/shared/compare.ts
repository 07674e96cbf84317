/** Messages between the compare panel and the editor, over vscode-jsonrpc; the panel asks. */
import type { EvaluationResult, SanityResult } from './results';
import type { CurvesResult, Law } from './results';
import type { Float32Tensor } from './tensor';

/** For one sample: how alike each pair of maps is, [run][run]. */
export interface Measures {
  pearson: number[][];
  spearman: number[][];
  cosine: number[][];
  /** Share of the tenth of places with the largest |values| that is the same. */
  top: number[][];
}

export type MeasureName = keyof Measures;

export interface ComparedRun {
  id: string;
  /** What a person called it, or what tells it from the others. */
  title: string;
  method: string;
  /** "smoothgrad · samples 25 · digits.onnx" */
  label: string;
  /** Why it cannot be shown, in one sentence; then the rest is absent. */
  problem?: string;
  /** [N, …]: what is compared. */
  map?: Float32Tensor;
  /** The layer whose map that is, laid over the input. */
  layer?: string;
  /** What the network was given, where all runs share it. */
  input?: Float32Tensor;
  /** The explained number of each sample. */
  targetOutput?: number[];
  curves?: CurvesResult;
  evaluation?: EvaluationResult;
  sanity?: SanityResult;
  law?: Law;
  conventions?: string[];
}

/** What all runs beside each other have in common, as a heading says it; absent where they differ in it. */
export interface Subject {
  /** Names of the files. */
  model?: string;
  data?: string;
  target?: string;
}

export interface Comparison {
  subject: Subject;
  runs: ComparedRun[];
  /** For each sample. */
  measures: Measures[];
  /** Whether maps of several shapes were compared by the values at each place, channels summed. */
  summed: boolean;
  /** Only what differs: a name, and its value in each run. */
  differing: { name: string; values: string[] }[];
}

/** What the panel keeps with setState; the editor opens it again from it. */
export interface CompareState {
  root: string;
  ids: string[];
  /** The run that says how faithful they are, where there is one. */
  evaluation?: string;
}

/** What the panel starts from. */
export interface CompareSetup {
  comparison: Comparison;
  state: CompareState;
  /** Whether an evaluation is kept, or was asked for and not given up: the page asks again, and gets the same. */
  evaluating: boolean;
}

/** How faithful the methods of the runs are. */
export interface Faithfulness {
  /** Ids of the runs whose methods these are, in the order of {@link EvaluationResult.methods}. */
  runs: string[];
  /** Id of the run that keeps it. */
  run: string;
  result: EvaluationResult;
}

export const compareMessages = {
  /** request () → CompareSetup */
  ready: 'compare/ready',
  /** request ({}) → Faithfulness; cancelled, it is given up */
  evaluate: 'compare/evaluate',
  /** notification (Progress) of an evaluation */
  evaluating: 'compare/evaluating',
  /** request (CompareExport) → string: where it was saved, '' if cancelled */
  export: 'compare/export',
} as const;

/** `first` and `second` are positions in {@link Comparison.runs}. */
export type CompareExport = { kind: 'png'; png: Uint8Array } | { kind: 'csv' } | { kind: 'npz' };
