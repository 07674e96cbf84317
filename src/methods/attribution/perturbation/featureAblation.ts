/** Feature ablation: how much the target falls without each player. */
import * as z from 'zod';
import { float32, sizeOf } from '../../../shared/tensor';
import { baselineParameter } from '../../baseline';
import { defineMethod, prediction } from '../../method';
import { coalitionGame } from '../coalitions';
import { playersParameter, spreadOver } from '../players';

export const featureAblation = defineMethod({
  id: 'feature-ablation',
  title: 'Feature Ablation',
  family: 'perturbation',
  needs: prediction,
  gives: 'attribution',
  summary:
    'The drop of the target without each column, pixel or region: simple, and exact for that question. Misses redundant evidence.',
  source: 'Robnik-Šikonja, Kononenko 2008, doi:10.1109/TKDE.2007.190734',
  parameters: z.object({ baseline: baselineParameter, players: playersParameter }),
  async run(context, { baseline, players: choice }) {
    const game = await coalitionGame(context, { baseline, players: choice });
    const { shape } = context.input;
    const size = sizeOf(shape.slice(1));
    const attribution = new Float32Array(context.input.data.length);
    for (const [n, players] of game.players.entries()) {
      const all = new Uint8Array(players.count).fill(1);
      const coalitions = [all, ...Array.from({ length: players.count }, (_, i) => all.with(i, 0))];
      const [whole, ...without] = await game.values(n, coalitions);
      spreadOver(
        players,
        without.map((value) => whole! - value),
        attribution.subarray(n * size, (n + 1) * size),
      );
    }
    return {
      attribution: float32(shape, attribution),
      conventions: [
        ...game.conventions,
        'target(input) − target(input without the player); every element of a player gets the player’s value.',
      ],
    };
  },
});
