/** Relevance of each input element for one number that the network computes for each sample. */
import type { Float32Tensor } from '../../tensor';
import type { Law } from '../law';
import type { PredictionProvenance, ResolvedTarget } from '../provenance';

/** What became of the relevance at one layer on its way to the input; one number per sample. */
export interface LedgerRow {
  /** Name of the layer's output, and its operator. */
  layer: string;
  op: string;
  /** The rule applied, in the field's terms: "epsilon 1e-6", "z-plus", "pass". */
  rule: string;
  /** Relevance that arrived from above. */
  entered: number[];
  /** Relevance passed on to the layer's inputs. */
  left: number[];
  /** Absorbed by the bias. */
  bias: number[];
  /** Absorbed by the stabiliser. */
  stabiliser: number[];
  /** entered − left − bias − stabiliser: rounding error if the rule conserves; else what the rule lost or made. */
  remainder: number[];
}

/** Relevance of each input element for one number that the network computes for each sample. */
export interface AttributionResult {
  kind: 'attribution';
  /** [N, …] in the shape of the input, or of `layer`, raw and signed. */
  attribution: Float32Tensor;
  /** Name of the value attributed to, if it is not the input. */
  layer?: string;
  /** A layer's map laid over the input for viewing: [N, 1, …] in the input's size; the conventions say how. */
  upsampled?: Float32Tensor;
  /** The map before negative values were cut off, if the method does so. */
  signed?: Float32Tensor;
  /** Standard error of each element of `attribution`, for sampled methods. */
  standardError?: Float32Tensor;
  /** What the network received, after preprocessing: [N, …]. */
  input: Float32Tensor;
  /** Names of the numbers in one sample of `input`, if the data has them: the columns of a table. */
  features?: string[];
  /** The model's first output for it: [N, …]. */
  output: Float32Tensor;
  /** Whether `output` is already a probability (the network ends in Softmax or Sigmoid). */
  outputIsProbability: boolean;
  target: ResolvedTarget;
  /** The explained number itself for each sample. */
  targetOutput: number[];
  law?: Law;
  /** From the target down to the input, for methods that propagate relevance layer by layer. */
  ledger?: LedgerRow[];
  /** What this implementation means by the method, one sentence each: choices that differ between libraries. */
  conventions: string[];
  provenance: PredictionProvenance;
}
