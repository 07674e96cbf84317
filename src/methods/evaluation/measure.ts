/**
 * What a measure of explanations is: one definition from which menus, command-line flags and tables are derived. It
 * receives maps of several methods and scores each; `evaluate.ts` computes what all measures share (means, ranks,
 * tables).
 */
import type * as z from 'zod';
import type { MeasureDescription } from '../../shared/description';
import type { Curve } from '../../shared/results';
import { describeParameters, type MethodContext, type StudyContext } from '../method';

export type EvaluationContext = MethodContext & Pick<StudyContext, 'spareEngine'>;

/** The maps of one method. */
export interface Explanation {
  /** What tells it apart: the method's id, numbered if it occurs twice. */
  name: string;
  /** One number per element of the input: [N, …], flat. */
  map: Float32Array;
  /** Explains again, with the method's own seed, other inputs or other weights. */
  explain(context: MethodContext): Promise<Float32Array>;
}

/** What a measure returns; numbers are for single samples. */
export interface Measured {
  /** [method][sample] */
  scores: number[][];
  /** For an uninformed explanation: one number per sample, or per draw if there is only one sample. */
  random?: number[];
  /** For the best explanation found by querying the network. */
  best?: number[];
  plot?: { xLabel: string; yLabel: string; curves: Curve[] };
  /** What is wrong with a method's maps, if anything. */
  marks?: (string | undefined)[];
  conventions: string[];
}

export interface Measure<P extends z.ZodObject = z.ZodObject> {
  id: string;
  title: string;
  better: 'higher' | 'lower';
  summary: string;
  source: string;
  parameters: P;
  run(context: EvaluationContext, explanations: readonly Explanation[], parameters: z.infer<P>): Promise<Measured>;
}

/** Ties the type of a measure's parameters to its schema. */
export function defineMeasure<P extends z.ZodObject>(measure: Measure<P>): Measure {
  return measure;
}

export function describeMeasure({ id, title, better, summary, source, parameters }: Measure): MeasureDescription {
  return { id, title, better, summary, source, parameters: describeParameters(parameters) };
}

/** The same context, with its progress as a part of the whole. */
export function part<C extends MethodContext>(context: C, from: number, to: number): C {
  return { ...context, progress: (fraction) => context.progress(from + fraction * (to - from)) };
}
