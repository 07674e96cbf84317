/** netloupe evaluate: how faithful several methods are, ranked against each other. */
import { writeFile } from 'node:fs/promises';
import { readData } from '../../formats';
import { measures as known, STANDARD_MEASURES } from '../../methods/evaluation';
import { ArgumentError } from '../../shared/errors';
import type { Choice } from '../../shared/requests';
import type { EvaluationResult, MeasureResult, Score } from '../../shared/evaluation';
import { toNumbers, type Tensor } from '../../shared/tensor';
import { deviceOption, MEMORY_BUDGET, text, type Command, type Values } from '../command';
import { PREPROCESSING_USAGE, preprocessingOption, readPreprocessing, readSeed, readSettings } from '../settings';
import { table } from '../table';

const STANDARD = STANDARD_MEASURES.join();

export const evaluate: Command = {
  name: 'evaluate',
  positionals: ['MODEL'],
  usage:
    '--input DATA --methods ID,ID,… [--measures ID,ID,…] [--set ID.name=value …] [--samples N] ' +
    `[--target N|argmax|label|LAYER:I,… | --labels FILE[#ARRAY]] ${PREPROCESSING_USAGE} [--seed S] [--device D] [--out FILE.npz] [--json]`,
  summary:
    'Measures how faithful methods are over the samples of an input and ranks them. ' +
    `Measures: ${known.map(({ id }) => id).join(', ')} ("netloupe methods --measures" has more); by default ${STANDARD}. With --labels the true class of each sample is explained, in place of the winning one.`,
  options: {
    input: { type: 'string' },
    methods: { type: 'string' },
    measures: { type: 'string' },
    set: { type: 'string', multiple: true },
    samples: { type: 'string' },
    target: { type: 'string' },
    labels: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
    ...preprocessingOption,
    ...deviceOption,
  },
  async run([model], values, { service, signal, print, note }) {
    const input = text(values, 'input', '');
    const methods = listed(text(values, 'methods', ''));
    if (!input || !methods.length)
      throw new ArgumentError('evaluate needs --input DATA and --methods ID,ID,… ("netloupe methods" lists them).');
    const by = listed(text(values, 'measures', STANDARD));
    const settings = settingsOf([...methods, ...by], values);
    const chosen = (ids: readonly string[]): Choice[] => ids.map((id) => ({ id, parameters: settings.get(id) ?? {} }));
    const samples = text(values, 'samples', '');
    let said = '';
    const result = await service.evaluate(
      {
        model: model!,
        input,
        methods: chosen(methods),
        measures: chosen(by),
        target: await targetOf(values, signal),
        ...readPreprocessing(values),
        device: text(values, 'device', 'auto'),
        seed: readSeed(text(values, 'seed', '0')),
        memoryBudget: MEMORY_BUDGET,
        ...(samples && { samples: Number(samples) }),
      },
      {
        signal,
        onProgress: ({ fraction, message }) => {
          const line = `${message} …`;
          if (line !== said) note(`${String(Math.floor(fraction * 100)).padStart(3)} %  ${line}`);
          said = line;
        },
      },
    );
    const out = text(values, 'out', '');
    if (out) await writeFile(out, await service.encodeNpz(arraysOf(result)));
    if (values['json'])
      print(
        JSON.stringify(result, (_, value: unknown) =>
          ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
        ),
      );
    else for (const line of linesOf(result)) print(line);
    if (out && !values['json']) print(`${out} written`);
  },
};

function listed(ids: string): string[] {
  return ids.split(',').map((id) => id.trim()).filter(Boolean); // prettier-ignore
}

/** --set ID.name=value …, by the id of a method or measure. */
function settingsOf(ids: readonly string[], values: Values): Map<string, Record<string, unknown>> {
  const settings = new Map<string, Record<string, unknown>>();
  for (const [key, value] of Object.entries(readSettings(values))) {
    const [id = '', name] = key.split('.', 2);
    if (name === undefined || !ids.includes(id))
      throw new ArgumentError(
        `--set takes ID.name=value with one of ${ids.join(', ')} as ID, not "${key}=…"; such as ${ids[0]}.NAME=VALUE.`,
      );
    settings.set(id, { ...settings.get(id), [name]: value });
  }
  return settings;
}

async function targetOf(values: Values, signal: AbortSignal): Promise<string> {
  const labels = text(values, 'labels', '');
  if (!labels) return text(values, 'target', 'argmax');
  if (values['target'] !== undefined)
    throw new ArgumentError('--labels and --target both say what is explained; give one of them.');
  const classes = Array.from(toNumbers(await readData(labels, { signal })));
  if (classes.length && classes.every((label) => Number.isInteger(label) && label >= 0)) return classes.join();
  throw new ArgumentError(`${labels} does not hold classes; labels are whole numbers from 0, one for each sample.`);
}

function arraysOf({ measures }: EvaluationResult): Record<string, Tensor> {
  const arrays: Record<string, Tensor> = {};
  const float64 = (shape: number[], data: Float64Array): Tensor => ({ dtype: 'float64', shape, data });
  for (const { measure, methods, plot } of measures) {
    const samples = methods[0]!.perSample.length;
    const scores = Float64Array.from(methods.flatMap(({ perSample }) => perSample));
    arrays[`${measure}/scores`] = float64([methods.length, samples], scores);
    const [first] = plot?.curves ?? [];
    if (!plot || !first) continue;
    const y = Float64Array.from(plot.curves.flatMap((curve) => Array.from(curve.y)));
    arrays[`${measure}/x`] = float64([first.x.length], first.x);
    arrays[`${measure}/curves`] = float64([plot.curves.length, first.x.length], y);
  }
  return arrays;
}

function linesOf(result: EvaluationResult): string[] {
  const { methods, measures, samples, target, provenance, conventions } = result;
  const order = [...methods.keys()].sort((a, b) => methods[a]!.meanRank - methods[b]!.meanRank);
  const heading = measures.flatMap(({ measure, better }) => [`${measure} ${better === 'higher' ? '↑' : '↓'}`, '#']);
  const rows = order.map((i) => [
    methods[i]!.name,
    methods[i]!.meanRank.toFixed(2),
    ...measures.flatMap((measure) => {
      const { rank, fromFirst } = measure.methods[i]!;
      return [show(measure.methods[i]!), `${rank}${fromFirst && isClose(fromFirst) ? '≈' : ''}`];
    }),
  ]);
  const bounds = (name: string, of: (measure: MeasureResult) => Score | undefined): string[][] =>
    measures.some(of)
      ? [[name, '', ...measures.flatMap((measure) => [of(measure) ? show(of(measure)!) : '', ''])]]
      : [];
  return [
    `${samples} sample${samples === 1 ? '' : 's'}, "${target.value}"  [${provenance.device}, ${provenance.seconds.toFixed(2)} s]`,
    '',
    ...table([
      ['method', 'mean rank', ...heading],
      ...rows,
      ...bounds('random', ({ random }) => random),
      ...bounds('best found', ({ best }) => best),
    ]).split('\n'),
    '',
    ...(rows.some((row) => row.some((cell) => cell.endsWith('≈')))
      ? ['≈ not told apart from the first: nearer than two standard errors of the difference.']
      : []),
    ...measures.flatMap((measure) =>
      measure.methods.flatMap(({ mark }, i) => (mark ? [`${methods[i]!.name}, ${measure.measure}: ${mark}.`] : [])),
    ),
    ...conventions,
    ...remarks(measures),
  ];
}

/** What each measure means here, and once what several have in common. */
function remarks(measures: readonly MeasureResult[]): string[] {
  const counts = new Map<string, number>();
  for (const sentence of measures.flatMap((measure) => measure.conventions))
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  const own = measures.map(({ measure, conventions }) =>
    [`${measure}:`, ...conventions.filter((sentence) => counts.get(sentence) === 1)].join(' '),
  );
  return [...own, ...[...counts].filter(([, count]) => count > 1).map(([sentence]) => sentence)];
}

function isClose({ score, standardError }: Score): boolean {
  return standardError !== undefined && Math.abs(score) < 2 * standardError;
}

function show({ score, standardError }: Score): string {
  const number = (value: number): string =>
    value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4) ? value.toFixed(3) : value.toExponential(1);
  return standardError === undefined ? number(score) : `${number(score)} ± ${number(standardError)}`;
}
