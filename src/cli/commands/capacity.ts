/** netloupe capacity: how many labelings a perceptron can produce, by Cover's theorem or for given points. */
import { setImmediate } from 'node:timers/promises';
import { labelings, log2Labelings, probability, probabilityText } from '../../shared/capacity/cover';
import { csvLine } from '../../shared/csv';
import type { LabelingCount, Separation } from '../../shared/capacity/requests';
import { ArgumentError, NetLoupeError, throwIfCancelled } from '../../shared/errors';
import { text, type Command, type Environment, type Values } from '../command';
import { readLabels } from '../pointSets';

/** Below this float64 loses digits, and then everything. */
const SMALLEST_NORMAL = 2 ** -1022;

export const capacity: Command = {
  name: 'capacity',
  positionals: [],
  morePositionals: 2,
  usage:
    '(--points N --inputs K | --table N K [--probabilities] | --file FILE[#ARRAY] [--labels FILE[#ARRAY]|1,-1,…]) [--bias] [--json]',
  summary: 'Count the labelings that a perceptron can produce',
  details:
    'Counts exactly the labelings of N points that a perceptron with K inputs can produce: T(N, K) for points in ' +
    'general position, a table of all T up to N and K, or for the points of a file (CSV is read as float32). With ' +
    'labels, finds separating weights or proves that there are none.\n\nIn JSON, numbers that float64 would not ' +
    'hold exactly (T above 2^53, P below 2^-1022) are strings.',
  examples: ['capacity --points 4 --inputs 2 --bias', 'capacity --file points.csv --labels 1,-1,1,1'],
  options: {
    points: { type: 'string' },
    inputs: { type: 'string' },
    table: { type: 'boolean' },
    probabilities: { type: 'boolean' },
    file: { type: 'string' },
    labels: { type: 'string' },
    bias: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(positionals, values, environment) {
    const [points, inputs, file] = ['points', 'inputs', 'file'].map((name) => text(values, name, ''));
    const chosen = [points !== '' || inputs !== '', values['table'] === true, file !== ''];
    if (chosen.filter(Boolean).length !== 1 || (chosen[0] && !(points && inputs)))
      throw new ArgumentError('capacity needs either --points N --inputs K, or --table N K, or --file FILE[#ARRAY].');
    if (!chosen[1] && positionals.length)
      throw new ArgumentError(`"${positionals[0]}" makes sense only after --table N.`);
    if (!chosen[2] && values['labels'] !== undefined)
      throw new ArgumentError('--labels require the points: add --file.');
    if (file) return printSet(file, values, environment);
    if (chosen[0]) return printOne(toWhole('points', points!), toWhole('inputs', inputs!), values, environment);
    const [n, k] = positionals;
    if (n === undefined || k === undefined)
      throw new ArgumentError('--table takes two numbers: N points and K inputs.');
    return printTable(toWhole('points', n), toWhole('inputs', k), values, environment);
  },
};

/** `labelings` checks the bounds; here only what is not a number is refused. */
function toWhole(name: string, given: string): number {
  const value = given.trim() === '' ? NaN : Number(given);
  if (Number.isNaN(value)) throw new ArgumentError(`The number of ${name} must be a whole number, not "${given}".`);
  return value;
}

function printOne(points: number, inputs: number, { bias, json }: Values, { print }: Environment): void {
  const withBias = bias === true;
  const count = labelings(points, inputs, withBias);
  const log2 = log2Labelings(points, inputs, withBias);
  if (json) {
    const [T, P] = [plain(count), plainProbability(points, inputs, withBias)];
    print(JSON.stringify({ points, inputs, bias: withBias, T, P, log2T: Number.isFinite(log2) ? log2 : null }));
    return;
  }
  const weights = inputs + Number(withBias);
  print(`T = ${count}`);
  print(`P = T / 2^${points} = ${probabilityText(points, inputs, withBias, 6)}`);
  print(`log2 T = ${Number.isFinite(log2) ? log2 : '-infinity'}`);
  print(
    `${weights} weights${withBias ? ` (${inputs} inputs and the bias)` : ''}: every labeling up to ${weights} points, half of them at ${2 * weights}.`,
  );
  print(
    withBias
      ? 'General position: no K + 1 of the points on one hyperplane.'
      : 'General position: every K of the points linearly independent. A bias would be an extra input (--bias).',
  );
}

/** One line per number of points, one column per number of inputs, from 1. */
async function printTable(
  points: number,
  inputs: number,
  { bias, json, probabilities }: Values,
  { print, signal }: Environment,
): Promise<void> {
  const withBias = bias === true;
  labelings(points, inputs, withBias);
  const columns = Array.from({ length: inputs }, (_, k) => k + 1);
  if (!json) print(csvLine(['points', ...columns]));
  for (let n = 1; n <= points; n++) {
    await setImmediate();
    throwIfCancelled(signal);
    const row = columns.map((k) =>
      probabilities ? plainProbability(n, k, withBias) : plain(labelings(n, k, withBias)),
    );
    if (!json) print(csvLine([n, ...row]));
    else print(`${n === 1 ? '[' : ' '}${JSON.stringify(row)}${n === points ? ']' : ','}`);
  }
}

async function printSet(
  file: string,
  values: Values,
  { service, signal, onProgress, print }: Environment,
): Promise<void> {
  const bias = values['bias'] === true;
  const points = await service.readPoints(file, { signal, onProgress });
  const given = text(values, 'labels', '');
  const labels = given ? await readLabels(given, signal) : undefined;
  const separation = labels && (await service.separate({ points, labels, bias }, { signal, onProgress }));
  // A labeling is decided even if counting all of them is out of reach.
  const count = await service.countLabelings({ points, bias }, { signal, onProgress }).catch((error: unknown) => {
    if (separation && error instanceof NetLoupeError && error.kind === 'argument') return error.message;
    throw error;
  });
  if (values['json']) {
    const counted = typeof count === 'string' ? { notes: [count] } : summaryOf(count);
    print(JSON.stringify({ file, bias, ...counted, ...(separation && { separation }) }));
    return;
  }
  const lines = typeof count === 'string' ? [count] : sentencesOn(count);
  for (const line of [...lines, ...(separation ? sentencesOnLabels(separation) : [])]) print(line);
}

function summaryOf({ count, generalPosition, ...rest }: LabelingCount) {
  return { ...rest, count: plain(BigInt(count)), generalPosition: plain(BigInt(generalPosition)) };
}

function sentencesOn({ points, inputs, count, generalPosition, generalPositionHolds, notes }: LabelingCount): string[] {
  const compared = generalPositionHolds
    ? 'as in general position'
    : `${generalPosition} would be possible in general position`;
  return [
    `${points} points of ${inputs} inputs: ${count} of 2^${points} labelings can be produced, ${compared}.`,
    ...notes,
  ];
}

function sentencesOnLabels(separation: Separation): string[] {
  if (!separation.separable)
    return [
      'These labels cannot be produced. Proof: the sum of coefficient × label × point (and its bias) is zero with these coefficients:',
      ...separation.combination.map(({ point, coefficient }) => `  point ${point + 1}: ${coefficient}`),
    ];
  const { weights, bias, margin } = separation;
  return [
    `These labels can be produced${margin === undefined ? '' : `, with margin ${margin}`}:`,
    `  weights ${weights.join(', ')}`,
    ...(bias === undefined ? [] : [`  bias ${bias}`]),
  ];
}

function plain(count: bigint): number | string {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : String(count);
}

function plainProbability(points: number, inputs: number, bias: boolean): number | string {
  const value = probability(points, inputs, bias);
  return value >= SMALLEST_NORMAL || labelings(points, inputs, bias) === 0n
    ? value
    : probabilityText(points, inputs, bias, 15);
}
