/** Relevance of each input element for one number that the network says about each sample. */
import type { Float32Tensor } from '../../tensor';
import type { Law } from '../law';
import type { PredictionProvenance, ResolvedTarget } from '../provenance';

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
