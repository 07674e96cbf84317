/**
 * What a run asks, field by field: the one list from which types, storage, keys, paths, experiment files and command
 * lines are derived. To add a field, add an entry.
 */
import * as z from 'zod';
import { deviceIds } from '../devices';
import { earlierUses, poolings } from '../embedding';
import { earlierFlags } from './earlierFlags';
import type { Asked, Field } from './field';

const text = z.string();
/** FILE or FILE#ARRAY, never just the array. */
const path = text.regex(/^[^#]|#.*#/);
const settings = z.record(text, z.unknown());
const always: Asked = () => 'always';
/** Points may be a layer's activations; if they are added to a map, its layer is the default. */
const ofLayer: Asked = ({ layer, points, map }) => layer ?? (map === 'always' ? 'optional' : points && 'layer');
const ofModel: Asked = (needs) => needs.model ?? ofLayer(needs);

const earlierParts = {
  path: text.describe('A map as .npz, relative to this file.'),
  use: z
    .enum(earlierUses)
    .describe('Its points start where they were, stay fixed there, or have others added to them.'),
  data: text.exactOptional().describe('The data behind the map, if the map does not name them or they have moved.'),
};

const field = <S extends z.ZodType>(entry: Field<S>): Field<S> => entry;

/** In the order of experiment files; lists of values make runs in this order too, the first outermost. */
export const fields = {
  /** Path of the model file. */
  model: field({
    schema: text.exactOptional(),
    asked: ofModel,
    needed: true,
    role: { names: 'path', file: 'model' },
    written: {
      meaning: 'Path of a model file, or a list of them, relative to this file.',
      many: true,
      schema: path,
    },
  }),
  /** "FILE" or "FILE#ARRAY". */
  input: field({
    schema: text.exactOptional(),
    asked: ({ input, data, points }) => input ?? data ?? points,
    needed: true,
    role: { names: 'data', file: 'data' },
    written: {
      key: 'data',
      meaning:
        'A data set to run the models on: FILE, FILE#ARRAY or a folder of pictures; or a list of them, relative to this file.',
      many: true,
      schema: path,
    },
  }),
  /**
   * What to explain: "argmax" (the winning class of each sample), "label" (the class given by the data), a class index,
   * several joined by commas (one per sample), "NAME:I" or "NAME:I,J,K" for a unit of any layer's output, by position,
   * or FILE#ARRAY.
   */
  target: field({
    schema: text.exactOptional(),
    asked: ({ target }) => target,
    default: 'argmax',
    role: { names: 'dataOrText' },
    written: {
      meaning:
        'What to explain: "argmax", "label" (the class given by the data), a class index, "LAYER:I,…" for a unit, or FILE#ARRAY; or a list of them.',
      many: true,
      // Only the model knows whether it has a layer of that name.
      schema: z.union([text.regex(/^(argmax|label|\d+(,\d+)*|.+#.+|.+:\d+(,\d+)*)$/), z.int().min(0)]),
      words: ['argmax', 'label'],
      problem: 'A target is argmax, label, a class index, FILE#ARRAY, or a unit as LAYER:I or LAYER:I,J,K.',
    },
  }),
  /** Name of the layer whose activations are mapped; without it, the rows of the data are. */
  layer: field({
    schema: text.exactOptional(),
    asked: ofLayer,
    written: {
      schema: text.min(1),
      meaning:
        'For maps of points: the layer whose activations are mapped, or a list of them; without it, the rows of the data are.',
      many: true,
      problem: 'A layer is given by its name.',
    },
  }),
  /** How a spatial layer becomes rows. */
  pooling: field({
    schema: z.enum(poolings).exactOptional(),
    asked: ofLayer,
    default: 'mean',
    written: {
      meaning: `How a spatial layer becomes one row per sample: ${poolings.join(', ')}, or a list of them; the default is mean.`,
      many: true,
      words: poolings,
    },
  }),
  /** For methods that lay out points. */
  earlier: field({
    schema: z.object(earlierParts).exactOptional(),
    asked: ({ map }) => map,
    needed: true,
    role: { path: { names: 'path', file: 'earlier map' }, data: { names: 'data', file: 'earlier data' } },
    written: {
      meaning: 'For maps of points: an earlier map to begin with, as path and use; or a list of them.',
      many: true,
      schema: z.strictObject(earlierParts),
    },
    flags: earlierFlags,
  }),
  method: field({ schema: text, asked: always }),
  /** Only those that differ from the defaults are needed. */
  parameters: field({ schema: settings, asked: always }),
  seed: field({
    schema: z.int(),
    asked: always,
    default: 0,
    written: {
      meaning: 'Seed for everything random, or a list of seeds; the default is 0.',
      many: true,
      problem: 'A seed is a whole number.',
    },
  }),
  /** 'auto' lets the engine choose; else a device id. */
  device: field({
    schema: text,
    asked: always,
    default: 'auto',
    written: {
      meaning: 'Where to compute: "auto" or the id of a device.',
      many: false,
      schema: z.enum(['auto', ...deviceIds]),
      words: ['auto', ...deviceIds],
    },
  }),
  /** Corrections to the guessed preprocessing of pictures. */
  preprocessing: field({
    schema: settings.exactOptional(),
    asked: ofModel,
    written: { meaning: 'Corrections to how pictures become the model’s input.', many: false },
  }),
};

type Fields = typeof fields;
export type FieldName = keyof Fields;
/** The fields that a method's runs take beside its parameters. */
export type WrittenName = Exclude<FieldName, 'method' | 'parameters'>;
type Shape = { [F in FieldName]: Fields[F]['schema'] };

export const fieldNames = Object.keys(fields) as FieldName[];
export const writtenNames = fieldNames.filter((name): name is WrittenName => 'written' in fields[name]);

/** The question of a run, as it travels through files and queues. */
export const Question = z.object(Object.fromEntries(fieldNames.map((name) => [name, fields[name].schema])) as Shape);
export type Question = z.infer<typeof Question>;

/** A field of any kind, for code that handles them all. */
export function fieldOf(name: FieldName): Field {
  return fields[name];
}
