/** The law of sampling methods: the size of the standard error relative to the result. */
import * as z from 'zod';
import type { Law } from '../../shared/results';

export const toleranceParameter = z
  .number()
  .positive()
  .default(0.1)
  .describe('Largest standard error, relative to the largest value, up to which the result counts as converged.')
  .meta({ form: { advanced: true } });

/**
 * The largest standard error of each sample relative to its largest value; `values` and `errors` [samples, …]. If all
 * values are 0, the error itself.
 */
export function relativeErrors(values: Float64Array, errors: Float64Array, samples: number): number[] {
  const size = values.length / samples;
  return Array.from({ length: samples }, (_, n) => {
    const largest = (all: Float64Array): number =>
      all.subarray(n * size, (n + 1) * size).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return largest(errors) / (largest(values) || 1);
  });
}

/** `of`: what each error belongs to, "input value". */
export function convergence(of: string, gap: number[], tolerance: number): Law {
  return {
    name: 'standard error',
    statement: `The largest standard error of any ${of} (variance over n), relative to the largest value.`,
    gap,
    tolerance,
    holds: gap.every((one) => one <= tolerance),
  };
}
