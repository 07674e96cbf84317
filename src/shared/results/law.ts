/** The law that a result should satisfy, and how far it is from it. */

/** How far a result is from the law it should satisfy. */
export interface Law {
  /** Short name: "completeness", "standard error". */
  name: string;
  /** The law in plain words, with the numbers of this result's convention. */
  statement: string;
  /** Distance from the law, one number per sample, relative as the statement says; ≥ 0. */
  gap: number[];
  tolerance: number;
  /** Whether every gap is within the tolerance: "converged" for sampled and integrated methods. */
  holds: boolean;
}

/** Laws about what the attributions of a sample sum to. */
const summing: ReadonlySet<string> = new Set(['completeness', 'conservation', 'additivity']);

/** Whether the law gives the sum of a sample's attributions a meaning. */
export function speaksOfSum({ name }: Pick<Law, 'name'>): boolean {
  return summing.has(name);
}

/** The law of a fitted model, whose gap is 1 − R². */
export const LOCAL_FIT = 'local fit';
