/**
 * A parameter's schema as a form field: its control, its value as text, and text back to a value or to a sentence that
 * says what is accepted. field.ts has the controls.
 */
import { labelOf, type ParameterSchema } from '../../../src/shared/description';
import type { Choice } from '../select';

export type FieldKind = 'choice' | 'flag' | 'number' | 'text';

export type Parsed = { ok: true; value: unknown } | { ok: false; message: string };

export function fieldKind(schema: ParameterSchema): FieldKind {
  if (schema.enum !== undefined || schema.form?.options !== undefined) return 'choice';
  if (schema.type === 'boolean') return 'flag';
  return schema.type === 'integer' || schema.type === 'number' ? 'number' : 'text';
}

/** Stands in a list for values that must be typed. */
export const other = 'other';

/**
 * What a field offers: its closed set, or common values and the model's layers, and *Other…* if anything else can be
 * typed.
 */
export function choicesOf({ enum: closed = [], form = {} }: ParameterSchema, layers: readonly Choice[]): Choice[] {
  const { options = {} } = form;
  const named = closed.length > 0 ? closed.map(String) : Object.keys(options);
  return [
    ...named.map((value) => ({ value, label: labelOf(value, options[value]) })),
    ...(form.layers ? layers : []),
    ...(form.other === undefined ? [] : [{ value: other, label: 'Other…' }]),
  ];
}

/** A value as the field shows it: lists joined by commas, nothing if unset. */
export function fieldText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(fieldText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * The value of a field's text. Empty text is the default, or without one, a value that the method determines itself.
 */
export function parseField(schema: ParameterSchema, text: string): Parsed {
  const trimmed = text.trim();
  if (trimmed === '') return accept(schema.default);
  return parseText(schema, trimmed);
}

function parseText(schema: ParameterSchema, text: string): Parsed {
  if (schema.anyOf !== undefined) return parseAlternatives(schema.anyOf, text);
  if (schema.enum !== undefined) {
    const value = schema.enum.find((choice) => String(choice) === text);
    return value === undefined ? refuse(`Enter ${accepted(schema)}.`) : accept(value);
  }
  switch (schema.type) {
    case 'integer':
    case 'number':
      return parseNumber(schema, text);
    case 'boolean':
      return text === 'true' || text === 'false' ? accept(text === 'true') : refuse('Enter true or false.');
    case 'array':
      return parseList(schema.items ?? {}, text);
    default:
      return accept(text);
  }
}

function parseNumber(schema: ParameterSchema, text: string): Parsed {
  const value = Number(text.replace('−', '-'));
  const { type, minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = schema;
  const inside = value >= minimum && value <= maximum && value > exclusiveMinimum;
  const whole = type !== 'integer' || Number.isSafeInteger(value);
  return Number.isFinite(value) && inside && whole ? accept(value) : refuse(`Enter ${accepted(schema)}.`);
}

function parseList(items: ParameterSchema, text: string): Parsed {
  const parts = text.replace(/^\[|\]$/g, '').split(/[\s,;]+/);
  const parsed = parts.filter((part) => part !== '').map((part) => parseText(items, part));
  return parsed.find((part) => !part.ok) ?? accept(parsed.map((part) => part.ok && part.value));
}

/**
 * The first alternative that accepts the text wins, numbers before words as in "0" for a value or "blur" for a name.
 */
function parseAlternatives(alternatives: readonly ParameterSchema[], text: string): Parsed {
  const words = (schema: ParameterSchema) => Number(schema.type === 'string' && schema.enum === undefined);
  const ordered = alternatives.toSorted((a, b) => words(a) - words(b));
  for (const alternative of ordered) {
    const parsed = parseText(alternative, text);
    if (parsed.ok) return parsed;
  }
  return refuse(`Enter ${alternatives.map(accepted).join(', or ')}.`);
}

/** What a field accepts, as part of a sentence: "a whole number from 1 to 1000". */
export function accepted(schema: ParameterSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(accepted).join(', or ');
  if (schema.enum !== undefined) return schema.enum.map((choice) => `“${choice}”`).join(' or ');
  if (schema.type === 'array') return `a list, separated by commas, each ${accepted(schema.items ?? {})}`;
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type !== 'integer' && schema.type !== 'number') return 'text';
  return `${schema.type === 'integer' ? 'a whole number' : 'a number'}${limits(schema)}`;
}

function limits({ type, minimum, maximum, exclusiveMinimum }: ParameterSchema): string {
  // Generated schemas limit integers to what float64 holds exactly; nobody needs to read that.
  const low = type === 'integer' && minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const high = type === 'integer' && maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
  if (exclusiveMinimum !== undefined)
    return ` above ${exclusiveMinimum}${high === undefined ? '' : `, at most ${high}`}`;
  if (low !== undefined) return ` of at least ${low}`;
  return high === undefined ? '' : ` of at most ${high}`;
}

/** The parameters without those that equal their default, which is how forms travel. */
export function withoutDefaults(
  values: Record<string, unknown>,
  schemas: Record<string, ParameterSchema>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== undefined && !sameValue(value, schemas[name]?.default)),
  );
}

/** Whether the same names have the same values, in any order. */
export function sameValues(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Array.from(names).every((name) => sameValue(a[name], b[name]));
}

function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function accept(value: unknown): Parsed {
  return { ok: true, value };
}

function refuse(message: string): Parsed {
  return { ok: false, message };
}
