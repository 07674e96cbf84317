/**
 * An experiment: what a person wants to ask of which models with which data, as a small text file that makes a grid of runs. This file
 * reads it and says what is wrong where; `grid.ts` makes the runs, `schema.ts` the schema for editors, `write.ts` the text.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseDocument } from 'yaml';
import { methodById } from '../methods';
import { parseParameters, type Method } from '../methods/method';
import { FormatError, NetLoupeError } from '../shared/errors';
import { byNearness } from '../shared/nearest';
import type { RunRequest } from '../shared/requests';
import { expand, sizeOfGrid } from './grid';
import { lineAndColumn, Problems, type Path, type Problem } from './problems';

export type { Problem } from './problems';

/** What to run; `model` and `input` are relative to the workspace folder, with slashes, or absolute where they lie outside of it. */
export type JobRequest = Omit<RunRequest, 'memoryBudget' | 'threads'>;

export interface Job {
  request: JobRequest;
  /** What tells this run from the others of its grid: "smoothgrad · samples 25 · digits-epoch-1.onnx". */
  label: string;
}

export interface MethodChoice {
  id: string;
  parameters: Record<string, unknown>;
  /** Each value a run of its own; several names: all combinations. */
  vary: Record<string, unknown[]>;
}

export interface Experiment {
  /** Full path. */
  file: string;
  name?: string;
  notes?: string;
  /** As written: relative to the file. */
  models: string[];
  data: string[];
  targets: string[];
  methods: MethodChoice[];
  seeds: number[];
  device: string;
  preprocessing?: Record<string, unknown>;
}

/** The keys of a file, in the order in which they are best written, with what they mean. */
export const keys = {
  name: 'What the experiment is called; the name of the file if absent.',
  model: 'Path of a model file, or a list of them, relative to this file.',
  data: 'FILE or FILE#ARRAY that the models are asked about, or a list of them, relative to this file.',
  target: 'What is explained: "argmax", a class index, "LAYER:I,…" for a unit, or FILE#ARRAY; or a list of them.',
  method: 'The id of a method, or an object with its parameters, or a list of them.',
  seed: 'Seed of everything random, or a list of them; 0 if absent.',
  device: 'Where to compute: "auto", or a device that "netloupe devices" lists.',
  preprocessing: 'Corrections of how pictures become the model’s input.',
  notes: 'Free text: what to look for, what was found.',
} as const;

/** Runs that a grid may have at most. */
export const MOST_RUNS = 10_000;

/** The experiment, unless there are errors, and everything that is wrong with the text. */
export function parseExperiment(text: string, file: string): { experiment?: Experiment; problems: Problem[] } {
  const document = parseDocument(text, { prettyErrors: false });
  const problems = new Problems(document, text.length);
  for (const { message, pos } of document.errors)
    problems.found.push({
      message: `${message}.`,
      severity: 'error',
      start: pos[0],
      end: Math.max(pos[1], pos[0] + 1),
    });
  if (problems.found.length) return { problems: problems.found };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    problems.at([], `${(error as Error).message}.`);
    return { problems: problems.found };
  }
  const experiment = read(value, file, problems);
  const failed = problems.found.some(({ severity }) => severity === 'error');
  return { ...(!failed && experiment && { experiment }), problems: problems.found };
}

/** Throws FormatError with the line and column of the first error, and where the file cannot be read. */
export async function readExperiment(file: string, root: string): Promise<{ experiment: Experiment; jobs: Job[] }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new FormatError(
      file,
      `cannot be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      undefined,
      { cause },
    );
  }
  const { experiment, problems } = parseExperiment(text, file);
  if (experiment) return { experiment, jobs: expand(experiment, root) };
  const { message, start } = problems.find(({ severity }) => severity === 'error')!;
  throw new FormatError(`${file}:${lineAndColumn(text, start)}`, message);
}

function read(value: unknown, file: string, problems: Problems): Experiment | undefined {
  if (!isObject(value)) {
    problems.at(
      [],
      `${basename(file)} is no experiment yet: it needs at least "method", and "model" and "data" to explain.`,
    );
    return undefined;
  }
  for (const key of Object.keys(value))
    if (!(key in keys)) problems.atKey([], key, unknownName('key', key, Object.keys(keys)));
  const text = (key: string): string | undefined => {
    const given = value[key];
    if (given === undefined || given === null) return undefined;
    if (typeof given === 'string') return given;
    problems.at([key], `"${key}" takes text.`);
    return undefined;
  };
  const list = (key: string): string[] => readList(value[key], [key], problems).map(String);
  const seeds = readList(value['seed'] ?? 0, ['seed'], problems);
  seeds.forEach((seed, i) => {
    if (!Number.isInteger(seed)) problems.at(placeIn(value['seed'], ['seed'], i), 'A seed is a whole number.');
  });
  const chosen = readMethods(value['method'], problems);
  const [models, data] = [list('model'), list('data')];
  checkNeeds(chosen, models, data, value, problems);
  const { preprocessing } = value;
  if (preprocessing !== undefined && !isObject(preprocessing))
    problems.at(['preprocessing'], '"preprocessing" takes names with values.');
  const [name, notes] = [text('name'), text('notes')];
  const experiment: Experiment = {
    file,
    ...(name !== undefined && { name }),
    ...(notes !== undefined && { notes }),
    models,
    data,
    targets: value['target'] === undefined ? ['argmax'] : list('target'),
    methods: chosen.map(({ choice }) => choice),
    seeds: seeds.map(Number),
    device: text('device') ?? 'auto',
    ...(isObject(preprocessing) && { preprocessing }),
  };
  const runs = sizeOfGrid(experiment);
  if (runs > MOST_RUNS)
    problems.at(
      [],
      `This grid has ${runs.toLocaleString('en')} runs; ${MOST_RUNS.toLocaleString('en')} are the most that one file may have.`,
    );
  return experiment;
}

interface Chosen {
  choice: MethodChoice;
  method: Method;
}

function readMethods(given: unknown, problems: Problems): Chosen[] {
  if (given === undefined || given === null) {
    problems.at([], '"method" is missing: the id of what to run; "netloupe methods" lists them.');
    return [];
  }
  const entries = readList(given, ['method'], problems);
  return entries.flatMap((entry, i) => {
    const path = placeIn(given, ['method'], i);
    const choice = readChoice(entry, path, problems);
    if (!choice) return [];
    const idPath = isObject(entry) ? [...path, 'id'] : path;
    try {
      const method = methodById(choice.id);
      checkParameters(method, choice, path, problems);
      return [{ choice, method }];
    } catch (error) {
      problems.at(idPath, NetLoupeError.toData(error).message);
      return [];
    }
  });
}

function readChoice(entry: unknown, path: Path, problems: Problems): MethodChoice | undefined {
  if (typeof entry === 'string') return { id: entry, parameters: {}, vary: {} };
  if (!isObject(entry) || typeof entry['id'] !== 'string') {
    problems.at(path, 'A method is an id, or an object with "id", "parameters" and "vary".');
    return undefined;
  }
  const names = ['id', 'parameters', 'vary'];
  for (const key of Object.keys(entry))
    if (!names.includes(key)) problems.atKey(path, key, unknownName('key', key, names));
  const part = (key: string): Record<string, unknown> => {
    const value = entry[key] ?? {};
    if (isObject(value)) return value;
    problems.at([...path, key], `"${key}" takes names of parameters with values.`);
    return {};
  };
  const vary: Record<string, unknown[]> = {};
  for (const [name, values] of Object.entries(part('vary'))) {
    if (Array.isArray(values) && values.length) vary[name] = values;
    else problems.at([...path, 'vary', name], `"${name}" is varied over a list with at least one value.`);
  }
  return { id: entry['id'], parameters: part('parameters'), vary };
}

function checkParameters(method: Method, { parameters, vary }: MethodChoice, path: Path, problems: Problems): void {
  const known = Object.keys(method.parameters.shape);
  const isKnown = (name: string, part: string): boolean => {
    if (known.includes(name)) return true;
    problems.atKey(
      [...path, part],
      name,
      known.length ? unknownName(`parameter of ${method.id}`, name, known) : `${method.id} has no parameters.`,
    );
    return false;
  };
  const check = (name: string, value: unknown, at: Path): void => {
    try {
      parseParameters(method, { [name]: value });
    } catch (error) {
      problems.at(at, NetLoupeError.toData(error).message);
    }
  };
  for (const [name, value] of Object.entries(parameters))
    if (isKnown(name, 'parameters')) check(name, value, [...path, 'parameters', name]);
  for (const [name, values] of Object.entries(vary)) {
    if (!isKnown(name, 'vary')) continue;
    if (name in parameters)
      problems.atKey([...path, 'vary'], name, `"${name}" is set under "parameters" already; keep one of the two.`);
    values.forEach((value, i) => check(name, value, [...path, 'vary', name, i]));
  }
}

function checkNeeds(
  chosen: readonly Chosen[],
  models: readonly string[],
  data: readonly string[],
  value: Record<string, unknown>,
  problems: Problems,
): void {
  const explaining = chosen.find(({ method }) => method.takes === 'prediction');
  if (explaining) {
    if (!models.length) problems.at(['model'], `${explaining.method.title} explains a prediction: "model" is missing.`);
    if (!data.length) problems.at(['data'], `${explaining.method.title} explains a prediction: "data" is missing.`);
    return;
  }
  if (!chosen.length) return;
  for (const key of ['model', 'data', 'target'])
    if (value[key] !== undefined)
      problems.at([key], `${chosen[0]!.method.title} takes no ${key}; it is not used.`, 'warning');
}

/** One value or several; an empty list is a problem. */
function readList(given: unknown, path: Path, problems: Problems): unknown[] {
  if (given === undefined || given === null) return [];
  const entries = Array.isArray(given) ? (given as unknown[]) : [given];
  if (!entries.length) problems.at(path, `"${path.at(-1)}" has an empty list.`);
  if (path[0] !== 'method')
    entries.forEach((entry, i) => {
      if (!['string', 'number'].includes(typeof entry) || entry === '')
        problems.at(placeIn(given, path, i), `"${path.at(-1)}" takes text, a number, or a list of them.`);
    });
  return entries;
}

/** Where entry i stands: in a list, or by itself. */
function placeIn(given: unknown, path: Path, i: number): Path {
  return Array.isArray(given) ? [...path, i] : path;
}

function unknownName(what: string, name: string, known: readonly string[]): string {
  return `There is no ${what} "${name}"; did you mean "${byNearness(name, known)[0]!}"?`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
