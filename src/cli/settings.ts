/** Options shared by commands, derived from the fields of a question. */
import type { FieldName, Question } from '../shared/question/fields';
import { questionOptions, readQuestion } from '../shared/question/words';
import { MEMORY_BUDGET, type Values } from './command';

/** As in a usage line. */
export const PREPROCESSING_USAGE = '[--preprocessing name=value …]';

/** The fields of every run; a command lists the others it takes. */
const ofEveryRun = ['parameters', 'seed', 'device'] as const satisfies FieldName[];

/** The options of a command that runs a method, with those of these fields. */
export function runOptions(fields: readonly FieldName[]): ReturnType<typeof questionOptions> {
  return questionOptions([...fields, ...ofEveryRun]);
}

/** The options' values, with defaults. Throws ArgumentError. */
export function readRun<F extends FieldName>(values: Values, fields: readonly F[]) {
  type Read = Partial<Pick<Question, F>> & Pick<Question, (typeof ofEveryRun)[number]>;
  return { ...(readQuestion(values, [...fields, ...ofEveryRun]) as Read), memoryBudget: MEMORY_BUDGET };
}
