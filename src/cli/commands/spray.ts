/** netloupe spray: the clusters in the relevance maps of a data set, most suspicious first. */
import { readData } from '../../formats';
import { spray as method } from '../../methods/spray/spray';
import type { ClustersResult } from '../../shared/results';
import { toNumbers } from '../../shared/tensor';
import { text, type Values } from '../command';
import { methodCommand } from '../methodCommand';
import { PREPROCESSING_USAGE } from '../settings';

export const spray = methodCommand(method, {
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
  asked: ['input', 'preprocessing'],
  needs: [],
  missing: 'spray needs --input DATA: the samples of a data set.',
  target: targetOf,
  json: summaryOf,
});

/** A file of one array has no name to refer to it by. */
async function targetOf(values: Values): Promise<string> {
  const labels = text(values, 'labels', '');
  if (!labels) return 'argmax';
  return labels.includes('#') || labels === 'label' ? labels : Array.from(toNumbers(await readData(labels))).join();
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
