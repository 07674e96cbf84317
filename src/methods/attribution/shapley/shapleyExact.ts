/** Shapley values by enumerating every coalition. */
import * as z from 'zod';
import { ArgumentError } from '../../../shared/errors';
import { baselineParameter } from '../../baseline';
import { defineMethod, prediction } from '../../method';
import { backgroundParameter, coalitionGame } from '../coalitions';
import { playersParameter } from '../players';
import { sharesResult, type Shares } from './result';

/** 2^20 coalitions are a million forward runs. */
export const MOST_PLAYERS = 20;

/** Coalitions evaluated at a time. */
const CHUNK = 4096;

export const shapleyExact = defineMethod({
  id: 'shapley-exact',
  title: 'Shapley Values (exact)',
  family: 'Shapley values',
  needs: prediction,
  gives: 'attribution',
  summary: `Each player’s mean contribution over all coalitions of up to ${MOST_PLAYERS} players, enumerated: the exact values that sampling approximates. Tests combinations that may never occur, and depends on the baseline.`,
  source: 'Shapley 1953; Štrumbelj, Kononenko 2010',
  parameters: z.object({ baseline: baselineParameter, background: backgroundParameter, players: playersParameter }),
  async run(context, { players, ...choice }) {
    const game = await coalitionGame(context, { ...choice, players });
    const many = game.players.find(({ count }) => count > MOST_PLAYERS);
    if (many)
      throw new ArgumentError(
        `${many.count} players have 2^${many.count} coalitions; shapley-exact takes up to ${MOST_PLAYERS}. Group them (players "patches:SIZE" or "superpixels:${MOST_PLAYERS}"), or use shapley-sampling or kernel-shap.`,
      );
    const shares: Shares[] = [];
    for (const [n, { count }] of game.players.entries()) {
      const values = new Float64Array(2 ** count);
      for (let start = 0; start < values.length; start += CHUNK) {
        const bits = Array.from({ length: Math.min(CHUNK, values.length - start) }, (_, i) =>
          coalition(start + i, count),
        );
        values.set(await game.values(n, bits), start);
      }
      shares.push({ values: shapleyValues(values, count), empty: values[0]!, whole: values.at(-1)! });
    }
    return sharesResult(context, game, shares, ['Every coalition is evaluated: exact up to rounding.']);
  },
});

/** φ_i = Σ_{S ∌ i} |S|! (M − |S| − 1)! / M! · (v(S ∪ i) − v(S)), the values indexed by the bits of S. */
export function shapleyValues(values: Float64Array, players: number): Float64Array {
  // 1 / (M · C(M − 1, s)) by recursion, so that no factorial overflows.
  const weights = [1 / players];
  for (let s = 0; s + 1 < players; s++) weights.push((weights[s]! * (s + 1)) / (players - 1 - s));
  const result = new Float64Array(players);
  for (let bits = 0; bits < values.length; bits++) {
    const weight = weights[members(bits)];
    if (weight === undefined) continue;
    for (let i = 0; i < players; i++)
      if (!(bits & (1 << i))) result[i]! += weight * (values[bits | (1 << i)]! - values[bits]!);
  }
  return result;
}

function coalition(bits: number, players: number): Uint8Array {
  return Uint8Array.from({ length: players }, (_, i) => (bits >> i) & 1);
}

function members(bits: number): number {
  let count = 0;
  for (let rest = bits; rest; rest &= rest - 1) count++;
  return count;
}
