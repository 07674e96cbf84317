/** The groups in the relevance maps of one class: found by spectral clustering, measured, and sorted by suspicion. */
import { ArgumentError } from '../../shared/errors';
import type { ClassClusters, Cluster } from '../../shared/results';
import { float32, sizeOf, type Float32Tensor } from '../../shared/tensor';
import type { MethodContext } from '../method';
import { layOut } from './layOut';
import { neighbourGraph } from './neighbourGraph';
import { pictures } from './pictures';
import { reliance } from './reliance';
import type { RelevanceMaps } from './relevanceMaps';
import { spectralClusters } from './spectralClustering';
import { clusterStatistics, SUSPICIOUS } from './statistics';

export interface GroupOptions {
  neighbours: number;
  clusters: number | 'auto';
  side: number;
}

/** With fewer samples, groups cannot be told from chance. */
const FEWEST = 4;

/** A class in which no groups can exist: too few maps, or all of them equal. */
export class NoGroupsError extends ArgumentError {}

/** Throws {@link NoGroupsError}, ArgumentError for more clusters than samples, CancelledError. */
export async function groupsOf(
  context: MethodContext,
  index: number,
  { maps, rows }: RelevanceMaps,
  { neighbours, clusters, side }: GroupOptions,
): Promise<ClassClusters> {
  const { signal, random } = context;
  checkMaps(maps, index);
  const graph = await neighbourGraph(maps, neighbours, partOf(context, 0.6, 0.7));
  const { eigenvalues, eigengap, count, labels, vectors } = await spectralClusters(graph, clusters, random, signal);
  const found = await Promise.all(
    Array.from({ length: count }, async (_, c): Promise<Cluster> => {
      const { excess, ...statistics } = clusterStatistics(maps, graph, labels, c);
      const mean = meanMap(maps, labels, c);
      const inside = typicalFirst(maps, mean, labels, c).map((i) => rows[i]!);
      const outside = rows.filter((_row, i) => labels[i] !== c);
      const needed = await reliance(context, inside, outside, excess, maps.shape.slice(1));
      return {
        samples: inside,
        ...statistics,
        ...(needed !== undefined && { reliance: needed }),
        suspicious: statistics.suspicion > SUSPICIOUS,
        meanMap: mean,
      };
    }),
  );
  const order = found.map((_, c) => c).sort((a, b) => found[b]!.suspicion - found[a]!.suspicion || a - b);
  const place = new Map(order.map((c, at) => [c, at]));
  const shown = pictures(context.input, rows, side);
  return {
    index,
    samples: Int32Array.from(rows),
    eigenvalues,
    eigengap,
    clusters: order.map((c) => found[c]!),
    clusterOf: labels.map((label) => place.get(label)!),
    embedding: await layOut(partOf(context, 0.7, 1), vectors),
    maps,
    ...(shown && { pictures: shown }),
  };
}

/** The same context for a part of the work. */
export function partOf<C extends Pick<MethodContext, 'progress'>>(context: C, from: number, to: number): C {
  return {
    ...context,
    progress: (fraction) => {
      context.progress(from + fraction * (to - from));
    },
  };
}

function checkMaps({ shape, data }: Float32Tensor, index: number): void {
  const count = shape[0]!;
  if (count < FEWEST)
    throw new NoGroupsError(
      `Class ${index} has ${count === 1 ? 'one sample' : `${count} samples`} with relevance; finding groups takes at least ${FEWEST}.`,
    );
  const size = sizeOf(shape.slice(1));
  if (data.every((value, i) => value === data[i % size]))
    throw new NoGroupsError(
      `The relevance maps of all ${count} samples of class ${index} are equal, so they form no groups.`,
    );
}

function meanMap({ shape, data }: Float32Tensor, labels: Int32Array, c: number): Float32Tensor {
  const size = sizeOf(shape.slice(1));
  const mean = new Float64Array(size);
  let members = 0;
  labels.forEach((label, i) => {
    if (label !== c) return;
    members++;
    for (let place = 0; place < size; place++) mean[place]! += data[i * size + place]!;
  });
  return float32(
    shape.slice(1),
    Float32Array.from(mean, (sum) => sum / members),
  );
}

/** The members of cluster `c`, those most similar to its mean map first. */
function typicalFirst({ data }: Float32Tensor, { data: mean }: Float32Tensor, labels: Int32Array, c: number): number[] {
  const likeness = (i: number): number =>
    mean.reduce((sum, value, place) => sum + value * data[i * mean.length + place]!, 0);
  const members = Array.from(labels.keys()).filter((i) => labels[i] === c);
  const measured = members.map((i) => ({ i, likeness: likeness(i) }));
  return measured.sort((a, b) => b.likeness - a.likeness).map(({ i }) => i);
}
