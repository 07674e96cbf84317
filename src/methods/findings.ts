/** What methods give back, by the kind of their result. What made it, and what every result of the kind has, the caller adds. */
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

/** A map of points; its quality is measured by the caller. */
export interface Embedding extends Pick<CloudResult, 'embedding' | 'conventions'> {
  /** KL(P‖Q) over all pairs, in nats. */
  divergence?: number;
  explainedVariance?: number[];
  /** By which near and far is told in the data. */
  metric: 'euclidean' | 'cosine';
  /** Where it was computed, for methods that can do so elsewhere than on the CPU. */
  device?: Device;
  /** Found on the way, so that they need not be found again. */
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
