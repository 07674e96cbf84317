/** netloupe sanity-check: whether a method's map reacts to what the network has learned. */
import { ArgumentError } from '../../shared/errors';
import { sanity } from '../../shared/results/sanity/kind';
import { deviceOption, MEMORY_BUDGET, text, type Command } from '../command';
import { writeResult } from '../exports';
import { jsonOf } from '../json';
import { PREPROCESSING_USAGE, preprocessingOption, readPreprocessing, readSeed, readSettings } from '../settings';

export const sanityCheck: Command = {
  name: 'sanity-check',
  positionals: ['MODEL'],
  usage:
    `--input DATA --method ID [--set name=value …] [--target N|argmax|label|LAYER:I,…|FILE#ARRAY] ${PREPROCESSING_USAGE} [--seed S] [--device D] ` +
    '[--out FILE.npz|FILE.csv] [--json]',
  summary:
    'Randomises the weights from the top layer down and tells how similar the map of a method stays: one that does not change explains the ' +
    'input, not the network. --out has the maps of the first sample.',
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
  async run([model], values, { service, signal, print }) {
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
      { signal },
    );
    if (result.kind !== 'sanity') return;
    const out = text(values, 'out', '');
    if (out) await writeResult(out, result);
    if (values['json']) print(jsonOf(result));
    else for (const line of sanity.lines(result)) print(line);
    if (out && !values['json']) print(`${out} written`);
  },
};
