/** How faithful several methods are, as numbers. */
import type { CurvesResult } from '../curves/result';
import type { Law } from '../law';
import type { PredictionProvenance, ResolvedTarget } from '../provenance';

/** A mean, over samples where nothing else is said. */
export interface Score {
  score: number;
  /** √(variance / n); a single value has none. */
  standardError?: number;
}

/** How one method does by one measure. */
export interface MethodScore extends Score {
  /** From 1, the best; equal scores share a rank. */
  rank: number;
  /** Its score minus that of the first-ranked, sample by sample, so that what samples have in common cancels; the first has none. */
  fromFirst?: Score;
  /** The same against an explanation that knows nothing, where the measure has one. */
  fromRandom?: Score;
  perSample: number[];
  /** What is wrong with its maps, where something is. */
  mark?: string;
}

/** Several methods by one measure. */
export interface MeasureResult {
  measure: string;
  title: string;
  better: 'higher' | 'lower';
  /** After defaults. */
  parameters: Record<string, unknown>;
  /** In the order of {@link EvaluationResult.methods}. */
  methods: MethodScore[];
  /** What an explanation that knows nothing gets. */
  random?: Score;
  /** What the best order gets that was found by asking the network. */
  best?: Score;
  /** A curve for each method, and for the bounds. */
  plot?: Pick<CurvesResult, 'xLabel' | 'yLabel' | 'curves'>;
  conventions: string[];
}

export interface RankedMethod {
  /** What tells it from the others. */
  name: string;
  id: string;
  title: string;
  /** After defaults. */
  parameters: Record<string, unknown>;
  /** Over the measures. */
  meanRank: number;
}

/** How faithful several methods are. */
export interface EvaluationResult {
  kind: 'evaluation';
  /** As they were asked for. */
  methods: RankedMethod[];
  measures: MeasureResult[];
  samples: number;
  target: ResolvedTarget;
  law?: Law;
  conventions: string[];
  provenance: PredictionProvenance;
}
