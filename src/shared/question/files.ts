/** Finds and renames the files in a question, as questions move between files, folders and machines. */
import { fieldNames, fieldOf, type Question } from './fields';
import { isFileRole, type FileRole } from './field';

/** Maps FILE or FILE#ARRAY to the same form. */
export type Rename = (spec: string, role: FileRole) => string;

/** The question with every file in it renamed. */
export function withFiles<Q extends Partial<Question>>(question: Q, rename: Rename): Q {
  const renamed = fieldNames.flatMap((name) => {
    const { role } = fieldOf(name);
    const value: unknown = question[name];
    return role === undefined || value === undefined ? [] : [[name, renameIn(value, role, rename)]];
  });
  return { ...question, ...(Object.fromEntries(renamed) as Partial<Q>) };
}

/** The same for one value of a field. */
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

/** Files whose changes are noticed. */
export function filesOf(question: Partial<Question>): NamedFile[] {
  const found: NamedFile[] = [];
  withFiles(question, (spec, { file, names }) => {
    if (file !== undefined && names !== 'dataOrText') found.push({ file, names, spec });
    return spec;
  });
  return found;
}
