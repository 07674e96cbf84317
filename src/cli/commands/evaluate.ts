/** netloupe evaluate: how faithful several methods are, ranked against each other. */
import { writeFile } from 'node:fs/promises';
import { readData } from '../../formats';
import { measures as known, STANDARD_MEASURES } from '../../methods/evaluation';
import { ArgumentError } from '../../shared/errors';
import { toNumbers } from '../../shared/tensor';
import { deviceOption, MEMORY_BUDGET, text, type Command, type Values } from '../command';
import { arraysOfEvaluation, jsonOf, linesOfEvaluation } from '../evaluations';
import { PREPROCESSING_USAGE, preprocessingOption, readPreprocessing, readSeed, readSettings } from '../settings';

const STANDARD = STANDARD_MEASURES.join();

export const evaluate: Command = {
  name: 'evaluate',
  positionals: ['MODEL'],
  usage:
    '--input DATA --methods ID,ID,… [--measures ID,ID,…] [--set ID.name=value …] [--samples N] ' +
    `[--target N|argmax|label|LAYER:I,… | --labels FILE[#ARRAY]] ${PREPROCESSING_USAGE} [--seed S] [--device D] [--out FILE.npz] [--json]`,
  summary: 'Measure how faithful attribution methods are',
  details:
    'Measures how faithful methods are over the samples of an input and ranks them. With --labels, the true class of each sample is ' +
    `explained in place of the winning one. Measures: ${known.map(({ id }) => id).join(', ')} (by default ${STANDARD}); ` +
    '"netloupe methods --measures" describes them.',
  examples: [
    'evaluate mnist.onnx --input digits.npz#x --methods gradient,lrp',
    'evaluate mnist.onnx --input digits.npz#x --methods lrp --measures deletion --samples 20',
  ],
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
  async run([model], values, { service, signal, onProgress, print, note }) {
    const input = text(values, 'input', '');
    const methods = listed(text(values, 'methods', ''));
    if (!input || !methods.length)
      throw new ArgumentError('evaluate needs --input DATA and --methods ID,ID,… ("netloupe methods" lists them).');
    const by = listed(text(values, 'measures', STANDARD));
    const settings = settingsOf([...methods, ...by], values);
    const chosen = (ids: readonly string[]) => ids.map((id) => ({ id, parameters: settings.get(id) ?? {} }));
    const samples = text(values, 'samples', '');
    let said = '';
    const result = await service.run(
      {
        model: model!,
        input,
        method: 'faithfulness',
        parameters: {
          methods: chosen(methods),
          measures: chosen(by),
          ...(samples && { samples: samples === 'all' ? samples : Number(samples) }),
        },
        target: await targetOf(values, signal),
        ...readPreprocessing(values),
        device: text(values, 'device', 'auto'),
        seed: readSeed(text(values, 'seed', '0')),
        memoryBudget: MEMORY_BUDGET,
      },
      {
        signal,
        onProgress: (progress) => {
          const line = `${progress.message} …`;
          if (line !== said) note(`${String(Math.floor(progress.fraction * 100)).padStart(3)} %  ${line}`);
          said = line;
          onProgress(progress);
        },
      },
    );
    if (result.kind !== 'evaluation') return;
    const out = text(values, 'out', '');
    if (out) await writeFile(out, await service.encodeNpz(arraysOfEvaluation(result)));
    if (values['json']) print(jsonOf(result));
    else for (const line of linesOfEvaluation(result)) print(line);
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
