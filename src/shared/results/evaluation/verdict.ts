/** Which methods a measure cannot tell apart from the first-ranked or from chance. */
import type { MeasureResult, MethodScore } from './result';

/** Differences up to this many standard errors may be chance. */
const ERRORS = 2;

/** Whether a method is within two standard errors of the difference from the first. */
export function isClose({ fromFirst }: MethodScore): boolean {
  return fromFirst?.standardError !== undefined && Math.abs(fromFirst.score) < ERRORS * fromFirst.standardError;
}

/**
 * Whether a method beats an uninformed explanation by no more than two standard errors of the difference, sample by
 * sample. Results stored without that difference are judged by the two means, which errs on the side of chance. False
 * without such a bound.
 */
export function isNoBetterThanRandom({ better, random }: MeasureResult, method: MethodScore): boolean {
  if (!random) return false;
  const { score, standardError = 0 } = method.fromRandom ?? {
    score: method.score - random.score,
    standardError: Math.hypot(method.standardError ?? 0, random.standardError ?? 0),
  };
  return (better === 'higher' ? score : -score) <= ERRORS * standardError;
}
