/** netloupe attribute: explains a prediction. */
import { writeFile } from 'node:fs/promises';
import { encodePng } from '../../formats';
import { ArgumentError } from '../../shared/errors';
import type { AttributionResult } from '../../shared/results';
import { attribution } from '../../shared/results/attribution/kind';
import { table } from '../../shared/table';
import { text, type Command } from '../command';
import { writeResult } from '../exports';
import { drawInTerminal, heatmaps } from '../heatmap';
import { PREPROCESSING_USAGE, readRun, runOptions } from '../settings';

const asked = ['input', 'target', 'preprocessing'] as const;

export const attribute: Command = {
  name: 'attribute',
  positionals: ['MODEL'],
  usage:
    `--input DATA --method ID [--target N|argmax|label|LAYER:I,…|FILE#ARRAY] [--set name=value …] ${PREPROCESSING_USAGE} [--device D] ` +
    '[--seed S] --out FILE.npz|FILE.csv [--png FILE.png] [--json]',
  summary: 'Explain a prediction by attributing it to the input',
  details:
    '"netloupe methods" lists the methods and their parameters. The target is the winning class unless --target names another. In a terminal, without --out and --png, attribute draws the heatmap.',
  examples: [
    'attribute mnist.onnx --input 7.png --method gradient',
    'attribute mnist.onnx --input 7.png --method lrp --target 7 --png 7-lrp.png',
  ],
  options: {
    ...runOptions(asked),
    method: { type: 'string' },
    out: { type: 'string' },
    png: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run([model], values, { service, signal, onProgress, print, interactive }) {
    const input = text(values, 'input', '');
    const method = text(values, 'method', '');
    if (!input || !method)
      throw new ArgumentError('attribute needs --input DATA and --method ID ("netloupe methods" lists them).');
    const result = await service.attribute(
      {
        target: 'argmax',
        ...readRun(values, asked),
        model: model!,
        input,
        method,
      },
      { signal, onProgress },
    );
    const out = text(values, 'out', '');
    const png = text(values, 'png', '');
    if (out) await writeResult(out, result);
    if (png) await writeFile(png, encodePng(heatmaps(result)));
    if (values['json']) {
      print(JSON.stringify(summaryOf(result)));
      return;
    }
    if (!out && !png && interactive)
      print(
        result.features && result.layer === undefined
          ? featureTable(result, result.features)
          : drawInTerminal(result, process.stdout.columns),
      );
    for (const line of attribution.lines(result)) print(line);
    for (const file of [out, png].filter(Boolean)) print(`${file} written`);
  },
};

/** The first sample's features, strongest first. */
export function featureTable({ attribution, input }: AttributionResult, features: readonly string[]): string {
  const strongest = [...features.keys()].sort(
    (a, b) => Math.abs(attribution.data[b]!) - Math.abs(attribution.data[a]!),
  );
  const number = (value: number): string => value.toPrecision(4);
  return table([
    ['feature', 'input', 'attribution'],
    ...strongest.map((i) => [features[i]!, number(input.data[i]!), number(attribution.data[i]!)]),
  ]);
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
