/** netloupe run: a forward pass. */
import { writeFile } from 'node:fs/promises';
import { ArgumentError } from '../../shared/errors';
import { questionOptions, readQuestion } from '../../shared/question/words';
import { showShape } from '../../shared/table';
import { MEMORY_BUDGET, text, type Command } from '../command';
import { PREPROCESSING_USAGE } from '../settings';

const asked = ['input', 'preprocessing', 'device'] as const;

export const run: Command = {
  name: 'run',
  positionals: ['MODEL'],
  usage: `--input DATA [--outputs NAME,…] ${PREPROCESSING_USAGE} --out FILE.npz [--device D]`,
  summary: "Runs a model and writes its outputs, or any layers' outputs, as arrays.",
  options: {
    ...questionOptions(asked),
    outputs: { type: 'string' },
    out: { type: 'string' },
  },
  async run([model], values, { service, signal, print }) {
    const input = text(values, 'input', '');
    const out = text(values, 'out', '');
    if (!input || !out) throw new ArgumentError('run needs --input DATA and --out FILE.npz.');
    const names = text(values, 'outputs', '').split(',').filter(Boolean);
    const { outputs, device, seconds } = await service.forward(
      {
        device: 'auto',
        ...readQuestion(values, asked),
        model: model!,
        input,
        outputs: names,
        memoryBudget: MEMORY_BUDGET,
      },
      { signal },
    );
    await writeFile(out, await service.encodeNpz(outputs));
    for (const [name, { dtype, shape }] of Object.entries(outputs)) print(`${name}  ${dtype}  ${showShape(shape)}`);
    print(`${out} written (${device}, ${seconds.toFixed(2)} s)`);
  },
};
