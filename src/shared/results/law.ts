/** The law that a result should satisfy, and its distance from it. */

/** How far a result is from its law. */
export interface Law {
  /** Short name: "completeness", "standard error". */
  name: string;
  /** The law in plain words, with the numbers of this result's convention. */
  statement: string;
  /** Distance from the law, one number per sample, relative as the statement says; ≥ 0. */
  gap: number[];
  tolerance: number;
  /** Whether every gap is within the tolerance; for sampled and integrated methods, whether they converged. */
  holds: boolean;
}

/** Laws about the sum of a sample's attributions. */
const summing: ReadonlySet<string> = new Set(['completeness', 'conservation', 'additivity']);

/** Whether the law gives the sum of a sample's attributions a meaning. */
export function speaksOfSum({ name }: Pick<Law, 'name'>): boolean {
  return summing.has(name);
}

/** The law of a fitted model, whose gap is 1 − R². */
export const LOCAL_FIT = 'local fit';
