/** UMAP: its parameters, and the order of its parts, which are in `umap/`. */
import * as z from 'zod';
import { throwIfCancelled } from '../../shared/errors';
import { float32 } from '../../shared/tensor';
import { defineMethod } from '../method';
import { principalPositions } from './initialise';
import { nearestNeighbours, recallConvention } from './neighbours/neighbours';
import { optimise, steering } from './optimiser';
import { mapDimensions } from './positions';
import { metrics } from './rows';
import { fitCurve } from './umap/curve';
import { Descent } from './umap/descent';
import { fuzzyGraph } from './umap/fuzzy';

const parameters = z.object({
  neighbours: z
    .int()
    .min(2)
    .max(1000)
    .default(15)
    .describe('Number of nearest points that each point is tied to: more make the map more global.'),
  minDist: z
    .number()
    .min(0)
    .max(10)
    .default(0.1)
    .describe('Smallest distance between points in the map.')
    .meta({ title: 'Smallest distance' }),
  spread: z
    .number()
    .positive()
    .max(10)
    .default(1)
    .describe('Scale of the map, together with minDist.')
    .meta({ form: { advanced: true } }),
  epochs: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('Passes over the edges. By default 500 for up to 10 000 points, else 200.')
    .meta({ form: { advanced: true } }),
  dimensions: z
    .literal([...mapDimensions])
    .default(2)
    .describe('Number of axes of the map.'),
  metric: z.enum(metrics).default('euclidean').describe('Distance metric; cosine means 1 − cos.'),
  negativeSamples: z
    .int()
    .min(0)
    .max(100)
    .default(5)
    .describe('Points pushed away for each point pulled closer.')
    .meta({ form: { advanced: true } }),
});

/**
 * Initial deviation of the first axis, so that the map is some twenty units wide, as in the authors' implementation.
 */
const START_DEVIATION = 5;
const MANY_POINTS = 10_000;

export const umap = defineMethod({
  id: 'umap',
  title: 'UMAP',
  family: 'maps of points',
  needs: { points: 'always' },
  gives: 'cloud',
  steering,
  summary:
    'Lays out points so that neighbours in the data stay neighbours in the map, keeping more global structure than t-SNE. Ignores density: sparse and dense regions look alike.',
  source: 'McInnes, Healy, Melville 2018, arXiv:1802.03426; start: Kobak & Linderman 2021',
  parameters,
  presets: [
    { title: 'Local', parameters: { neighbours: 5 } },
    { title: 'Global', parameters: { neighbours: 50 } },
  ],
  async run(context, settings) {
    const { points, random, signal, progress, frame } = context;
    const { dimensions, metric, negativeSamples } = settings;
    const n = points.shape[0]!;
    const epochs = settings.epochs ?? (n <= MANY_POINTS ? 500 : 200);
    const { a, b } = fitCurve(settings.minDist, settings.spread);
    const k = Math.min(settings.neighbours, n - 1);
    const conventions = [
      `${k} nearest neighbours, not counting the point itself${k < settings.neighbours ? ' (all there are)' : ''}; ${metric} distance.`,
      `Kernel 1 / (1 + a d^2b), a = ${a.toFixed(4)}, b = ${b.toFixed(4)}; ${epochs} epochs, the rate falling from 1 to 0.`,
      'Starts from the principal components, not from the spectrum of the graph; descent runs on one thread, so that the seed determines the map.',
    ];
    if (n === 1) return { embedding: float32([1, dimensions], new Float32Array(dimensions)), metric, conventions };
    const start = await principalPositions(context, dimensions, metric, START_DEVIATION);
    frame(() => ({ positions: start, dimensions, phase: 'initialisation', iteration: 0, iterations: epochs }));
    const part = (from: number, to: number) => (fraction: number) => progress(from + (to - from) * fraction);
    const neighbours = await nearestNeighbours(points, k, { metric, signal, progress: part(0, 0.3) });
    throwIfCancelled(signal);
    // Not 0, from which the kernel's random numbers cannot start.
    const seed = 1 + Math.floor(random.uniform() * (2 ** 31 - 1));
    const descent = await Descent.create(fuzzyGraph(neighbours), start, {
      dimensions,
      a,
      b,
      epochs,
      negativeSamples,
      seed,
    });
    try {
      const phase = { name: 'settling', iterations: epochs, exaggeration: 1, momentum: 0, learningRate: 1 };
      await optimise(descent, [phase], { ...context, progress: part(0.3, 1) });
      return {
        embedding: float32([n, dimensions], descent.positions()),
        metric,
        neighbours,
        conventions: [...conventions, ...recallConvention(neighbours)],
      };
    } finally {
      await descent.dispose();
    }
  },
});
