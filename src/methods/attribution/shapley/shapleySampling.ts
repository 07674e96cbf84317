/** Shapley values from random orders of the players. */
import * as z from 'zod';
import { baselineParameter } from '../../baseline';
import { defineMethod, prediction } from '../../method';
import { backgroundParameter, coalitionGame } from '../coalitions';
import { toleranceParameter } from '../convergence';
import { playersParameter } from '../players';
import { convergenceText, sampleOrders } from './permutations';
import { sharesResult } from './result';

/** Adding orders stops at this many, converged or not. */
const MOST = 20_000;

export const samplingParameters = {
  tolerance: toleranceParameter,
  untilConverged: z
    .boolean()
    .default(false)
    .describe(`Adds samples until the standard error is within the tolerance.`)
    .meta({ form: { advanced: true } }),
};

export const shapleySampling = defineMethod({
  id: 'shapley-sampling',
  title: 'Shapley Values (sampled orders)',
  family: 'Shapley values',
  needs: prediction,
  gives: 'attribution',
  summary:
    'The mean contribution of each player over random orders: additive and unbiased, with standard errors. Misses differences below that error, which falls with the square root of the samples.',
  source: 'Castro, Gómez, Tejada 2009, doi:10.1016/j.cor.2008.04.004; Štrumbelj, Kononenko 2010',
  parameters: z.object({
    samples: z.int().min(2).max(MOST).default(50).describe('Number of random orders.'),
    baseline: baselineParameter,
    background: backgroundParameter,
    players: playersParameter,
    ...samplingParameters,
  }),
  presets: [
    { title: 'Quick', parameters: { samples: 20 } },
    { title: 'Precise', parameters: { samples: 200, untilConverged: true } },
  ],
  async run(context, { samples, tolerance, untilConverged, ...choice }) {
    const game = await coalitionGame(context, choice);
    const options = { orders: samples, antithetic: false, tolerance, untilConverged, most: MOST };
    const { shares, counts, gaps } = await sampleOrders(context, game, options);
    return sharesResult(context, game, shares, [
      `${Math.max(...counts)} random orders; standard errors √(variance / n), ${convergenceText(gaps, tolerance)}`,
    ]);
  },
});
