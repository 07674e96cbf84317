/** The text of an experiment file that repeats a given run: as short as possible, relative to where it is saved. */
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { methodById } from '../methods';
import { changedParameters } from '../methods/method';
import { fieldNames, type Question } from '../shared/question/fields';
import { withFiles } from '../shared/question/files';
import { fallbackOf } from './asked';
import { besideFile } from './paths';
import { keyOf } from './vocabulary';

export interface WriteOptions {
  /** Full path of the workspace folder, to which the request's paths are relative. */
  root: string;
  name?: string;
  notes?: string;
}

/** `file` is where the text will be saved. Reading it back gives the same request. */
export function writeExperiment(file: string, request: Question, { root, name, notes }: WriteOptions): string {
  const method = methodById(request.method);
  const beside = withFiles(request, (spec) => besideFile(file, root, spec));
  const entries = fieldNames.flatMap((field): [string, unknown][] => {
    if (field === 'parameters') return [];
    if (field === 'method') {
      const parameters = changedParameters(method, request.parameters);
      return [[field, Object.keys(parameters).length ? { id: method.id, parameters } : method.id]];
    }
    const value = beside[field];
    const isSaid = value !== undefined && !isEmpty(value) && !isDeepStrictEqual(value, fallbackOf(field, method));
    return isSaid ? [[keyOf(field), value]] : [];
  });
  return stringify({
    ...(name !== undefined && { name }),
    ...Object.fromEntries(entries),
    ...(notes !== undefined && notes !== '' && { notes }),
  });
}

/** Settings, none of which is set. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
