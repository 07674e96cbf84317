/** netloupe layers: the structure of a model. */
import type { Command } from '../command';
import { formatText } from '../../shared/description';
import { showShape, table } from '../../shared/table';

const headings = [
  ...['layer', 'operator', 'output', 'shape', 'parameters', 'multiply-adds'],
  ...['units', 'inputs K', 'capacity'],
];

export const layers: Command = {
  name: 'layers',
  positionals: ['MODEL'],
  usage: '[--json]',
  summary: "List a model's layers",
  details:
    'Lists operator, output, shape, parameters and multiply-adds for one sample of each layer. Dense and convolution layers also show their units, the inputs K of a unit, and its capacity in points: 2K, or 2(K + 1) with a bias.',
  examples: ['layers resnet18.onnx', 'layers resnet18.onnx --json'],
  options: { json: { type: 'boolean' } },
  async run([model], { json }, { service, print }) {
    const description = await service.describeModel(model!);
    if (json) {
      print(JSON.stringify(description, null, 2));
      return;
    }
    const value = ({ name, dtype, shape }: (typeof description.inputs)[number]): string =>
      `${name} ${dtype} ${showShape(shape)}`;
    print(`${description.path}: ${formatText(description)}${description.producer && `, by ${description.producer}`}`);
    if (description.noGraph === undefined) {
      print(`inputs   ${description.inputs.map(value).join(', ')}`);
      print(`outputs  ${description.outputs.map(value).join(', ')}`);
    } else print(description.noGraph);
    print('');
    const total = ['total', '', '', '', description.parameters, description.multiplyAdds, '', '', ''];
    const rows = description.layers.map((l) => [
      l.name,
      l.op,
      l.output,
      showShape(l.shape),
      l.parameters,
      l.multiplyAdds,
      l.units,
      l.fanIn,
      l.capacity,
    ]);
    print(table([headings, ...rows, total]));
  },
};
