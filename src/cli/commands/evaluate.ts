/** netloupe evaluate: how faithful several methods are, as a ranking. */
import { readData } from '../../formats';
import { measures as known, STANDARD_MEASURES } from '../../methods/evaluation';
import { ArgumentError } from '../../shared/errors';
import { evaluation } from '../../shared/results/evaluation/kind';
import { toNumbers } from '../../shared/tensor';
import { text, type Command, type Values } from '../command';
import { writeResult } from '../exports';
import { jsonOf } from '../json';
import { PREPROCESSING_USAGE, readRun, runOptions } from '../settings';

const STANDARD = STANDARD_MEASURES.join();

const asked = ['input', 'target', 'preprocessing'] as const;

export const evaluate: Command = {
  name: 'evaluate',
  positionals: ['MODEL'],
  usage:
    '--input DATA --methods ID,ID,… [--measures ID,ID,…] [--set ID.name=value …] [--samples N] ' +
    `[--target N|argmax|label|LAYER:I,… | --labels FILE[#ARRAY]] ${PREPROCESSING_USAGE} [--seed S] [--device D] [--out FILE.npz|FILE.csv] [--json]`,
  summary: 'Measure how faithful attribution methods are',
  details:
    'Measures how faithful methods are over the samples of an input and ranks them. With --labels, the true class of each sample is ' +
    `explained instead of the winning one. Measures: ${known.map(({ id }) => id).join(', ')} (by default ${STANDARD}); ` +
    '"netloupe methods --measures" describes them.',
  examples: [
    'evaluate mnist.onnx --input digits.npz#x --methods gradient,lrp',
    'evaluate mnist.onnx --input digits.npz#x --methods lrp --measures deletion --samples 20',
  ],
  options: {
    ...runOptions(asked),
    methods: { type: 'string' },
    measures: { type: 'string' },
    samples: { type: 'string' },
    labels: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run([model], values, { service, signal, onProgress, print, note }) {
    const input = text(values, 'input', '');
    const methods = listed(text(values, 'methods', ''));
    if (!input || !methods.length)
      throw new ArgumentError('evaluate needs --input DATA and --methods ID,ID,… ("netloupe methods" lists them).');
    const by = listed(text(values, 'measures', STANDARD));
    const { parameters, ...question } = readRun(values, asked);
    const settings = settingsOf([...methods, ...by], parameters);
    const chosen = (ids: readonly string[]) => ids.map((id) => ({ id, parameters: settings.get(id) ?? {} }));
    const samples = text(values, 'samples', '');
    let said = '';
    const result = await service.run(
      {
        ...question,
        model: model!,
        method: 'faithfulness',
        parameters: {
          methods: chosen(methods),
          measures: chosen(by),
          ...(samples && { samples: samples === 'all' ? samples : Number(samples) }),
        },
        target: await targetOf(values, signal),
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
    if (out) await writeResult(out, result);
    if (values['json']) print(jsonOf(result));
    else for (const line of evaluation.lines(result)) print(line);
    if (out && !values['json']) print(`${out} written`);
  },
};

function listed(ids: string): string[] {
  return ids.split(',').map((id) => id.trim()).filter(Boolean); // prettier-ignore
}

/** --set ID.name=value …, by the id of a method or measure. */
function settingsOf(
  ids: readonly string[],
  given: Readonly<Record<string, unknown>>,
): Map<string, Record<string, unknown>> {
  const settings = new Map<string, Record<string, unknown>>();
  for (const [key, value] of Object.entries(given)) {
    const [id = '', name] = key.split('.', 2);
    if (name === undefined || !ids.includes(id))
      throw new ArgumentError(
        `--set takes ID.name=value with ID one of ${ids.join(', ')}, not "${key}=…"; for example ${ids[0]}.NAME=VALUE.`,
      );
    settings.set(id, { ...settings.get(id), [name]: value });
  }
  return settings;
}

async function targetOf(values: Values, signal: AbortSignal): Promise<string> {
  const labels = text(values, 'labels', '');
  if (!labels) return text(values, 'target', 'argmax');
  if (values['target'] !== undefined)
    throw new ArgumentError('--labels and --target both choose what to explain; give only one of them.');
  const classes = Array.from(toNumbers(await readData(labels, { signal })));
  if (classes.length && classes.every((label) => Number.isInteger(label) && label >= 0)) return classes.join();
  throw new ArgumentError(`${labels} does not hold classes; use whole numbers from 0, one for each sample.`);
}
