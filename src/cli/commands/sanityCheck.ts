/** netloupe sanity-check: whether a method's map reacts to what the network has learned. */
import { writeFile } from 'node:fs/promises';
import { ArgumentError } from '../../shared/errors';
import { deviceOption, MEMORY_BUDGET, text, type Command } from '../command';
import { jsonOf, linesOfSanity } from '../evaluations';
import { PREPROCESSING_USAGE, preprocessingOption, readPreprocessing, readSeed, readSettings } from '../settings';

export const sanityCheck: Command = {
  name: 'sanity-check',
  positionals: ['MODEL'],
  usage:
    `--input DATA --method ID [--set name=value …] [--target N|argmax|label|LAYER:I,…|FILE#ARRAY] ${PREPROCESSING_USAGE} [--seed S] [--device D] ` +
    '[--out FILE.npz] [--json]',
  summary: 'Check that a map depends on the trained weights',
  details:
    'Randomises the weights cumulatively, from the output down, and measures how similar the map stays. A map that ' +
    'does not change explains the input, not the network. --out gets the maps of the first sample.',
  examples: [
    'sanity-check mnist.onnx --input 7.png --method gradient',
    'sanity-check mnist.onnx --input 7.png --method guided-backprop --out maps.npz',
  ],
  options: {
    input: { type: 'string' },
    method: { type: 'string' },
    set: { type: 'string', multiple: true },
    target: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
    ...preprocessingOption,
    ...deviceOption,
  },
  async run([model], values, { service, signal, onProgress, print }) {
    const [input, method] = [text(values, 'input', ''), text(values, 'method', '')];
    if (!input || !method)
      throw new ArgumentError('sanity-check needs --input DATA and --method ID ("netloupe methods" lists them).');
    const result = await service.run(
      {
        model: model!,
        input,
        method: 'sanity-check',
        parameters: { method: { id: method, parameters: readSettings(values) } },
        target: text(values, 'target', 'argmax'),
        ...readPreprocessing(values),
        device: text(values, 'device', 'auto'),
        seed: readSeed(text(values, 'seed', '0')),
        memoryBudget: MEMORY_BUDGET,
      },
      { signal, onProgress },
    );
    if (result.kind !== 'sanity') return;
    const out = text(values, 'out', '');
    if (out) await writeFile(out, await service.encodeNpz({ maps: result.maps }));
    if (values['json']) print(jsonOf(result));
    else for (const line of linesOfSanity(result)) print(line);
    if (out && !values['json']) print(`${out} written`);
  },
};
