/** Options that commands read alike, derived from what a run asks. */
import type { FieldName, Question } from '../shared/question/fields';
import { questionOptions, readQuestion } from '../shared/question/words';
import { MEMORY_BUDGET, type Values } from './command';

/** As in a usage line. */
export const PREPROCESSING_USAGE = '[--preprocessing name=value …]';

/** How every run is asked; what more a command takes of a question, it lists. */
const ofEveryRun = ['parameters', 'seed', 'device'] as const satisfies FieldName[];

/** The options of a command that runs a method, with those of these fields. */
export function runOptions(fields: readonly FieldName[]): ReturnType<typeof questionOptions> {
  return questionOptions([...fields, ...ofEveryRun]);
}

/** What they say, with defaults. Throws ArgumentError. */
export function readRun<F extends FieldName>(values: Values, fields: readonly F[]) {
  type Read = Partial<Pick<Question, F>> & Pick<Question, (typeof ofEveryRun)[number]>;
  return { ...(readQuestion(values, [...fields, ...ofEveryRun]) as Read), memoryBudget: MEMORY_BUDGET };
}
