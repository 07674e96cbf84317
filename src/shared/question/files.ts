/** The files that a question names: found, and named otherwise, as questions move between files, folders and machines. */
import { fieldNames, fieldOf, type Question } from './fields';
import { isFileRole, type FileRole } from './field';

/** FILE or FILE#ARRAY in, the same out. */
export type Rename = (spec: string, role: FileRole) => string;

/** The question with every file in it named anew. */
export function withFiles<Q extends Partial<Question>>(question: Q, rename: Rename): Q {
  const renamed = fieldNames.flatMap((name) => {
    const { role } = fieldOf(name);
    const value: unknown = question[name];
    return role === undefined || value === undefined ? [] : [[name, renameIn(value, role, rename)]];
  });
  return { ...question, ...(Object.fromEntries(renamed) as Partial<Q>) };
}

/** One value of a field, likewise. */
export function renameIn(
  value: unknown,
  role: NonNullable<ReturnType<typeof fieldOf>['role']>,
  rename: Rename,
): unknown {
  if (isFileRole(role))
    return role.names === 'dataOrText' && !String(value).includes('#') ? value : rename(String(value), role);
  const parts = value as Readonly<Record<string, unknown>>;
  const renamed = Object.entries(role).filter(([part]) => parts[part] !== undefined);
  return { ...parts, ...Object.fromEntries(renamed.map(([part, own]) => [part, renameIn(parts[part], own, rename)])) };
}

export interface NamedFile {
  /** "model", "data", "earlier map" … */
  file: string;
  names: 'path' | 'data';
  spec: string;
}

/** Those whose changes are noticed. */
export function filesOf(question: Partial<Question>): NamedFile[] {
  const found: NamedFile[] = [];
  withFiles(question, (spec, { file, names }) => {
    if (file !== undefined && names !== 'dataOrText') found.push({ file, names, spec });
    return spec;
  });
  return found;
}
