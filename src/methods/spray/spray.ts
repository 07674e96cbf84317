/**
 * SpRAy: a network's strategies for a class, found in the relevance maps of many samples, and which of them to
 * distrust.
 */
import * as z from 'zod';
import { ArgumentError } from '../../shared/errors';
import type { ClassClusters } from '../../shared/results';
import { attributions } from '../attribution';
import { chosen, idAmong } from '../choice';
import { defineMethod, prediction } from '../method';
import { groupsOf, NoGroupsError, partOf } from './groups';
import { relevanceMaps } from './relevanceMaps';
import { MOST_CLUSTERS } from './spectralClustering';
import { spraySpelling } from './spelling';
import { SUSPICIOUS } from './statistics';

export const spray = defineMethod({
  id: 'spray',
  title: 'SpRAy',
  family: 'data sets',
  needs: { ...prediction, explanations: 'always' },
  gives: 'clusters',
  summary:
    'Groups the relevance maps of a whole data set by class: finds samples that are right for a reason of their own, such as a mark in a corner (Clever Hans). Misses a reason that all samples of a class share.',
  source: 'Lapuschkin et al. 2019, doi:10.1038/s41467-019-08987-4; clusters: Ng, Jordan, Weiss 2002',
  parameters: z.object({
    method: idAmong(attributions, 'attribution method')
      .default('lrp')
      .describe('Id of the method that makes the maps.'),
    settings: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Parameters of that method that differ from its defaults.'),
    class: z
      .union([z.literal('all'), z.number().int().min(0)])
      .default('all')
      .describe('The class to look into, or "all" of them, one after the other.'),
    clusters: z
      .union([z.literal('auto'), z.number().int().min(1)])
      .default('auto')
      .describe(`Number of clusters, or "auto" for the widest gap among the first ${MOST_CLUSTERS} eigenvalues.`),
    neighbours: z
      .number()
      .int()
      .min(1)
      .default(10)
      .describe('Number of nearest neighbours to which each map is connected.'),
    side: z.number().int().min(2).default(32).describe('Longest side of the maps to compare, in pixels.'),
  }),
  spelling: spraySpelling,
  async run(context, { method: id, settings, class: asked, clusters, neighbours, side }) {
    const { of: method, parameters } = chosen(attributions, { id, parameters: settings });
    const explainer = { method, parameters };
    const byClass = samplesByClass(context.target.indices);
    const indices = asked === 'all' ? [...byClass.keys()] : [asked];
    const classes: ClassClusters[] = [];
    const refused: NoGroupsError[] = [];
    const conventions = new Set<string>();
    let left = 0;
    for (const [at, index] of indices.entries()) {
      const rows = byClass.get(index);
      if (!rows)
        throw new ArgumentError(`No sample has class ${index}; the classes are ${[...byClass.keys()].join(', ')}.`);
      const within = partOf(context, at / indices.length, (at + 1) / indices.length);
      try {
        const maps = await relevanceMaps(partOf(within, 0, 0.6), rows, explainer, side);
        for (const sentence of maps.conventions) conventions.add(sentence);
        left += rows.length - maps.rows.length;
        classes.push(await groupsOf(within, index, maps, { neighbours, clusters, side }));
      } catch (error) {
        if (!(error instanceof NoGroupsError)) throw error;
        refused.push(error);
      }
    }
    if (!classes.length) throw refused[0]!;
    return {
      value: context.target.value,
      classes,
      conventions: [...sentences(side, left), ...refused.map(({ message }) => message), ...conventions],
    };
  },
});

/** The rows of each class, by ascending class. */
function samplesByClass(classes: readonly number[]): Map<number, number[]> {
  const rows = new Map([...new Set(classes)].sort((a, b) => a - b).map((index) => [index, [] as number[]]));
  classes.forEach((index, row) => rows.get(index)!.push(row));
  return rows;
}

function sentences(side: number, withoutRelevance: number): string[] {
  return [
    `Maps are summed over channels, shrunk until no side is longer than ${side}, and scaled to Euclidean length 1.`,
    'Maps are connected to their nearest neighbours (weight 1 if mutual, else ½); clusters are k-means on the unit rows of the eigenvectors of I − D^−½ A D^−½.',
    'The plane is t-SNE of the unit rows of all eigenvectors shown.',
    'suspicion = isolation × difference × focus: the share of its neighbourhood that stays within the cluster, the share of its positive relevance that lies where the rest of the class has none, and how few places hold that share.',
    `A cluster above ${SUSPICIOUS} is called suspicious; whether the network is wrong to look there is for you to judge.`,
    'reliance: the share of the cluster that loses its class when these places are filled with the mean of the rest of the class.',
    ...(withoutRelevance
      ? [
          `${withoutRelevance === 1 ? '1 sample has' : `${withoutRelevance} samples have`} no relevance and belong to no cluster.`,
        ]
      : []),
  ];
}
