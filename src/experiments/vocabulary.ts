/**
 * The words of an experiment file: their meaning, for schema, completions and hovers, and suggestions for misspelt
 * ones.
 */
import * as z from 'zod';
import { Preprocessing } from '../formats/preprocessing';
import type { ParameterSchema } from '../shared/description';
import { byNearness } from '../shared/nearest';
import { fieldNames, fieldOf, writtenNames, type WrittenName } from '../shared/question/fields';

/** The keys of a file, in the recommended order. */
export const keys: Readonly<Record<string, string>> = {
  name: 'The name of the experiment; by default that of the file.',
  ...Object.fromEntries(
    fieldNames.flatMap((name): [string, string][] => {
      if (name === 'method')
        return [['method', 'The id of a method, or an object with its parameters, or a list of them.']];
      return name === 'parameters' ? [] : [[keyOf(name), fieldOf(name).written!.meaning]];
    }),
  ),
  notes: 'Free text: what to look for, what was found.',
};

/** The name of a question's field in a file. */
export function keyOf(name: WrittenName): string {
  return fieldOf(name).written!.key ?? name;
}

/** The field of a key; undefined for keys that ask nothing. */
export function fieldOfKey(key: unknown): WrittenName | undefined {
  return writtenNames.find((name) => keyOf(name) === key);
}

/** What one value of a field must be in a file. */
export function writtenSchema(name: WrittenName): z.ZodType {
  const { schema, written } = fieldOf(name);
  return settings[name] ?? written!.schema ?? schema;
}

/** The question stores settings unchanged; their allowed values are known here. */
const settings: Readonly<Partial<Record<WrittenName, z.ZodObject>>> = { preprocessing: Preprocessing.partial() };

export interface Parts {
  schema: z.ZodObject;
  /** The kind of each of its names. */
  what: string;
}

/** For a field whose values are names with values. */
export function partsOf(name: WrittenName): Parts | undefined {
  const schema = writtenSchema(name);
  if (!(schema instanceof z.ZodObject)) return undefined;
  return { schema, what: settings[name] ? 'setting of pictures' : `part of ${keyOf(name)}` };
}

/** The keys of a method that is more than its id. */
export const choiceKeys = {
  id: 'The id of the method.',
  parameters: 'Parameters that differ from their defaults.',
  vary: 'Names of parameters with lists of values: each value makes a run, several names make all combinations.',
} as const;

/** `known` lists the right words; `what` names their kind. */
export function unknownWord(what: string, word: string, known: readonly string[]): string {
  return `There is no ${what} "${word}"; did you mean "${byNearness(word, known)[0]!}"?`;
}

/** What to add to an error about a value that is not among those of a schema; nothing if it lists no words. */
export function hint(value: unknown, schema: ParameterSchema): string {
  const [nearest] = typeof value === 'string' ? byNearness(value, wordsOf(schema)) : [];
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

function wordsOf({ enum: words = [], anyOf = [] }: ParameterSchema): string[] {
  return [...words.filter((word) => typeof word === 'string'), ...anyOf.flatMap(wordsOf)];
}
