/** The words of an experiment file: what they mean, for schema, completions and hovers, and which one a person probably meant. */
import type { ParameterSchema } from '../shared/description';
import { poolings } from '../shared/embedding';
import { byNearness } from '../shared/nearest';

/** The keys of a file, in the order in which they are best written. */
export const keys = {
  name: 'What the experiment is called; the name of the file if absent.',
  model: 'Path of a model file, or a list of them, relative to this file.',
  data: 'A data set that the models are asked about: FILE, FILE#ARRAY or a folder of pictures; or a list of them, relative to this file.',
  target:
    'What is explained: "argmax", "label" (the class that the data says each sample has), a class index, "LAYER:I,…" for a unit, or FILE#ARRAY; or a list of them.',
  layer:
    'For maps of points: the layer whose answers to the data are laid out, or a list of them; without it, the rows of the data are.',
  pooling: `How a spatial layer becomes one row per sample: ${poolings.join(', ')}, or a list of them; mean if absent.`,
  method: 'The id of a method, or an object with its parameters, or a list of them.',
  seed: 'Seed of everything random, or a list of them; 0 if absent.',
  device: 'Where to compute: "auto", or a device that "netloupe devices" lists.',
  preprocessing: 'Corrections of how pictures become the model’s input.',
  notes: 'Free text: what to look for, what was found.',
} as const;

/** The keys of a method that is more than its id. */
export const choiceKeys = {
  id: 'The id of the method.',
  parameters: 'Parameters that differ from their defaults.',
  vary: 'Names of parameters with lists of values: each value a run of its own, several names all combinations.',
} as const;

/** What "model" and "data" take: FILE or FILE#ARRAY; the array alone is none. */
export const pathPattern = '^[^#]|#.*#';

/** What "target" takes as text. Whether a layer of that name is there, the model says. */
export const targetPattern = '^(argmax|label|\\d+(,\\d+)*|.+#.+|.+:\\d+(,\\d+)*)$';

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
