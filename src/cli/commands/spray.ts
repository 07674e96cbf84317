/** netloupe spray: the clusters in the relevance maps of a data set, the suspicious ones first. */
import { writeFile } from 'node:fs/promises';
import { readData } from '../../formats';
import { ArgumentError } from '../../shared/errors';
import type { ClassClusters, ClustersResult } from '../../shared/results';
import { float32, toNumbers, type Tensor } from '../../shared/tensor';
import { deviceOption, MEMORY_BUDGET, text, type Command, type Values } from '../command';
import { PREPROCESSING_USAGE, preprocessingOption, readPreprocessing, readSeed, readSettings } from '../settings';
import { table } from '../table';

/** Samples that a line of the table names. */
const FEW = 8;

export const spray: Command = {
  name: 'spray',
  positionals: ['MODEL'],
  usage:
    '--input DATA [--labels FILE#ARRAY|label] [--class C|all] [--method ID] [--set name=value …] [--clusters auto|K] [--neighbours K] ' +
    `[--side PIXELS] ${PREPROCESSING_USAGE} ` +
    '[--seed S] [--device D] [--out FILE.npz] [--json]',
  summary: 'Cluster relevance maps to find Clever Hans classes',
  details:
    'Clusters the relevance maps of a data set class by class (SpRAy) and tells which clusters look at one small ' +
    'place that the rest of their class does not. --set is for the attribution method. Without --labels, a sample ' +
    'belongs to the class that the model predicts.',
  examples: [
    'spray mnist.onnx --input digits.npz#x --class 7',
    'spray mnist.onnx --input photos/ --labels label --clusters 4 --out clusters.npz',
  ],
  options: {
    input: { type: 'string' },
    labels: { type: 'string' },
    class: { type: 'string' },
    method: { type: 'string' },
    set: { type: 'string', multiple: true },
    clusters: { type: 'string' },
    neighbours: { type: 'string' },
    side: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
    ...preprocessingOption,
    ...deviceOption,
  },
  async run([model], values, { service, signal, onProgress, print }) {
    const input = text(values, 'input', '');
    if (!input) throw new ArgumentError('spray needs --input DATA: the samples of a data set.');
    const result = await service.run(
      {
        model: model!,
        input,
        method: 'spray',
        parameters: parametersOf(values),
        ...readPreprocessing(values),
        target: await targetOf(text(values, 'labels', '')),
        device: text(values, 'device', 'auto'),
        seed: readSeed(text(values, 'seed', '0')),
        memoryBudget: MEMORY_BUDGET,
      },
      { signal, onProgress },
    );
    if (result.kind !== 'clusters') return;
    const out = text(values, 'out', '');
    if (out) await writeFile(out, await service.encodeNpz(arraysOf(result)));
    if (values['json']) {
      print(JSON.stringify(summaryOf(result)));
      return;
    }
    for (const one of result.classes) print(describe(one));
    for (const line of result.conventions) print(line);
    if (out) print(`${out} written`);
  },
};

/** A file of one array has no name to refer to it by. */
async function targetOf(labels: string): Promise<string> {
  if (!labels) return 'argmax';
  return labels.includes('#') || labels === 'label' ? labels : Array.from(toNumbers(await readData(labels))).join();
}

/** Those that are given; what does not fit is said by the method. */
function parametersOf(values: Values): Record<string, unknown> {
  const settings = readSettings(values);
  const word = (name: string): Record<string, unknown> => {
    const given = text(values, name, '');
    return given ? { [name]: /^-?\d+$/.test(given) ? Number(given) : given } : {};
  };
  return {
    ...['class', 'method', 'clusters', 'neighbours', 'side'].reduce((all, name) => ({ ...all, ...word(name) }), {}),
    ...(Object.keys(settings).length && { settings }),
  };
}

function describe({ index, samples, eigengap, eigenvalues, clusters }: ClassClusters): string {
  const suspicious = clusters.filter((cluster) => cluster.suspicious).length;
  const verdict = suspicious ? `${suspicious} suspicious` : 'none suspicious';
  const shown = Array.from(eigenvalues.subarray(0, 6), (value) => value.toFixed(3)).join(' ');
  const rows = clusters.map((cluster, place) => [
    `${place + 1}${cluster.suspicious ? ' !' : ''}`,
    ...[cluster.suspicion, cluster.isolation, cluster.difference, cluster.focus].map((value) => value.toFixed(2)),
    cluster.reliance === undefined ? '' : `${Math.round(100 * cluster.reliance)} %`,
    `${Math.round(100 * cluster.share)} %`,
    cluster.samples.length,
    cluster.samples.slice(0, FEW).join(' ') + (cluster.samples.length > FEW ? ' …' : ''),
  ]);
  const heading = ['cluster', 'suspicion', 'isolation', 'difference', 'focus', 'reliance', 'share', 'samples', 'rows'];
  return [
    `Class ${index}: ${clusters.length} clusters of ${samples.length} samples, ${verdict}; eigengap ${eigengap.toFixed(3)} of ${shown} …`,
    table([heading, ...rows]),
    '',
  ].join('\n');
}

function arraysOf({ classes }: ClustersResult): Record<string, Tensor> {
  return Object.assign({}, ...classes.map(arraysOfClass)) as Record<string, Tensor>;
}

function arraysOfClass({ index, samples, clusterOf, eigenvalues, embedding, maps, clusters }: ClassClusters) {
  const shape = maps.shape.slice(1);
  const means = clusters.flatMap(({ meanMap }) => Array.from(meanMap.data));
  const arrays: Record<string, Tensor> = {
    samples: { dtype: 'int32', shape: [samples.length], data: samples },
    clusters: { dtype: 'int32', shape: [clusterOf.length], data: clusterOf },
    eigenvalues: { dtype: 'float64', shape: [eigenvalues.length], data: eigenvalues },
    suspicion: float32(
      [clusters.length],
      clusters.map(({ suspicion }) => suspicion),
    ),
    mean_maps: float32([clusters.length, ...shape], means),
    embedding,
    maps,
  };
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`class_${index}.${name}`, array]));
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
