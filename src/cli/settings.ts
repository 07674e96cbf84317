/** Parameters and seeds as they are written on the command line. */
import { ArgumentError } from '../shared/errors';
import type { Values } from './command';

/** --set name=value …: values are JSON where they parse as such, else text. */
export function readSettings(values: Values): Record<string, unknown> {
  const given = values['set'];
  const entries = (Array.isArray(given) ? given : []).map((setting) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (name === undefined || value === undefined) throw new ArgumentError(`--set takes name=value, not "${setting}".`);
    return [name, parseValue(value)] as const;
  });
  return Object.fromEntries(entries);
}

function parseValue(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

export function readSeed(seed: string): number {
  if (/^-?\d+$/.test(seed)) return Number(seed);
  throw new ArgumentError(`--seed takes an integer, not "${seed}".`);
}
