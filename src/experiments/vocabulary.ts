/** The words of an experiment file: what they mean, for schema, completions and hovers, and which one a person probably meant. */
import * as z from 'zod';
import { Preprocessing } from '../formats/preprocessing';
import type { ParameterSchema } from '../shared/description';
import { byNearness } from '../shared/nearest';
import { fieldNames, fieldOf, writtenNames, type WrittenName } from '../shared/question/fields';

/** The keys of a file, in the order in which they are best written. */
export const keys: Readonly<Record<string, string>> = {
  name: 'What the experiment is called; the name of the file if absent.',
  ...Object.fromEntries(
    fieldNames.flatMap((name): [string, string][] => {
      if (name === 'method')
        return [['method', 'The id of a method, or an object with its parameters, or a list of them.']];
      return name === 'parameters' ? [] : [[keyOf(name), fieldOf(name).written!.meaning]];
    }),
  ),
  notes: 'Free text: what to look for, what was found.',
};

/** What a field of the question is called in a file. */
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

/** The question keeps settings as they are; what they may be is known here. */
const settings: Readonly<Partial<Record<WrittenName, z.ZodObject>>> = { preprocessing: Preprocessing.partial() };

export interface Parts {
  schema: z.ZodObject;
  /** What each of its names is. */
  what: string;
}

/** Of a field whose values are names with values. */
export function partsOf(name: WrittenName): Parts | undefined {
  const schema = writtenSchema(name);
  if (!(schema instanceof z.ZodObject)) return undefined;
  return { schema, what: settings[name] ? 'setting of pictures' : `part of ${keyOf(name)}` };
}

/** The keys of a method that is more than its id. */
export const choiceKeys = {
  id: 'The id of the method.',
  parameters: 'Parameters that differ from their defaults.',
  vary: 'Names of parameters with lists of values: each value a run of its own, several names all combinations.',
} as const;

/** Every word of `known` may be right; `what` says of which kind they are. */
export function unknownWord(what: string, word: string, known: readonly string[]): string {
  return `There is no ${what} "${word}"; did you mean "${byNearness(word, known)[0]!}"?`;
}

/** What to add to a sentence about a value that is none of those a schema lists; nothing where it lists no words. */
export function hint(value: unknown, schema: ParameterSchema): string {
  const [nearest] = typeof value === 'string' ? byNearness(value, wordsOf(schema)) : [];
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

function wordsOf({ enum: words = [], anyOf = [] }: ParameterSchema): string[] {
  return [...words.filter((word) => typeof word === 'string'), ...anyOf.flatMap(wordsOf)];
}
