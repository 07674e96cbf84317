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
  summary: 'Run a model and save its outputs',
  details: 'Writes the outputs of the model, or of the layers named by --outputs, as arrays.',
  examples: [
    'run mnist.onnx --input digits.npz#x --out outputs.npz',
    'run mnist.onnx --input 7.png --outputs relu1,logits --out layers.npz',
  ],
  options: {
    ...questionOptions(asked),
    outputs: { type: 'string' },
    out: { type: 'string' },
  },
  async run([model], values, { service, signal, onProgress, print }) {
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
      { signal, onProgress },
    );
    await writeFile(out, await service.encodeNpz(outputs));
    for (const [name, { dtype, shape }] of Object.entries(outputs)) print(`${name}  ${dtype}  ${showShape(shape)}`);
    print(`${out} written (${device}, ${seconds.toFixed(2)} s)`);
  },
};
