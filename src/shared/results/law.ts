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
