/**
 * An experiment: which questions to ask of which models with which data, as a small text file that makes a grid of
 * runs. This file defines an experiment and reads one; `text.ts` and `fields.ts` find problems, `grid.ts` makes the
 * runs, `schema.ts` the schema for editors, `write.ts` the text.
 */
import { readAll } from '../formats/bytes';
import { FormatError } from '../shared/errors';
import type { Question, WrittenName } from '../shared/question/fields';
import { readFields } from './fields';
import { expand } from './grid';
import { lineAndColumn, type Problem } from './problems';
import { MOST_CHARACTERS, readText } from './text';

export type { Problem } from './problems';

export interface Job {
  /** Files are relative to the workspace folder, with slashes, or absolute outside it. */
  request: Question;
  /** What tells this run apart from the others of its grid: "smoothgrad · samples 25 · digits-epoch-1.onnx". */
  label: string;
}

export interface MethodChoice {
  id: string;
  parameters: Record<string, unknown>;
  /** Each value makes a run; several names make all combinations. */
  vary: Record<string, unknown[]>;
}

/** Lists of values; a single one if the file has no list. */
export type Asked = { readonly [F in WrittenName]?: readonly NonNullable<Question[F]>[] };

export interface Experiment {
  /** Full path. */
  file: string;
  name?: string;
  notes?: string;
  methods: MethodChoice[];
  /** The values of each given field, with files relative to the experiment's own. */
  asked: Asked;
}

/** The experiment, unless there are errors, and all problems of the text, in order. */
export function parseExperiment(text: string, file: string): { experiment?: Experiment; problems: Problem[] } {
  const { problems, value } = readText(text);
  const experiment = problems.hasErrors ? undefined : readFields(value, file, problems);
  return { ...(experiment && !problems.hasErrors && { experiment }), problems: problems.found };
}

/** Throws FormatError with the line and column of the first error, and for an unreadable file. */
export async function readExperiment(file: string, root: string): Promise<{ experiment: Experiment; jobs: Job[] }> {
  const text = await readUtf8(file);
  const { experiment, problems } = parseExperiment(text, file);
  if (experiment) return { experiment, jobs: expand(experiment, root) };
  const { message, start } = problems.find(({ severity }) => severity === 'error')!;
  throw new FormatError(`${file}:${lineAndColumn(text, start)}`, message);
}

async function readUtf8(file: string): Promise<string> {
  const fail = (reason: string, cause: unknown) => new FormatError(file, reason, undefined, { cause });
  const bytes = await readAll(file, { limit: 4 * MOST_CHARACTERS }).catch((error: unknown) => {
    throw error instanceof FormatError ? fail(`cannot be read: ${error.reason}.`, error) : error;
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw fail('is not UTF-8 text; save it as UTF-8.', error);
  }
}
