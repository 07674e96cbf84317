/** Principal components as a map: the projection that keeps the most variance. principalComponents.ts computes them. */
import * as z from 'zod';
import { float32 } from '../../shared/tensor';
import { defineMethod } from '../method';
import { mapDimensions } from './positions';
import { principalComponents } from './principalComponents';
import { prepareRows } from './rows';

const parameters = z.object({
  dimensions: z
    .literal([...mapDimensions])
    .default(2)
    .describe('Number of axes of the map.'),
});

export const pca = defineMethod({
  id: 'pca',
  title: 'Principal Components',
  family: 'maps of points',
  needs: { points: 'always' },
  gives: 'cloud',
  summary:
    'Projects the points onto the directions of largest variance: quick, and distances keep their meaning. Misses nonlinear structure; points that differ only in other directions overlap.',
  source: 'Pearson 1901; randomised: Halko, Martinsson, Tropp 2011, arXiv:0909.4061, algorithm 4.4',
  parameters,
  async run({ points, random, signal, frame }, { dimensions }) {
    const rows = prepareRows(points, 'euclidean');
    const { scores, shares } = await principalComponents(rows, dimensions, random, signal);
    const positions = scores.map((score) => rows.distance(score * score) * Math.sign(score));
    frame(() => ({ positions, dimensions, phase: 'projection', iteration: 1, iterations: 1 }));
    return {
      embedding: float32([rows.count, dimensions], positions),
      explainedVariance: shares,
      metric: 'euclidean',
      conventions: [
        'Columns are centred, not scaled; axes are in the units of the data, by decreasing variance.',
        'The sign of each axis makes its largest weight positive.',
      ],
    };
  },
});
