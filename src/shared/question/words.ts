/** Translates a question to command-line arguments and back. */
import { ArgumentError } from '../errors';
import { byNearness } from '../nearest';
import type { Flags } from './field';
import { fieldNames, fieldOf, type FieldName, type Question } from './fields';

/** The given options, by name. */
export type Given = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** The options that express the question; leaves out defaults and fields that are written elsewhere. */
export function questionWords(question: Partial<Question>, left: readonly FieldName[] = []): string[] {
  return fieldNames.flatMap((name) => {
    const value: unknown = question[name];
    if (value === undefined || left.includes(name) || value === fieldOf(name).default) return [];
    return flagsOf(name).write(value);
  });
}

/** Option definitions for parseArgs. */
export function questionOptions(
  names: readonly FieldName[],
): Record<string, { type: 'string' | 'boolean'; multiple?: true }> {
  const options = names.flatMap((name) => Object.entries(flagsOf(name).options));
  return Object.fromEntries(
    options.map(([name, type]) => [name, type === 'settings' ? { type: 'string', multiple: true } : { type }]),
  );
}

/** What the options say about these fields, with defaults. Throws ArgumentError for values that do not fit. */
export function readQuestion<F extends FieldName>(given: Given, names: readonly F[]): Partial<Pick<Question, F>> {
  const read = names.flatMap((name): [string, unknown][] => {
    const value = flagsOf(name).read(given) ?? fieldOf(name).default;
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(read) as Partial<Pick<Question, F>>;
}

/** NAME=VALUE: values are JSON if they parse as JSON, else text. */
export function readSettings(given: Given, option: string): Record<string, unknown> {
  const settings = given[option];
  const entries = (Array.isArray(settings) ? (settings as readonly string[]) : []).map((setting) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (name === undefined || value === undefined)
      throw new ArgumentError(`--${option} takes name=value, not "${setting}".`);
    return [name, parseValue(value)] as const;
  });
  return Object.fromEntries(entries);
}

/** A value as text that {@link readSettings} can read back. */
export function valueText(value: unknown): string {
  return typeof value === 'string' && parseValue(value) === value ? value : JSON.stringify(value);
}

type AnyFlags = Omit<Flags, 'options' | 'read'> & {
  options: Readonly<Record<string, 'string' | 'boolean' | 'settings'>>;
  read(given: Given): unknown;
};

function flagsOf(name: FieldName): AnyFlags {
  const { flags, schema } = fieldOf(name);
  if (flags) return flags;
  const option = name === 'parameters' ? 'set' : name;
  if (schema.safeParse({}).success)
    return {
      options: { [option]: 'settings' },
      write: (settings) =>
        Object.entries(settings as object).flatMap(([key, value]) => [`--${option}`, `${key}=${valueText(value)}`]),
      read: (given) => {
        const settings = readSettings(given, option);
        return name === 'parameters' || Object.keys(settings).length ? settings : undefined;
      },
    };
  return {
    options: { [option]: 'string' },
    write: (value) => [`--${option}`, typeof value === 'string' ? value : JSON.stringify(value)],
    read: (given) => readOne(name, given[option]),
  };
}

function readOne(name: FieldName, given: Given[string]): unknown {
  if (typeof given !== 'string' || given === '') return undefined;
  const { schema, default: fallback, written } = fieldOf(name);
  const value = [given, parseValue(given)].find((one) => schema.safeParse(one).success);
  if (value !== undefined) return value;
  const words = written?.words;
  throw new ArgumentError(
    words
      ? `--${name} must be one of ${words.join(', ')}, not "${given}"; did you mean "${byNearness(given, words)[0]}"?`
      : `--${name} takes ${typeof fallback === 'number' ? 'an integer' : 'another value'}, not "${given}".`,
  );
}

function parseValue(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
