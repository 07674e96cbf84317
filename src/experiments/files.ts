/**
 * Files that an experiment names but that do not exist, which only the disk can tell; `text.ts` and `fields.ts` check
 * the text.
 */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { splitSpec } from '../formats';
import { isFileRole, type FileRole } from '../shared/question/field';
import { fieldOf, writtenNames, type WrittenName } from '../shared/question/fields';
import { isObject, type Entry } from './checks';
import type { Path, Problem } from './problems';
import { readText } from './text';
import { keyOf } from './vocabulary';

/** Warnings, since a file may be created before the experiment runs. None for a text with errors. */
export async function fileProblems(text: string, file: string): Promise<Problem[]> {
  const { problems, value } = readText(text);
  if (problems.hasErrors || !isObject(value)) return [];
  const said = new Set(problems.found);
  for (const { path, spec, role } of writtenNames.flatMap((name) => filesIn(value, name))) {
    const full = await splitSpec(resolve(dirname(file), spec));
    const found = await stat(full.path).catch(() => undefined);
    const sentence = !found
      ? `There is no ${role.names === 'data' ? 'file or folder' : 'file'} ${full.path}.`
      : role.names === 'path' && found.isDirectory()
        ? `${full.path} is a folder; ${article(role.file!)} must be a file.`
        : role.names === 'data' && found.isDirectory() && full.name !== undefined
          ? `${full.path} is a folder of pictures, which has no arrays; leave out "#${full.name}".`
          : undefined;
    if (sentence !== undefined) problems.add(path, sentence, { severity: 'warning', inSchema: false });
  }
  return problems.found.filter((problem) => !said.has(problem));
}

interface Found {
  path: Path;
  spec: string;
  role: FileRole;
}

function filesIn(file: Readonly<Record<string, unknown>>, name: WrittenName): Found[] {
  const { role } = fieldOf(name);
  if (!role) return [];
  const at = (path: Path, spec: unknown, own: FileRole): Found[] =>
    typeof spec !== 'string' || spec === '' || own.names === 'dataOrText' ? [] : [{ path, spec, role: own }];
  return entriesIn(file, keyOf(name)).flatMap(({ path, value }) => {
    if (isFileRole(role)) return at(path, value, role);
    return isObject(value) ? Object.entries(role).flatMap(([part, own]) => at([...path, part], value[part], own)) : [];
  });
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function entriesIn(object: Readonly<Record<string, unknown>>, key: string): Entry[] {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  if (!Array.isArray(value)) return [{ path: [key], value }];
  return value.map((entry: unknown, i) => ({ path: [key, i], value: entry }));
}
