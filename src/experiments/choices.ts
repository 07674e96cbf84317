/**
 * The methods of an experiment file: checks that they and their parameters exist, and that they have what they need.
 */
import { methodById } from '../methods';
import { describeParameters, parseParameters, type Method } from '../methods/method';
import { NetLoupeError } from '../shared/errors';
import { needsOf, needsText } from '../shared/needs';
import { fieldOf, writtenNames, type WrittenName } from '../shared/question/fields';
import { isAsked, isNeeded, type Has } from './asked';
import { checkNames, entriesOf, isObject, objectOf, valueOf, warnOfTwins, type Entry } from './checks';
import type { MethodChoice } from './experiment';
import type { Path, Problems } from './problems';
import { choiceKeys, hint, keyOf } from './vocabulary';

type Object = Readonly<Record<string, unknown>>;

interface Chosen {
  choice: MethodChoice;
  method: Method;
  path: Path;
  /** Path of its id. */
  idPath: Path;
}

/** Of a file with these values. */
export function readMethods(file: Object, problems: Problems): MethodChoice[] {
  const given = valueOf(file, ['method'], problems);
  if (given === undefined && !('method' in file))
    problems.add([], '"method" is missing; give the id of a method, such as gradient.');
  const chosen = entriesOf(given, ['method'], problems).flatMap((entry) => readChoice(entry, problems) ?? []);
  checkNeeds(file, chosen, problems);
  if (!problems.hasErrors) {
    const twins = chosen.map(({ choice: { id, parameters, vary }, method, path }) => ({
      path,
      value: { id, parameters: parseParameters(method, parameters), vary },
    }));
    warnOfTwins(twins, problems);
  }
  return chosen.map(({ choice }) => choice);
}

function readChoice({ path, value }: Entry, problems: Problems): Chosen | undefined {
  const given = typeof value === 'string' ? { id: value } : value;
  if (!isObject(given) || typeof given['id'] !== 'string') {
    problems.add(path, 'A method is an id, or an object with "id", "parameters" and "vary".');
    return undefined;
  }
  checkNames(given, path, { known: Object.keys(choiceKeys), what: 'key' }, problems);
  const { id } = given;
  const idPath = typeof value === 'string' ? path : [...path, 'id'];
  const choice: MethodChoice = {
    id,
    parameters: objectOf(given, [...path, 'parameters'], problems) ?? {},
    vary: readVary(given, [...path, 'vary'], problems),
  };
  try {
    const method = methodById(id);
    checkParameters(method, choice, path, problems);
    return { choice, method, path, idPath };
  } catch (error) {
    problems.add(idPath, NetLoupeError.toData(error).message);
    return undefined;
  }
}

function readVary(given: Object, path: Path, problems: Problems): Record<string, unknown[]> {
  const entries = Object.entries(objectOf(given, path, problems) ?? {}).filter(([name, values]) => {
    if (Array.isArray(values) && values.length) return true;
    problems.add([...path, name], `"${name}" needs a list with at least one value to vary.`);
    return false;
  });
  return Object.fromEntries(entries) as Record<string, unknown[]>;
}

function checkParameters(method: Method, { parameters, vary }: MethodChoice, path: Path, problems: Problems): void {
  const known = Object.keys(method.parameters.shape);
  const [set, varied] = [
    [...path, 'parameters'],
    [...path, 'vary'],
  ];
  for (const [values, part] of [
    [parameters, set],
    [vary, varied],
  ] as const) {
    if (known.length) checkNames(values, part, { known, what: `parameter of ${method.id}` }, problems);
    else
      for (const name of Object.keys(values))
        problems.add([...part, name], `${method.id} has no parameters.`, { on: 'key' });
  }
  for (const name of known) {
    if (Object.hasOwn(parameters, name))
      checkParameter(method, name, { path: [...set, name], value: parameters[name] }, problems);
    if (!Object.hasOwn(vary, name)) continue;
    const at = [...varied, name];
    if (Object.hasOwn(parameters, name)) {
      const sentence = `"${name}" is already set under "parameters"; keep one of the two.`;
      problems.add(at, sentence, { on: 'key', inSchema: false });
    }
    const entries = vary[name]!.map((value, i) => ({ path: [...at, i], value }));
    for (const entry of entries) checkParameter(method, name, entry, problems);
    warnOfTwins(entries, problems);
  }
}

/** Points to the wrong number itself if the parameter is an array of them. */
function checkParameter(method: Method, name: string, { path, value }: Entry, problems: Problems): void {
  try {
    parseParameters(method, { [name]: value });
  } catch (error) {
    const [issue] = method.parameters.safeParse({ [name]: value }).error!.issues;
    const inside = issue!.path.slice(1).map((step) => (typeof step === 'symbol' ? String(step) : step));
    const schema = describeParameters(method.parameters)[name]!;
    const { message } = NetLoupeError.toData(error);
    // Such a message has already suggested a name.
    problems.add([...path, ...inside], message.endsWith('?') ? message : message + hint(value, schema), {
      // A schema cannot express a method's own checks, such as that bounds are in order.
      inSchema: issue!.code !== 'custom',
    });
  }
}

/** Each missing key is reported once. */
function checkNeeds(file: Object, chosen: readonly Chosen[], problems: Problems): void {
  const has: Has = (name) => keyOf(name) in file;
  for (const name of writtenNames) {
    const asking = has(name) ? undefined : chosen.find(({ method }) => isNeeded(name, method, has));
    if (!asking) continue;
    const { method, idPath } = asking;
    const what = isOfLayer(name, method)
      ? '"layer" names a layer of a model'
      : `${method.title} needs ${needsText(needsOf(method.needs, 'always'))}`;
    problems.add(idPath, `${what}: "${keyOf(name)}" is missing.`, { inSchema: false });
  }
  warnOfUnused(chosen, has, problems);
}

function isOfLayer(name: WrittenName, { needs }: Method): boolean {
  return fieldOf(name).asked(needs) === 'layer';
}

/** Keys that none of the methods reads. */
function warnOfUnused(chosen: readonly Chosen[], has: Has, problems: Problems): void {
  const [first] = chosen;
  if (!first) return;
  for (const name of writtenNames) {
    if (!has(name) || chosen.some(({ method }) => isAsked(name, method, has))) continue;
    const wantsLayer = chosen.some(({ method }) => isOfLayer(name, method));
    const sentence = `${first.method.title} does not use ${keyOf(name)}${wantsLayer ? ' without "layer"' : ''}; leave it out.`;
    problems.add([keyOf(name)], sentence, { on: 'key', severity: 'warning', inSchema: false });
  }
}
