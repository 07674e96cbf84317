/** netloupe attribute: explains a prediction. */
import { writeFile } from 'node:fs/promises';
import { encodePng } from '../../formats';
import { ArgumentError } from '../../shared/errors';
import type { AttributionResult } from '../../shared/results';
import { int64, type Tensor } from '../../shared/tensor';
import { deviceOption, MEMORY_BUDGET, text, type Command } from '../command';
import { drawInTerminal, heatmaps } from '../heatmap';
import { PREPROCESSING_USAGE, preprocessingOption, readPreprocessing, readSeed, readSettings } from '../settings';

export const attribute: Command = {
  name: 'attribute',
  positionals: ['MODEL'],
  usage:
    `--input DATA --method ID [--target N|argmax|label|LAYER:I,…|FILE#ARRAY] [--set name=value …] ${PREPROCESSING_USAGE} [--device D] ` +
    '[--seed S] --out FILE.npz [--png FILE.png] [--json]',
  summary: 'Explain a prediction by attributing it to the input',
  details:
    '"netloupe methods" lists the methods and their parameters. The target is the winning class unless --target ' +
    'names another. In a terminal, without --out and --png, it draws the heatmap.',
  examples: [
    'attribute mnist.onnx --input 7.png --method gradient',
    'attribute mnist.onnx --input 7.png --method lrp --target 7 --png 7-lrp.png',
  ],
  options: {
    input: { type: 'string' },
    method: { type: 'string' },
    target: { type: 'string' },
    set: { type: 'string', multiple: true },
    seed: { type: 'string' },
    out: { type: 'string' },
    png: { type: 'string' },
    json: { type: 'boolean' },
    ...preprocessingOption,
    ...deviceOption,
  },
  async run([model], values, { service, signal, onProgress, print, interactive }) {
    const input = text(values, 'input', '');
    const method = text(values, 'method', '');
    if (!input || !method)
      throw new ArgumentError('attribute needs --input DATA and --method ID ("netloupe methods" lists them).');
    const result = await service.attribute(
      {
        model: model!,
        input,
        method,
        parameters: readSettings(values),
        ...readPreprocessing(values),
        target: text(values, 'target', 'argmax'),
        device: text(values, 'device', 'auto'),
        seed: readSeed(text(values, 'seed', '0')),
        memoryBudget: MEMORY_BUDGET,
      },
      { signal, onProgress },
    );
    const out = text(values, 'out', '');
    const png = text(values, 'png', '');
    if (out) await writeFile(out, await service.encodeNpz(arraysOf(result)));
    if (png) await writeFile(png, encodePng(heatmaps(result)));
    if (values['json']) {
      print(JSON.stringify(summaryOf(result)));
      return;
    }
    if (!out && !png && interactive) print(drawInTerminal(result, process.stdout.columns));
    for (const line of sentences(result)) print(line);
    for (const file of [out, png].filter(Boolean)) print(`${file} written`);
  },
};

function arraysOf({
  attribution,
  output,
  target,
  standardError,
  upsampled,
  signed,
}: AttributionResult): Record<string, Tensor> {
  return {
    attribution,
    output,
    target: int64([target.indices.length], target.indices),
    ...(upsampled && { upsampled }),
    ...(signed && { signed }),
    ...(standardError && { standard_error: standardError }),
  };
}

function summaryOf({ target, layer, law, ledger, provenance }: AttributionResult) {
  const { method, parameters, device, seconds } = provenance;
  return {
    method,
    parameters,
    target: target.indices,
    of: target.value,
    ...(layer !== undefined && { layer }),
    device,
    seconds,
    law: law ?? null,
    ...(ledger && { ledger }),
    provenance,
  };
}

function sentences({ target, targetOutput, law, conventions, provenance }: AttributionResult): string[] {
  const few = target.indices.slice(0, 8).map((index, n) => `${index} (${targetOutput[n]!.toPrecision(4)})`);
  const more = target.indices.length > few.length ? ', …' : '';
  const lines = [
    `${provenance.method} of ${target.value}: ${few.join(', ')}${more}  [${provenance.device}, ${provenance.seconds.toFixed(2)} s]`,
  ];
  if (law) {
    const gap = Math.max(...law.gap);
    lines.push(
      `${law.name}: ${law.statement} Gap ${gap.toPrecision(2)}, tolerance ${law.tolerance}: ${law.holds ? 'converged' : 'not converged'}.`,
    );
  }
  return [...lines, ...conventions];
}
