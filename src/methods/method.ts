/**
 * What a method is: one definition from which menus, forms, command-line flags, completions and the documentation are
 * derived. To add one, write a file that exports one and list it in `index.ts`.
 */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Family, FormHints, MapUse, MethodDescription, ParameterSchema, Preset } from '../shared/description';
import { ArgumentError } from '../shared/errors';
import type { Needs, prediction } from '../shared/needs';
import type { ContextOf } from './context';
import type { Findings, Kind } from './findings';
import type { Spelling } from './spelling';

export type * from './context';
export type * from './findings';
export { prediction } from '../shared/needs';

/** Titles and form hints stand beside `describe()` in the schemas of parameters. */
declare module 'zod' {
  interface GlobalMeta {
    form?: FormHints;
  }
}

/** The commands that a method takes while it runs, by name, with their values. */
export type Commands = Readonly<Record<string, z.ZodObject>>;

/** One of them, as it crosses the walls. */
export type CommandOf<C extends Commands> = {
  [K in keyof C & string]: { kind: K } & ValuesOf<C[K]>;
}[keyof C & string];

/** Zod rejects every key for an object without keys. */
type ValuesOf<Z extends z.ZodObject> = string extends keyof z.infer<Z> ? unknown : z.infer<Z>;

export interface Method<
  P extends z.ZodObject = z.ZodObject,
  N extends Needs = Needs,
  K extends Kind = Kind,
  C extends Commands = Commands,
> {
  id: string;
  title: string;
  family: Family;
  needs: N;
  /** The kind of its results. */
  gives: K;
  /** Two sentences: what it is good for, and what it misses. */
  summary: string;
  source: string;
  parameters: P;
  /** Offered above the parameters in forms. */
  presets?: readonly Preset[];
  /** For methods that need or can use an earlier map. */
  map?: MapUse;
  steering?: C;
  /** For those with a command of their own; others are asked for by `attribute --method ID` or `embed --method ID`. */
  spelling?: Spelling;
  /** Ids of the methods that it judges: its runs are named after them too. */
  judges?(parameters: z.infer<P>): readonly string[];
  /** How many of the samples it asks for, from the first; by default all. */
  samples?(parameters: z.infer<P>): number | undefined;
  run(context: ContextOf<N, K, CommandOf<C>>, parameters: z.infer<P>): Promise<Findings<K>>;
}

/** A method that explains a prediction. */
export type PredictionMethod = Method<z.ZodObject, typeof prediction, 'attribution'>;

/** Ties the types of a method's parameters, context and findings to its definition. */
export function defineMethod<P extends z.ZodObject, N extends Needs, K extends Kind, C extends Commands = Commands>(
  method: Method<P, N, K, C>,
): Method<z.ZodObject, N, K, C> {
  return method;
}

/** The method as plain data. */
export function describeMethod(method: Method): MethodDescription {
  const { id, title, family, needs, gives, summary, source, parameters, presets, map, steering } = method;
  return {
    id,
    title,
    family,
    needs,
    gives,
    summary,
    source,
    parameters: describeParameters(parameters),
    ...(presets && { presets }),
    ...(map && { map }),
    ...(steering && {
      steering: Object.fromEntries(
        Object.entries(steering).map(([name, values]) => [name, describeParameters(values)]),
      ),
    }),
  };
}

/** The JSON Schema of each parameter, by name. */
export function describeParameters(parameters: z.ZodObject): Record<string, ParameterSchema> {
  const { properties = {} } = z.toJSONSchema(parameters, { io: 'input' });
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, spellOut(schema as ListedTypes)]),
  );
}

type ListedTypes = Omit<ParameterSchema, 'type' | 'anyOf'> & {
  type?: ParameterSchema['type'] | ParameterSchema['type'][];
  anyOf?: (ParameterSchema & { const?: string | number })[];
};

/**
 * JSON Schema lists several types in one word, and writes single values as types; forms need alternatives and choices.
 */
function spellOut({ type, anyOf, ...schema }: ListedTypes): ParameterSchema {
  if (anyOf?.every((one) => one.const !== undefined)) return { ...schema, enum: anyOf.map((one) => one.const!) };
  if (anyOf)
    return {
      ...schema,
      anyOf: anyOf.map(({ const: value, ...one }) => (value === undefined ? one : { enum: [value] })),
    };
  if (Array.isArray(type)) return { ...schema, anyOf: type.map((one) => ({ ...(one && { type: one }) })) };
  return { ...schema, ...(type && { type }) };
}

/**
 * Parameters with defaults filled in. Throws ArgumentError that names the unsuitable parameter, or the nearest right
 * name.
 */
export function parseParameters(
  method: Pick<Method, 'id' | 'parameters'>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = Object.keys(method.parameters.shape);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) {
      throw new ArgumentError(`${method.id} has no parameter "${name}"; it has ${names.join(', ') || 'none'}.`);
    }
  }
  const parsed = method.parameters.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const message = issue?.message ?? 'not valid';
  const end = /[.?]$/.test(message) ? '' : '.';
  throw new ArgumentError(`${method.id}: parameter ${issue?.path.join('.') ?? ''}: ${message}${end}`);
}

/** Those parameters that differ from the defaults. Throws as {@link parseParameters}. */
export function changedParameters(
  method: Pick<Method, 'id' | 'parameters'>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const defaults = parseParameters(method, {});
  const parameters = Object.entries(parseParameters(method, given));
  return Object.fromEntries(parameters.filter(([name, value]) => !isDeepStrictEqual(value, defaults[name])));
}
