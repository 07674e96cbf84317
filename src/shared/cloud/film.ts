/** A film: clouds of the same data in one panel, a step for each checkpoint (or layer, or method), in the axes of the first. */
import type { CloudQuestion, KeptCloud } from './panel';

export interface FilmStep {
  question: CloudQuestion;
  run?: KeptCloud;
}

/** Each step speaks with the editor as the only cloud of a panel does, under names of its own; the first has the plain ones. */
export function stepMessage(message: string, step: number): string {
  return step === 0 ? message : `${message}/${step}`;
}
