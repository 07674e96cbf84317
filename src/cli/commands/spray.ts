/** netloupe spray: the clusters in the relevance maps of a data set, most suspicious first. */
import { readData } from '../../formats';
import { ArgumentError } from '../../shared/errors';
import type { ClustersResult } from '../../shared/results';
import { clusters } from '../../shared/results/clusters/kind';
import { toNumbers } from '../../shared/tensor';
import { text, type Command, type Values } from '../command';
import { writeResult } from '../exports';
import { PREPROCESSING_USAGE, readRun, runOptions } from '../settings';

const asked = ['input', 'preprocessing'] as const;

export const spray: Command = {
  name: 'spray',
  positionals: ['MODEL'],
  usage:
    '--input DATA [--labels FILE#ARRAY|label] [--class C|all] [--method ID] [--set name=value …] [--clusters auto|K] [--neighbours K] ' +
    `[--side PIXELS] ${PREPROCESSING_USAGE} ` +
    '[--seed S] [--device D] [--out FILE.npz|FILE.csv] [--json]',
  summary: 'Cluster relevance maps to find Clever Hans classes',
  details:
    'Clusters the relevance maps of a data set class by class (SpRAy) and reports which clusters look at one small place that the rest of their class does not. --set is for the attribution method. Without --labels, a sample belongs to the class that the model predicts.',
  examples: [
    'spray mnist.onnx --input digits.npz#x --class 7',
    'spray mnist.onnx --input photos/ --labels label --clusters 4 --out clusters.npz',
  ],
  options: {
    ...runOptions(asked),
    labels: { type: 'string' },
    class: { type: 'string' },
    method: { type: 'string' },
    clusters: { type: 'string' },
    neighbours: { type: 'string' },
    side: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run([model], values, { service, signal, onProgress, print }) {
    const input = text(values, 'input', '');
    if (!input) throw new ArgumentError('spray needs a data set: add --input DATA.');
    const { parameters: settings, ...question } = readRun(values, asked);
    const result = await service.run(
      {
        ...question,
        model: model!,
        method: 'spray',
        parameters: parametersOf(values, settings),
        target: await targetOf(text(values, 'labels', '')),
      },
      { signal, onProgress },
    );
    if (result.kind !== 'clusters') return;
    const out = text(values, 'out', '');
    if (out) await writeResult(out, result);
    if (values['json']) {
      print(JSON.stringify(summaryOf(result)));
      return;
    }
    for (const line of clusters.lines(result)) print(line);
    if (out) print(`${out} written`);
  },
};

/** A file with one array needs no name. */
async function targetOf(labels: string): Promise<string> {
  if (!labels) return 'argmax';
  return labels.includes('#') || labels === 'label' ? labels : Array.from(toNumbers(await readData(labels))).join();
}

/** The given ones; the method refuses what does not fit. */
function parametersOf(values: Values, settings: Record<string, unknown>): Record<string, unknown> {
  const word = (name: string): Record<string, unknown> => {
    const given = text(values, name, '');
    return given ? { [name]: /^-?\d+$/.test(given) ? Number(given) : given } : {};
  };
  return {
    ...['class', 'method', 'clusters', 'neighbours', 'side'].reduce((all, name) => ({ ...all, ...word(name) }), {}),
    ...(Object.keys(settings).length && { settings }),
  };
}

function summaryOf({ value, classes, conventions, provenance }: ClustersResult) {
  return {
    of: value,
    classes: classes.map(({ index, samples, eigenvalues, eigengap, clusters }) => ({
      class: index,
      samples: samples.length,
      eigengap,
      eigenvalues: Array.from(eigenvalues),
      clusters: clusters.map(({ meanMap: _map, ...cluster }) => cluster),
    })),
    conventions,
    provenance,
  };
}
