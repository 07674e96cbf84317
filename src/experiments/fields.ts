/** From the values of an experiment file to the experiment: what each key accepts, and the error for anything else. */
import { basename, normalize } from 'node:path';
import { describeParameters } from '../methods/method';
import { byNearness } from '../shared/nearest';
import { renameIn } from '../shared/question/files';
import { fieldOf, writtenNames, type WrittenName } from '../shared/question/fields';
import { checkNames, entriesOf, isObject, valueOf, warnOfTwins, type Entry } from './checks';
import { readMethods } from './choices';
import type { Asked, Experiment } from './experiment';
import { MOST_RUNS, sizeOfGrid } from './grid';
import { split } from './paths';
import type { Problems } from './problems';
import { hint, keyOf, keys, partsOf, unknownWord, writtenSchema, type Parts } from './vocabulary';

type Object = Readonly<Record<string, unknown>>;

/** Undefined if it is not an experiment at all; else what could be read, whatever the problems. */
export function readFields(value: unknown, file: string, problems: Problems): Experiment | undefined {
  if (!isObject(value)) {
    problems.add(
      [],
      `${basename(file)} is not an experiment yet: it needs at least "method", and "model" and "data" to explain a prediction.`,
    );
    return undefined;
  }
  checkNames(value, [], { known: Object.keys(keys), what: 'key' }, problems);
  const name = readText(value, 'name', problems);
  const notes = readText(value, 'notes', problems);
  const experiment: Experiment = {
    file,
    ...(name !== undefined && { name }),
    ...(notes !== undefined && { notes }),
    methods: readMethods(value, problems),
    asked: readAsked(value, problems),
  };
  if (!problems.hasErrors) checkSize(experiment, problems);
  return experiment;
}

function readAsked(file: Object, problems: Problems): Asked {
  const read = writtenNames
    .filter((name) => keyOf(name) in file)
    .map((name) => [name, readField(file, name, problems)] as const);
  return Object.fromEntries(read.filter(([, values]) => values.length > 0));
}

/** The values of one field, each in its canonical form. */
function readField(file: Object, name: WrittenName, problems: Problems): unknown[] {
  const key = keyOf(name);
  const given = valueOf(file, [key], problems);
  const { many } = fieldOf(name).written!;
  const entries = many || given === undefined ? entriesOf(given, [key], problems) : [{ path: [key], value: given }];
  const parts = partsOf(name);
  const read = entries.flatMap(({ path, value }) => {
    const found = parts ? readParts(parts, { path, value }, problems) : readValue(name, { path, value }, problems);
    return found === undefined ? [] : [{ path, value: inOneSpelling(name, found) }];
  });
  warnOfTwins(read, problems);
  return read.map(({ value }) => value);
}

function readValue(name: WrittenName, { path, value }: Entry, problems: Problems): unknown {
  if (writtenSchema(name).safeParse(value).success) return value;
  problems.add(path, problemOf(name, value));
  return undefined;
}

function problemOf(name: WrittenName, value: unknown): string {
  const { role, written } = fieldOf(name);
  const key = keyOf(name);
  const { words = [], problem } = written!;
  if (problem !== undefined) {
    const isWord = typeof value === 'string' && /^[a-z]+$/i.test(value) && words.length > 0;
    return problem + (isWord ? ` Did you mean "${byNearness(value, words)[0]!}"?` : '');
  }
  if (role)
    return `"${key}" must be the path of a file${role.names === 'data' ? ' or folder' : ''}, or a list of them.`;
  return unknownWord(key, typeof value === 'string' ? value : JSON.stringify(value), words);
}

/** A class index as text, paths in normal form. */
function inOneSpelling(name: WrittenName, value: unknown): unknown {
  const { schema, role } = fieldOf(name);
  const read = typeof value === 'number' && !schema.safeParse(value).success ? String(value) : value;
  return role === undefined
    ? read
    : renameIn(read, role, (spec, { names }) => (names === 'dataOrText' ? spec : tidy(spec)));
}

function tidy(spec: string): string {
  const [path, array] = split(spec);
  return normalize(path).replace(/(?<=[^:])[\\/]$/, '') + array;
}

/** A value with several parts, or with settings. */
function readParts({ schema, what }: Parts, { path, value: given }: Entry, problems: Problems): unknown {
  if (!isObject(given)) {
    problems.add(path, `"${path[0]}" takes names with values.`);
    return undefined;
  }
  checkNames(given, path, { known: Object.keys(schema.shape), what }, problems);
  const schemas = describeParameters(schema);
  const { error } = schema.safeParse(given);
  for (const { code, path: inside, message } of error?.issues ?? []) {
    // Unknown names have been reported already.
    if (code === 'unrecognized_keys') continue;
    const place = inside.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const part = String(place[0]);
    const sentence = `${place.join('.')}: ${message}.${hint(given[part], schemas[part]!)}`;
    // A schema cannot express a custom check, such as "not 0".
    problems.add([...path, ...place], sentence, { inSchema: code !== 'custom' });
  }
  return !error && Object.keys(given).length ? given : undefined;
}

function readText(object: Object, key: string, problems: Problems): string | undefined {
  const value = valueOf(object, [key], problems);
  if (value === undefined || typeof value === 'string') return value;
  problems.add([key], `"${key}" must be text; put it in quotes.`);
  return undefined;
}

function checkSize(experiment: Experiment, problems: Problems): void {
  const runs = sizeOfGrid(experiment);
  if (runs <= MOST_RUNS) return;
  const [asked, most] = [runs, MOST_RUNS].map((count) => count.toLocaleString('en'));
  const sentence = `This file makes ${asked} runs, more than the limit of ${most}. Shorten a list.`;
  problems.add(['method'], sentence, { on: 'key', inSchema: false });
}
