/** netloupe sanity-check: whether a method's map reacts to what the network has learned. */
import { ArgumentError } from '../../shared/errors';
import { sanity } from '../../shared/results/sanity/kind';
import { text, type Command } from '../command';
import { writeResult } from '../exports';
import { jsonOf } from '../json';
import { PREPROCESSING_USAGE, readRun, runOptions } from '../settings';

const asked = ['input', 'target', 'preprocessing'] as const;

export const sanityCheck: Command = {
  name: 'sanity-check',
  positionals: ['MODEL'],
  usage:
    `--input DATA --method ID [--set name=value …] [--target N|argmax|label|LAYER:I,…|FILE#ARRAY] ${PREPROCESSING_USAGE} [--seed S] [--device D] ` +
    '[--out FILE.npz|FILE.csv] [--json]',
  summary: 'Check that a map depends on the trained weights',
  details:
    'Randomises the weights cumulatively, from the output down, and measures how similar the map stays. A map that does not change explains the input, not the network. --out saves the maps of the first sample.',
  examples: [
    'sanity-check mnist.onnx --input 7.png --method gradient',
    'sanity-check mnist.onnx --input 7.png --method guided-backprop --out maps.npz',
  ],
  options: {
    ...runOptions(asked),
    method: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run([model], values, { service, signal, onProgress, print }) {
    const [input, method] = [text(values, 'input', ''), text(values, 'method', '')];
    if (!input || !method)
      throw new ArgumentError('sanity-check needs --input DATA and --method ID ("netloupe methods" lists them).');
    const { parameters, ...question } = readRun(values, asked);
    const result = await service.run(
      { ...question, model: model!, method: 'sanity-check', parameters: { method: { id: method, parameters } } },
      { signal, onProgress },
    );
    if (result.kind !== 'sanity') return;
    const out = text(values, 'out', '');
    if (out) await writeResult(out, result);
    if (values['json']) print(jsonOf(result));
    else for (const line of sanity.lines(result)) print(line);
    if (out && !values['json']) print(`${out} written`);
  },
};
