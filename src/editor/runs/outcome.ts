/** How a run ended, in a form that outlives its caller. */
import { NetLoupeError, type ErrorData } from '../../shared/errors';
import type { Result } from '../../shared/results';

export type Outcome<R extends Result = Result> = { ok: true; result: R } | { ok: false; error: ErrorData };

/** The result. Throws the run's failure. */
export function resultOf<R extends Result>(outcome: Outcome<R>): R {
  if (outcome.ok) return outcome.result;
  throw NetLoupeError.fromData(outcome.error);
}
