/** From one value per player to an attribution with its law and error bars: the common part of all Shapley values. */
import type { Law } from '../../../shared/results';
import { float32, sizeOf } from '../../../shared/tensor';
import type { Attribution, MethodContext } from '../../method';
import type { Game } from '../coalitions';
import { spreadOver } from '../players';

export interface Shares {
  /** One value per player. */
  values: ArrayLike<number>;
  /** Standard error of each, for sampled values. */
  errors?: ArrayLike<number>;
  /** Value of the empty and of the full coalition. */
  empty: number;
  whole: number;
}

/** Rounding error of float32 that additivity may show, relative to the change of the target. */
const TOLERANCE = 1e-3;

export function sharesResult(
  context: MethodContext,
  game: Game,
  shares: readonly Shares[],
  conventions: readonly string[],
): Attribution {
  const { shape, data } = context.input;
  const size = sizeOf(shape.slice(1));
  const attribution = new Float32Array(data.length);
  const errors = shares[0]?.errors && new Float32Array(data.length);
  shares.forEach((share, n) => {
    spreadOver(game.players[n]!, share.values, attribution.subarray(n * size, (n + 1) * size));
    if (errors) spreadOver(game.players[n]!, share.errors!, errors.subarray(n * size, (n + 1) * size));
  });
  const grouped = game.players.some(({ count }) => count < size);
  return {
    attribution: float32(shape, attribution),
    ...(errors && { standardError: float32(shape, errors) }),
    law: additivity(shares),
    conventions: [
      ...game.conventions,
      ...conventions,
      ...(grouped
        ? [
            'Every element of a player gets the player’s value; the values of players, not of elements, sum to the change.',
          ]
        : []),
    ],
  };
}

/** Σ φ = v(all) − v(none). */
function additivity(shares: readonly Shares[]): Law {
  const gap = shares.map(({ values, empty, whole }) => {
    const sum = Array.from(values).reduce((total, value) => total + value, 0);
    return Math.abs(sum - (whole - empty)) / (Math.abs(whole - empty) || 1);
  });
  return {
    name: 'additivity',
    statement:
      'The players’ values sum to the change of the target from absence to the input; the gap is relative to that change.',
    gap,
    tolerance: TOLERANCE,
    holds: gap.every((g) => g <= TOLERANCE),
  };
}
