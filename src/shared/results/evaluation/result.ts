/** How faithful several methods are, in numbers. */
import type { CurvesResult } from '../curves/result';
import type { Law } from '../law';
import type { PredictionProvenance, ResolvedTarget } from '../provenance';

/** A mean, over samples unless stated otherwise. */
export interface Score {
  score: number;
  /** √(variance / n); absent for a single value. */
  standardError?: number;
}

/** How one method scores on one measure. */
export interface MethodScore extends Score {
  /** From 1, the best; equal scores share a rank. */
  rank: number;
  /**
   * Its score minus that of the first-ranked, sample by sample, so that what samples have in common cancels; absent for
   * the first.
   */
  fromFirst?: Score;
  /** The same against an uninformed explanation, if the measure has one. */
  fromRandom?: Score;
  perSample: number[];
  /** What is wrong with its maps, if anything. */
  mark?: string;
}

/** Several methods on one measure. */
export interface MeasureResult {
  measure: string;
  title: string;
  better: 'higher' | 'lower';
  /** With defaults filled in. */
  parameters: Record<string, unknown>;
  /** In the order of {@link EvaluationResult.methods}. */
  methods: MethodScore[];
  /** The score of an uninformed explanation. */
  random?: Score;
  /** The score of the best order found by querying the network. */
  best?: Score;
  /** A curve for each method and for the bounds. */
  plot?: Pick<CurvesResult, 'xLabel' | 'yLabel' | 'curves'>;
  conventions: string[];
}

export interface RankedMethod {
  /** What tells it apart from the others. */
  name: string;
  id: string;
  title: string;
  /** With defaults filled in. */
  parameters: Record<string, unknown>;
  /** Over the measures. */
  meanRank: number;
}

/** How faithful several methods are. */
export interface EvaluationResult {
  kind: 'evaluation';
  /** In the requested order. */
  methods: RankedMethod[];
  measures: MeasureResult[];
  samples: number;
  target: ResolvedTarget;
  law?: Law;
  conventions: string[];
  provenance: PredictionProvenance;
}
