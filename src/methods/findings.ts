/**
 * What methods return, by the kind of their result. The caller adds provenance, and what every result of the kind has.
 */
import type { Device } from '../engine/runtime';
import type { Neighbours } from '../shared/embedding';
import type { AttributionResult, CloudResult, CurvesResult, Result } from '../shared/results';

/** Without the input, the output and the target, which the caller knows. */
export type Attribution = Omit<
  AttributionResult,
  'kind' | 'provenance' | 'input' | 'features' | 'output' | 'outputIsProbability' | 'target' | 'targetOutput'
>;

/** One quantity measured against another. */
export type Curves = Omit<CurvesResult, 'kind' | 'provenance'>;

/** A map of points; the caller measures its quality. */
export interface Embedding extends Pick<CloudResult, 'embedding' | 'conventions'> {
  /** KL(P‖Q) over all pairs, in nats. */
  divergence?: number;
  explainedVariance?: number[];
  /** The metric of distances in the data. */
  metric: 'euclidean' | 'cosine';
  /** Where it was computed, for methods that can use other devices than the CPU. */
  device?: Device;
  /** Found by the method, so that they need not be found again. */
  neighbours?: Neighbours;
}

/** The kinds that the caller completes. */
interface Completed {
  attribution: Attribution;
  cloud: Embedding;
}

export type Kind = Result['kind'];
export type ResultOf<K extends Kind> = Extract<Result, { kind: K }>;

export type Findings<K extends Kind> = K extends keyof Completed
  ? Completed[K]
  : Omit<ResultOf<K>, 'kind' | 'provenance'>;
