/** netloupe activations: activations of layers over a data set. */
import { ArgumentError } from '../../shared/errors';
import { questionOptions, readQuestion } from '../../shared/question/words';
import { showShape, table } from '../../shared/table';
import { MEMORY_BUDGET, text, type Command } from '../command';
import { PREPROCESSING_USAGE } from '../settings';

const asked = ['input', 'pooling', 'preprocessing', 'device'] as const;

export const activations: Command = {
  name: 'activations',
  positionals: ['MODEL'],
  usage: `--input DATA --layer NAME[,…] [--pooling mean|max|centre|flatten] ${PREPROCESSING_USAGE} --out FILE.npz [--device D] [--json]`,
  summary: "Save layers' activations over a data set",
  details:
    'Runs the data set through the model once, pools each layer to one row per sample, and streams the rows to a file, with the labels of the data.',
  examples: [
    'activations mnist.onnx --input digits.npz#x --layer relu1 --out relu1.npz',
    'activations mnist.onnx --input photos/ --layer relu1,relu2 --pooling max --out both.npz',
  ],
  options: {
    ...questionOptions(asked),
    layer: { type: 'string', multiple: true },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run([model], values, { service, signal, onProgress, print }) {
    const { input: data = '', pooling = 'mean', device = 'auto', preprocessing } = readQuestion(values, asked);
    const out = text(values, 'out', '');
    const given = Array.isArray(values['layer']) ? values['layer'] : [];
    const layers = given.flatMap((names) => names.split(',')).filter(Boolean);
    if (!data || !layers.length || !out)
      throw new ArgumentError('activations needs --input DATA, --layer NAME[,…] and --out FILE.npz.');
    if (!out.toLowerCase().endsWith('.npz')) throw new ArgumentError(`--out must be a .npz file, not "${out}".`);
    const answer = await service.activations(
      {
        ...{ model: model!, data, layers, out },
        ...{ pooling, device, ...(preprocessing && { preprocessing }) },
        memoryBudget: MEMORY_BUDGET,
      },
      { signal, onProgress },
    );
    if (values['json']) {
      print(JSON.stringify({ ...answer, out }));
      return;
    }
    print(table([['layer', 'rows'], ...answer.layers.map(({ layer, shape }) => [layer, showShape(shape)])]));
    for (const sentence of answer.conventions) print(sentence);
    print(`${out} written (${answer.device}, ${answer.seconds.toFixed(2)} s)`);
  },
};
