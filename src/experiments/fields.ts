/** From the values of an experiment file to the experiment: what each key takes, and what is said when it is given something else. */
import { basename, normalize } from 'node:path';
import { Preprocessing } from '../formats/preprocessing';
import { describeParameters } from '../methods/method';
import { deviceIds } from '../shared/devices';
import { poolings, type Pooling } from '../shared/embedding';
import { byNearness } from '../shared/nearest';
import { checkNames, entriesOf, isObject, objectOf, valueOf, warnOfTwins } from './checks';
import { readMethods } from './choices';
import type { Experiment } from './experiment';
import { MOST_RUNS, sizeOfGrid } from './grid';
import { split } from './paths';
import type { Problems } from './problems';
import { hint, keys, targetPattern, unknownWord } from './vocabulary';

type Object = Readonly<Record<string, unknown>>;

/** Undefined for what is no experiment at all; else what could be read, whatever the problems. */
export function readFields(value: unknown, file: string, problems: Problems): Experiment | undefined {
  if (!isObject(value)) {
    problems.add(
      [],
      `${basename(file)} is no experiment yet: it needs at least "method", and "model" and "data" to explain.`,
    );
    return undefined;
  }
  checkNames(value, [], { known: Object.keys(keys), what: 'key' }, problems);
  const name = readText(value, 'name', problems);
  const notes = readText(value, 'notes', problems);
  const preprocessing = readPreprocessing(value, problems);
  const experiment: Experiment = {
    file,
    ...(name !== undefined && { name }),
    ...(notes !== undefined && { notes }),
    models: readList(value, 'model', readPath, problems),
    data: readList(value, 'data', readPath, problems),
    targets: 'target' in value ? readList(value, 'target', readTarget, problems) : ['argmax'],
    layers: readList(value, 'layer', readLayer, problems),
    poolings: 'pooling' in value ? readList(value, 'pooling', readPooling, problems) : ['mean'],
    methods: readMethods(value, problems),
    seeds: 'seed' in value ? readList(value, 'seed', readSeed, problems) : [0],
    device: readDevice(value, problems),
    ...(preprocessing && { preprocessing }),
  };
  if (!problems.hasErrors) checkSize(experiment, problems);
  return experiment;
}

/** The value of an entry, in one spelling, or what is wrong with it. */
type Read<T> = (entry: unknown, key: string) => { value: T } | { problem: string };

const readPath: Read<string> = (entry, key) => {
  const [path, array] = split(typeof entry === 'string' ? entry : '');
  return path === ''
    ? { problem: `"${key}" takes the path of a file${key === 'data' ? ' or folder' : ''}, or a list of them.` }
    : { value: normalize(path).replace(/(?<=[^:])[\\/]$/, '') + array };
};

const readTarget: Read<string> = (entry) => {
  const isTarget =
    typeof entry === 'string'
      ? new RegExp(targetPattern).test(entry)
      : Number.isSafeInteger(entry) && Number(entry) >= 0;
  if (isTarget) return { value: String(entry) };
  const isWord = typeof entry === 'string' && /^[a-z]+$/i.test(entry);
  const meant = isWord ? ` Did you mean "${byNearness(entry, ['argmax', 'label'])[0]!}"?` : '';
  return {
    problem: `A target is argmax, label, a class index, FILE#ARRAY, or a unit as LAYER:I or LAYER:I,J,K.${meant}`,
  };
};

/** Whether it is there, the model says. */
const readLayer: Read<string> = (entry) =>
  typeof entry === 'string' && entry !== '' ? { value: entry } : { problem: 'A layer is given by its name.' };

const readPooling: Read<Pooling> = (entry) => {
  const pooling = poolings.find((known) => known === entry);
  if (pooling) return { value: pooling };
  const given = typeof entry === 'string' ? entry : JSON.stringify(entry);
  return { problem: unknownWord('pooling', given, poolings) };
};

const readSeed: Read<number> = (entry) =>
  Number.isSafeInteger(entry) ? { value: Number(entry) } : { problem: 'A seed is a whole number.' };

function readList<T>(object: Object, key: string, read: Read<T>, problems: Problems): T[] {
  const entries = entriesOf(valueOf(object, [key], problems), [key], problems).flatMap(({ path, value }) => {
    const result = read(value, key);
    if ('value' in result) return [{ path, value: result.value }];
    problems.add(path, result.problem);
    return [];
  });
  warnOfTwins(entries, problems);
  return entries.map(({ value }) => value);
}

function readText(object: Object, key: string, problems: Problems): string | undefined {
  const value = valueOf(object, [key], problems);
  if (value === undefined || typeof value === 'string') return value;
  problems.add([key], `"${key}" takes text; put it in quotes.`);
  return undefined;
}

function readDevice(object: Object, problems: Problems): string {
  const known = ['auto', ...deviceIds];
  const device = readText(object, 'device', problems) ?? 'auto';
  if (!known.includes(device)) problems.add(['device'], unknownWord('device', device, known));
  return device;
}

function readPreprocessing(object: Object, problems: Problems): Record<string, unknown> | undefined {
  const path = ['preprocessing'];
  const given = objectOf(object, path, problems);
  if (!given) return undefined;
  checkNames(given, path, { known: Object.keys(Preprocessing.shape), what: 'setting of pictures' }, problems);
  const schemas = describeParameters(Preprocessing);
  const { error } = Preprocessing.partial().safeParse(given);
  for (const { code, path: inside, message } of error?.issues ?? []) {
    // Unknown names have been said.
    if (code === 'unrecognized_keys') continue;
    const place = inside.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const name = String(place[0]);
    const sentence = `${place.join('.')}: ${message}.${hint(given[name], schemas[name]!)}`;
    // A custom check, such as "not 0", is one that a schema cannot say.
    problems.add([...path, ...place], sentence, { inSchema: code !== 'custom' });
  }
  return Object.keys(given).length ? given : undefined;
}

function checkSize(experiment: Experiment, problems: Problems): void {
  const runs = sizeOfGrid(experiment);
  if (runs <= MOST_RUNS) return;
  const [asked, most] = [runs, MOST_RUNS].map((count) => count.toLocaleString('en'));
  const sentence = `This file asks for ${asked} runs; ${most} are the most. Shorten a list.`;
  problems.add(['method'], sentence, { on: 'key', inSchema: false });
}
