/** Permutation SHAP: random orders and their reverses, which cancel pairwise interactions. */
import * as z from 'zod';
import { baselineParameter } from '../../baseline';
import { defineMethod, prediction } from '../../method';
import { backgroundParameter, coalitionGame } from '../coalitions';
import { playersParameter } from '../players';
import { convergenceText, sampleOrders } from './permutations';
import { sharesResult } from './result';
import { samplingParameters } from './shapleySampling';

/** Adding pairs stops at this many, converged or not. */
const MOST = 10_000;

export const permutationShap = defineMethod({
  id: 'permutation-shap',
  title: 'Permutation SHAP',
  family: 'Shapley values',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Averages over random orders of the players and their reverses: additive, and exact after one pair if players interact at most in pairs. Tests combinations that may never occur, and depends on the baseline.',
  source: 'Lundberg, Lee 2017, arXiv:1705.07874; Mitchell et al. 2022, arXiv:2104.12199',
  parameters: z.object({
    samples: z.int().min(2).max(MOST).default(10).describe('Number of random orders, each followed by its reverse.'),
    baseline: baselineParameter,
    background: backgroundParameter,
    players: playersParameter,
    ...samplingParameters,
  }),
  presets: [
    { title: 'Quick', parameters: { samples: 4 } },
    { title: 'Precise', parameters: { samples: 100, untilConverged: true } },
  ],
  async run(context, { samples, tolerance, untilConverged, ...choice }) {
    const game = await coalitionGame(context, choice);
    const options = { orders: samples, antithetic: true, tolerance, untilConverged, most: MOST };
    const { shares, counts, gaps } = await sampleOrders(context, game, options);
    return sharesResult(context, game, shares, [
      `${Math.max(...counts)} random orders, each with its reverse; standard errors over pairs √(variance / n), ${convergenceText(gaps, tolerance)}`,
    ]);
  },
});
