/** What an experiment file names and is not there, which only the disk can tell; what the text tells is `text.ts`' and `fields.ts`' business. */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { splitSpec } from '../formats';
import { isObject, type Entry } from './checks';
import type { Problem } from './problems';
import { readText } from './text';

/** Warnings, since a file may be made before the experiment is run. None for a text that has errors. */
export async function fileProblems(text: string, file: string): Promise<Problem[]> {
  const { problems, value } = readText(text);
  if (problems.hasErrors || !isObject(value)) return [];
  const said = new Set(problems.found);
  for (const key of ['model', 'data'] as const)
    for (const { path, value: written } of entriesIn(value, key)) {
      if (typeof written !== 'string' || written === '') continue;
      const full = await splitSpec(resolve(dirname(file), written));
      const found = await stat(full.path).catch(() => undefined);
      const sentence = !found
        ? `There is no ${key === 'data' ? 'file or folder' : 'file'} ${full.path}.`
        : key === 'model' && found.isDirectory()
          ? `${full.path} is a folder; a model is a file.`
          : key === 'data' && found.isDirectory() && full.name !== undefined
            ? `${full.path} is a folder of pictures; it has no arrays such as "${full.name}".`
            : undefined;
      if (sentence !== undefined) problems.add(path, sentence, { severity: 'warning', inSchema: false });
    }
  return problems.found.filter((problem) => !said.has(problem));
}

function entriesIn(object: Readonly<Record<string, unknown>>, key: string): Entry[] {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  if (!Array.isArray(value)) return [{ path: [key], value }];
  return value.map((entry: unknown, i) => ({ path: [key, i], value: entry }));
}
