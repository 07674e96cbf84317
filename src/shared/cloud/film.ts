/**
 * A film: clouds of the same data in one panel, one step per checkpoint (or layer, or method), in the axes of the
 * first.
 */
import type { CloudQuestion, KeptCloud } from './panel';

export interface FilmStep {
  question: CloudQuestion;
  run?: KeptCloud;
}

/**
 * Each step talks to the editor as a single cloud would, under message names of its own; the first uses the plain ones.
 */
export function stepMessage(message: string, step: number): string {
  return step === 0 ? message : `${message}/${step}`;
}
