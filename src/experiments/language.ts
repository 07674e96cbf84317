/**
 * Completions and hovers in a YAML experiment file, as plain data. `place.ts` locates the cursor, `experiment.ts` finds
 * problems.
 */
import type { Document } from 'yaml';
import { methods } from '../methods';
import { describeMethod, describeParameters } from '../methods/method';
import type { MethodDescription, ParameterSchema } from '../shared/description';
import { isFileRole } from '../shared/question/field';
import { fieldOf } from '../shared/question/fields';
import { placeAt, typedPlaceAt } from './place';
import type { Path } from './problems';
import { choiceKeys, fieldOfKey, keys, partsOf } from './vocabulary';

export interface Suggestion {
  kind: 'key' | 'value';
  /** The inserted text: a key, with its colon unless that exists, or a value. */
  text: string;
  detail: string;
  documentation: string;
}

type Word = Omit<Suggestion, 'kind'>;

/** Possible texts at an offset. */
export function completionsAt(text: string, offset: number): Suggestion[] {
  const place = typedPlaceAt(text, offset);
  if (!place) return [];
  const { document, path, map, scalar, isOpen, isBare } = place;
  const values = wordsAt(path, document).map((word): Suggestion => ({ kind: 'value', ...word }));
  if (!map) return values;
  const others = new Set(map.items.map(({ key }) => (key === scalar ? '' : String(key))));
  const names = keysAt(path, document)
    .filter((word) => !others.has(word.text))
    .map((word): Suggestion => ({ kind: 'key', ...word, text: word.text + (isBare ? '' : ': ') }));
  return isOpen ? [...values, ...names] : names;
}

/** A path being typed, from its beginning to the cursor. */
export interface TypedPath {
  key: string;
  typed: string;
}

/** Undefined if the cursor is not in a path. */
export function pathAt(text: string, offset: number): TypedPath | undefined {
  const path = typedPlaceAt(text, offset)?.path.filter((step) => typeof step === 'string');
  const [key = '', part] = path ?? [];
  const field = fieldOfKey(key);
  const role = field && fieldOf(field).role;
  const own = role && (isFileRole(role) ? part === undefined && role : role[part ?? '']);
  if (!own || own.names === 'dataOrText' || path!.length > 2) return undefined;
  return { key, typed: /[^\s"'[\]{},]*$/.exec(text.slice(0, offset))![0] };
}

/** The meaning of the name under an offset, in Markdown; undefined if there is none. */
export function hoverAt(text: string, offset: number): string | undefined {
  const place = placeAt(text, offset);
  if (!place) return undefined;
  const { document, path, map, scalar } = place;
  const name = String(scalar.value);
  if (!map) {
    const found = isMethodId(path) ? described().find(({ id }) => id === name) : undefined;
    return found && `**${found.title}**\n\n${found.summary}\n\n${found.source}`;
  }
  const key = keysAt(path, document).find((word) => word.text === name);
  if (!key) return undefined;
  const fallback = schemasAt(path, document)[name]?.default;
  const meaning = key.documentation || name;
  return fallback === undefined ? meaning : `${meaning}\n\nDefault: \`${JSON.stringify(fallback)}\``;
}

/** The names that a map at a path accepts. */
function keysAt(path: Path, document: Document): Word[] {
  if (!path.length) return explained(keys);
  if (path[0] === 'method' && insideChoice(path)?.length === 0) return explained(choiceKeys);
  return Object.entries(schemasAt(path, document)).map(([name, schema]) => ({
    text: name,
    detail: schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
    documentation: schema.description ?? '',
  }));
}

/** The listable values at a path. */
function wordsAt(path: Path, document: Document): Word[] {
  if (isMethodId(path))
    return described().map(({ id, title, summary }) => ({ text: id, detail: title, documentation: summary }));
  const field = fieldOfKey(path[0]);
  if (field && path.length <= (fieldOf(field).written!.many ? 2 : 1) && !partsOf(field)) {
    const { words = [], meaning } = fieldOf(field).written!;
    return words.map((value) => word(value, meaning));
  }
  const isVaried = insideChoice(path)?.[0] === 'vary';
  const isListed = typeof path.at(-1) === 'number';
  if (isVaried && !isListed) return [];
  const namePath = isListed ? path.slice(0, -1) : path;
  const schemas = schemasAt(namePath.slice(0, -1), document);
  const name = String(namePath.at(-1));
  const schema = Object.hasOwn(schemas, name) ? schemas[name]! : {};
  return valuesOf(isListed && !isVaried ? (schema.items ?? {}) : schema);
}

/** The kind of names in a map at a path: parameters of its method, or settings of pictures. */
function schemasAt(path: Path, document: Document): Readonly<Record<string, ParameterSchema>> {
  const field = fieldOfKey(path[0]);
  const parts =
    field && path.every((step, depth) => depth === 0 || typeof step === 'number') ? partsOf(field) : undefined;
  if (parts) return describeParameters(parts.schema);
  const inside = insideChoice(path);
  if (inside?.length !== 1 || !['parameters', 'vary'].includes(String(inside[0]))) return {};
  const id = document.getIn([...path.slice(0, -1), 'id']);
  return described().find((method) => method.id === id)?.parameters ?? {};
}

/** The rest of a path inside a method, whether a single one or one of a list; undefined outside methods. */
function insideChoice(path: Path): Path | undefined {
  if (path[0] !== 'method') return undefined;
  return path.slice(typeof path[1] === 'number' ? 2 : 1);
}

function isMethodId(path: Path): boolean {
  const inside = insideChoice(path);
  return inside?.length === 0 || (inside?.length === 1 && inside[0] === 'id');
}

function valuesOf({ enum: words, type, anyOf = [], description = '' }: ParameterSchema): Word[] {
  if (words) return words.map((value) => word(String(value), description));
  if (type === 'boolean') return ['true', 'false'].map((value) => word(value, description));
  return anyOf.flatMap((one) => valuesOf({ ...one, description }));
}

function word(text: string, documentation: string): Word {
  return { text, detail: '', documentation };
}

function explained(meanings: Readonly<Record<string, string>>): Word[] {
  return Object.entries(meanings).map(([text, meaning]) => word(text, meaning));
}

let known: MethodDescription[] | undefined;

function described(): MethodDescription[] {
  return (known ??= methods.map(describeMethod));
}
