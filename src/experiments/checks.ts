/** Checks shared by every part of an experiment file: names are known, values exist, and nothing is requested twice. */
import { canonical } from './key';
import type { Path, Problems } from './problems';
import { unknownWord } from './vocabulary';

export interface Entry<T = unknown> {
  path: Path;
  value: T;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a key; undefined if the key is absent. A key without a value is a problem. */
export function valueOf(object: Readonly<Record<string, unknown>>, path: Path, problems: Problems): unknown {
  const key = String(path.at(-1));
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  if (value !== null) return value;
  problems.add(path, `"${key}" has no value; write one, or leave the key out.`, { on: 'key' });
  return undefined;
}

/** The same for names with values. */
export function objectOf(
  object: Readonly<Record<string, unknown>>,
  path: Path,
  problems: Problems,
): Record<string, unknown> | undefined {
  const value = valueOf(object, path, problems);
  if (value === undefined || isObject(value)) return value;
  problems.add(path, `"${path.at(-1)}" takes names with values.`);
  return undefined;
}

/** One value, or the entries of a list. An empty list is a problem. */
export function entriesOf(value: unknown, path: Path, problems: Problems): Entry[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [{ path, value }];
  if (!value.length) problems.add(path, `"${path.at(-1)}" is an empty list; add an entry, or leave it out.`);
  return value.map((entry: unknown, i) => ({ path: [...path, i], value: entry }));
}

export function checkNames(
  object: Readonly<Record<string, unknown>>,
  path: Path,
  { known, what }: { known: readonly string[]; what: string },
  problems: Problems,
): void {
  for (const name of Object.keys(object))
    if (!known.includes(name)) problems.add([...path, name], unknownWord(what, name, known), { on: 'key' });
}

/** Entries that request the same as an earlier one. */
export function warnOfTwins(entries: readonly Entry[], problems: Problems): void {
  const seen = new Set<string>();
  for (const { path, value } of entries) {
    const identity = canonical(value);
    if (seen.has(identity)) {
      const sentence = 'This repeats an earlier entry; its runs are made once.';
      problems.add(path, sentence, { severity: 'warning', inSchema: false });
    }
    seen.add(identity);
  }
}
