/** Clusters of relevance maps as arrays by class, as a table with one cluster per row, and as text. */
import type { Row } from '../../csv';
import { table } from '../../table';
import { float32, type Tensor } from '../../tensor';
import { defineKind } from '../kind';
import { lawLines } from '../text';
import type { ClassClusters, ClustersResult } from './result';

/** Most samples that a line of the table lists. */
const FEW = 8;

export const clusters = defineKind<ClustersResult>({
  kind: 'clusters',
  arrays: ({ classes }) => Object.fromEntries(classes.flatMap((one) => Object.entries(arraysOfClass(one)))),
  rows: ({ classes }) => [
    [
      ...['class', 'cluster', 'suspicious', 'suspicion', 'isolation', 'difference', 'focus', 'reliance', 'share'],
      ...['count', 'samples'],
    ],
    ...classes.flatMap(rowsOfClass),
  ],
  lines: ({ classes, law, conventions }) => [
    ...classes.flatMap((one) => textOf(one).split('\n')),
    ...lawLines(law),
    ...conventions,
  ],
});

function arraysOfClass({ index, samples, clusterOf, eigenvalues, embedding, maps, clusters }: ClassClusters) {
  const shape = maps.shape.slice(1);
  const means = clusters.flatMap(({ meanMap }) => Array.from(meanMap.data));
  const suspicion = clusters.map((cluster) => cluster.suspicion);
  const arrays: Record<string, Tensor> = {
    samples: { dtype: 'int32', shape: [samples.length], data: samples },
    clusters: { dtype: 'int32', shape: [clusterOf.length], data: clusterOf },
    eigenvalues: { dtype: 'float64', shape: [eigenvalues.length], data: eigenvalues },
    suspicion: float32([clusters.length], suspicion),
    mean_maps: float32([clusters.length, ...shape], means),
    embedding,
    maps,
  };
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`class_${index}.${name}`, array]));
}

function rowsOfClass({ index, clusters }: ClassClusters): Row[] {
  return clusters.map(
    ({ suspicious, suspicion, isolation, difference, focus, reliance, share, samples }, place): Row => [
      ...[index, place + 1, Number(suspicious), suspicion, isolation, difference, focus, reliance, share],
      ...[samples.length, samples.join(' ')],
    ],
  );
}

function textOf({ index, samples, eigengap, eigenvalues, clusters }: ClassClusters): string {
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
