/**
 * What an editor offers in an experiment file in YAML: completions and hovers, as plain data. The place is told from lines and their
 * indentation, since a text that is being typed is seldom whole. What is wrong comes from `experiment.ts`.
 */
import { methods } from '../methods';
import { describeMethod } from '../methods/method';
import type { MethodDescription, ParameterSchema } from '../shared/description';
import { keys } from './experiment';

export interface Suggestion {
  /** What is inserted: a key with its colon, or a value. */
  text: string;
  detail: string;
  documentation: string;
}

/** What stands on a line: after "- " if it begins a list's entry. */
interface Line {
  indent: number;
  key: string | undefined;
  value: string;
  entry: boolean;
}

interface Place {
  line: Line;
  /** Keys that lead to the line, outermost first. */
  path: string[];
  /** The id of the method that the line belongs to. */
  method: MethodDescription | undefined;
}

/** What could stand at an offset. */
export function completionsAt(text: string, offset: number): Suggestion[] {
  const { line, path, method } = placeAt(text, offset);
  const parent = path.at(-1);
  if (line.key === 'id' || line.key === 'method' || (parent === 'method' && line.entry && line.key === undefined))
    return described().map(({ id, title, summary }) => ({ text: id, detail: title, documentation: summary }));
  if (parent === 'parameters' || parent === 'vary') {
    const schemas = method?.parameters ?? {};
    if (line.key !== undefined) return valuesOf(schemas[line.key]);
    return Object.entries(schemas).map(([name, schema]) => ({
      text: `${name}: `,
      detail: `default ${JSON.stringify(schema.default)}`,
      documentation: schema.description ?? '',
    }));
  }
  if (parent === 'method' && line.key === undefined)
    return ['id', 'parameters', 'vary'].map((key) => ({ text: `${key}: `, detail: '', documentation: partOf[key]! }));
  if (path.length || line.key !== undefined) return [];
  return Object.entries(keys).map(([key, meaning]) => ({ text: `${key}: `, detail: '', documentation: meaning }));
}

/** What the name under an offset means, in Markdown; undefined where there is nothing to say. */
export function hoverAt(text: string, offset: number): string | undefined {
  const word = wordAt(text, offset);
  if (!word) return undefined;
  const found = described().find(({ id }) => id === word);
  const { line, path, method } = placeAt(text, offset);
  if (found && line.key !== word) return `**${found.title}**\n\n${found.summary}\n\n${found.source}`;
  if (line.key !== word) return undefined;
  const parent = path.at(-1);
  const schema = parent === 'parameters' || parent === 'vary' ? method?.parameters[word] : undefined;
  if (schema) return `${schema.description ?? word}\n\nDefault: \`${JSON.stringify(schema.default)}\``;
  if (parent === 'method') return partOf[word];
  return path.length ? undefined : (keys as Readonly<Record<string, string>>)[word];
}

const partOf: Readonly<Record<string, string>> = {
  id: 'The id of the method.',
  parameters: 'Parameters that differ from their defaults.',
  vary: 'Names with lists of values: each value a run of its own, several names all combinations.',
};

function valuesOf(schema: ParameterSchema | undefined): Suggestion[] {
  const of = (text: unknown): Suggestion => ({
    text: String(text),
    detail: '',
    documentation: schema?.description ?? '',
  });
  if (schema?.enum) return schema.enum.map(of);
  if (schema?.type === 'boolean') return [true, false].map(of);
  return schema?.anyOf?.flatMap((one) => valuesOf({ ...one, description: schema.description ?? '' })) ?? [];
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  const end = text.indexOf('\n', offset);
  const whole = before.at(-1)! + text.slice(offset, end < 0 ? text.length : end);
  const lines = before.slice(0, -1).map(readLine);
  const line = readLine(whole);
  const path: string[] = [];
  let indent = line.indent;
  for (let i = lines.length - 1; i >= 0 && (indent > 0 || line.entry); i--) {
    const above = lines[i]!;
    const opens = above.key !== undefined && above.value === '';
    const isParent = above.indent < indent || (above.indent === indent && line.entry && !path.length && !above.entry);
    if (!isParent || !opens) continue;
    path.unshift(above.key!);
    indent = above.indent;
  }
  return { line, path, method: methodOf([...lines, line], line) };
}

/** The nearest "id:" above in the same entry, or below the same "method:". */
function methodOf(lines: readonly Line[], line: Line): MethodDescription | undefined {
  const id = lines.findLast(({ key, indent }) => key === 'id' && indent <= line.indent)?.value;
  return described().find((method) => method.id === id);
}

/** A dash counts as indentation: what follows it stands where the other keys of the entry do. */
function readLine(text: string): Line {
  const [, spaces = '', dash = '', rest = ''] = /^(\s*)((?:-\s+|-$)?)(.*)$/.exec(text)!;
  const [, key, value = ''] = /^([\w-]+):(?:\s+(.*))?$/.exec(rest.trim()) ?? [];
  return {
    indent: spaces.length + dash.length,
    key,
    value: key === undefined ? rest.trim() : value.trim(),
    entry: dash !== '',
  };
}

function wordAt(text: string, offset: number): string | undefined {
  const start = /[\w+-]*$/.exec(text.slice(Math.max(0, offset - 64), offset))![0];
  const end = /^[\w+-]*/.exec(text.slice(offset, offset + 64))![0];
  return start + end || undefined;
}

let known: MethodDescription[] | undefined;

function described(): MethodDescription[] {
  return (known ??= methods.map(describeMethod));
}
