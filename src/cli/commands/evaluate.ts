/** netloupe evaluate: how faithful several methods are, as a ranking. */
import { readData } from '../../formats';
import { measures as known, STANDARD_MEASURES } from '../../methods/evaluation';
import { faithfulness } from '../../methods/evaluation/faithfulness';
import { ArgumentError } from '../../shared/errors';
import { toNumbers } from '../../shared/tensor';
import { text, type Values } from '../command';
import { methodCommand } from '../methodCommand';
import { PREPROCESSING_USAGE } from '../settings';

const STANDARD = STANDARD_MEASURES.join();

export const evaluate = methodCommand(faithfulness, {
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
  asked: ['input', 'target', 'preprocessing'],
  needs: ['methods'],
  missing: 'evaluate needs --input DATA and --methods ID,ID,… ("netloupe methods" lists them).',
  target: targetOf,
  saysSteps: true,
});

async function targetOf(values: Values, signal: AbortSignal): Promise<string> {
  const labels = text(values, 'labels', '');
  if (!labels) return text(values, 'target', 'argmax');
  if (values['target'] !== undefined)
    throw new ArgumentError('--labels and --target both choose what to explain; give only one of them.');
  const classes = Array.from(toNumbers(await readData(labels, { signal })));
  if (classes.length && classes.every((label) => Number.isInteger(label) && label >= 0)) return classes.join();
  throw new ArgumentError(`${labels} does not hold classes; use whole numbers from 0, one for each sample.`);
}
