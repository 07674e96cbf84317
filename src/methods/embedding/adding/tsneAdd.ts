/** Adding points to a t-SNE map: its parameters, and the order of its parts. The map itself does not change. */
import * as z from 'zod';
import { ArgumentError, throwIfCancelled } from '../../../shared/errors';
import { float32 } from '../../../shared/tensor';
import { defineMethod } from '../../method';
import { conditionalAffinities } from '../affinities';
import { nearestAmong } from '../neighbours/neighbours';
import { optimise, steering } from '../optimiser';
import { divide, medians, pickRows } from '../places';
import { mapDimensions } from '../positions';
import { metrics } from '../rows';
import { Placement } from './placement';

const parameters = z.object({
  perplexity: z
    .number()
    .min(1)
    .max(10_000)
    .default(5)
    .describe('Effective number of points in the map that each new point is tied to.'),
  metric: z.enum(metrics).default('euclidean').describe('Distance metric; by default that of the map, if known.'),
  degreesOfFreedom: z
    .number()
    .min(0.05)
    .max(100)
    .default(1)
    .describe('α of the kernel (1 + d²/α)^−α; by default that of the map, if known.')
    .meta({ form: { advanced: true } }),
  iterations: z.int().min(0).max(100_000).default(250).describe('Optimisation steps of the new points.'),
  exaggeration: z
    .number()
    .min(1)
    .max(1000)
    .default(1.5)
    .describe('Factor on the attraction between neighbours.')
    .meta({ form: { advanced: true } }),
  learningRate: z
    .number()
    .positive()
    .default(0.1)
    .describe('Step size for the gradient of each point’s own divergence.')
    .meta({ form: { advanced: true } }),
  maxGradientNorm: z
    .number()
    .positive()
    .default(0.25)
    .describe('Clips gradients to this length, so that overlapping points do not fly apart.')
    .meta({ title: 'Largest gradient', form: { advanced: true } }),
  theta: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('θ of the tree over the map. By default 0 (exact) for maps of up to 3000 points, else 0.5.')
    .meta({ title: 'Tree accuracy (θ)', form: { advanced: true } }),
});

const EXACT_POINTS = 3000;
/** A point starts at the median of this many nearest points. */
const MEDIAN_OF = 25;
const MOMENTUM = 0.8;

export const tsneAdd = defineMethod({
  id: 'tsne-add',
  title: 'Add Points to a t-SNE Map',
  family: 'maps of points',
  needs: { points: 'always', map: 'always' },
  gives: 'cloud',
  summary:
    'Places new points beside their nearest neighbours in a t-SNE map, which does not change. Ignores what the new points have in common: each is placed independently.',
  source: 'Poličar, Stražar, Zupan 2019, 10.1007/978-3-030-33778-0_26; defaults: openTSNE 1.0',
  parameters,
  map: { uses: ['added'], madeBy: ['tsne'], inherits: ['metric', 'degreesOfFreedom'] },
  steering,
  async run(context, settings) {
    const { points, earlier, signal, progress, frame } = context;
    const { metric, iterations, exaggeration, learningRate, degreesOfFreedom } = settings;
    const axes = earlier.places.shape[1]!;
    const dimensions = mapDimensions.find((known) => known === axes);
    if (!dimensions) throw new ArgumentError(`The map has ${axes} axes; points can be added to maps with 1, 2 or 3.`);
    const { placed, newcomers, order } = divide(earlier.places);
    const whole = earlier.places.data.slice();
    if (!placed.length) throw new ArgumentError('No point of the map has a position, so nothing can be added to it.');
    const perplexity = Math.min(settings.perplexity, Math.max(placed.length / 3, 1));
    const k = Math.min(Math.ceil(3 * perplexity), placed.length);
    const theta = settings.theta ?? (placed.length <= EXACT_POINTS ? 0 : 0.5);
    const places = pickRows(earlier.places, placed);
    const among = await nearestAmong(pickRows(points, order), placed.length, k, {
      metric,
      signal,
      progress: (fraction) => progress(fraction * 0.4),
    });
    throwIfCancelled(signal);
    const ties = { k, indices: among.indices, values: await conditionalAffinities(among, [perplexity]) };
    const put = (added: Float32Array): Float32Array => {
      const all = whole.slice();
      for (const [at, row] of newcomers.entries())
        all.set(added.subarray(at * dimensions, (at + 1) * dimensions), row * dimensions);
      return all;
    };
    const placement = await Placement.create(ties, medians(among, places, MEDIAN_OF), places.data, {
      ...{ dimensions, degreesOfFreedom, theta },
      maxGradientNorm: settings.maxGradientNorm,
    });
    try {
      const phase = { name: 'adding', iterations, exaggeration, momentum: MOMENTUM, learningRate };
      await optimise(placement, [phase], {
        ...context,
        progress: (fraction) => progress(0.4 + fraction * 0.6),
        frame: (make) =>
          frame(() => {
            const made = make();
            return { ...made, positions: put(made.positions) };
          }),
      });
      const divergence = await placement.divergence(true);
      return {
        embedding: float32([points.shape[0]!, dimensions], put(placement.positions())),
        divergence,
        metric,
        conventions: [
          `Each new point is tied to its ${k} nearest in the map (perplexity ${Number(perplexity.toFixed(2))}, ${metric} distance) and starts at the median of ${Math.min(k, MEDIAN_OF)} of them.`,
          `The map does not change. Only its points attract and repel a new point, not other new ones; ${theta === 0 ? 'computed over all of them' : `approximated by a tree (Barnes–Hut, θ = ${theta})`}.`,
          `Learning rate ${learningRate} for the gradient without its factor 2, clipped to a length of ${settings.maxGradientNorm}; momentum ${MOMENTUM}; a gain for each coordinate; exaggeration ${exaggeration}.`,
          'The divergence is the mean over the new points of KL(P_i‖Q_i), each over all points of the map, in nats, without exaggeration.',
        ],
      };
    } finally {
      await placement.dispose();
    }
  },
});
