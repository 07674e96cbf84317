/** Which methods a measure cannot tell apart: from the first-ranked, and from chance. */
import type { MeasureResult, MethodScore } from './result';

/** Standard errors up to which a difference may be chance. */
const ERRORS = 2;

/** Whether a method is nearer to the first than two standard errors of the difference. */
export function isClose({ fromFirst }: MethodScore): boolean {
  return fromFirst?.standardError !== undefined && Math.abs(fromFirst.score) < ERRORS * fromFirst.standardError;
}

/**
 * Whether a method is not better than an explanation that knows nothing by more than two standard errors of the difference, sample by
 * sample; results of before that was kept are judged by the two means, which errs on the side of chance. False without such a bound.
 */
export function isNoBetterThanRandom({ better, random }: MeasureResult, method: MethodScore): boolean {
  if (!random) return false;
  const { score, standardError = 0 } = method.fromRandom ?? {
    score: method.score - random.score,
    standardError: Math.hypot(method.standardError ?? 0, random.standardError ?? 0),
  };
  return (better === 'higher' ? score : -score) <= ERRORS * standardError;
}
