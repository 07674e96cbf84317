/** Options that several commands read alike. */
import { poolings, type Pooling } from '../shared/embedding';
import { ArgumentError } from '../shared/errors';
import { byNearness } from '../shared/nearest';
import type { Values } from './command';

/** --set name=value …: values are JSON where they parse as such, else text. */
export function readSettings(values: Values, option = 'set'): Record<string, unknown> {
  const given = values[option];
  const entries = (Array.isArray(given) ? given : []).map((setting) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (name === undefined || value === undefined)
      throw new ArgumentError(`--${option} takes name=value, not "${setting}".`);
    return [name, parseValue(value)] as const;
  });
  return Object.fromEntries(entries);
}

export const preprocessingOption = { preprocessing: { type: 'string', multiple: true } } as const;

/** As in a usage line. */
export const PREPROCESSING_USAGE = '[--preprocessing name=value …]';

/** --preprocessing name=value …: corrections of how pictures become the model's input, read as --set is. */
export function readPreprocessing(values: Values): { preprocessing?: Record<string, unknown> } {
  const preprocessing = readSettings(values, 'preprocessing');
  return Object.keys(preprocessing).length ? { preprocessing } : {};
}

function parseValue(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** Throws ArgumentError for anything but a whole number. */
export function readSeed(seed: string): number {
  if (/^-?\d+$/.test(seed)) return Number(seed);
  throw new ArgumentError(`--seed takes an integer, not "${seed}".`);
}

/** Throws ArgumentError that offers the nearest one. */
export function readPooling(given: string): Pooling {
  const pooling = poolings.find((known) => known === given);
  if (pooling) return pooling;
  throw new ArgumentError(
    `--pooling is one of ${poolings.join(', ')}, not "${given}"; did you mean "${byNearness(given, poolings)[0]}"?`,
  );
}
