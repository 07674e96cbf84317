/**
 * Shapley values from random orders: players enter one after the other, and each is credited with the change it makes.
 * The mean over orders is unbiased, its error is the standard deviation over √n, and additivity holds for every order.
 */
import type { MethodContext } from '../../method';
import { Moments } from '../../moments';
import type { Game } from '../coalitions';
import { relativeErrors } from '../convergence';
import { shuffled } from '../../shuffled';
import type { Shares } from './result';

export interface OrderOptions {
  /** Initial number of orders. */
  orders: number;
  /** Each order is followed by its reverse; the pair counts as one sample. */
  antithetic: boolean;
  /** Largest standard error, relative to the largest value, at which the result counts as converged. */
  tolerance: number;
  untilConverged: boolean;
  /** Adding orders stops at this many. */
  most: number;
}

export interface Sampled {
  shares: Shares[];
  /** Orders (or pairs of them) of each sample, and the largest relative error. */
  counts: number[];
  gaps: number[];
}

/** Orders evaluated at a time. */
const CHUNK = 32;

export async function sampleOrders(context: MethodContext, game: Game, options: OrderOptions): Promise<Sampled> {
  const sampled: Sampled = { shares: [], counts: [], gaps: [] };
  for (const [n, { count }] of game.players.entries()) {
    const moments = new Moments(count);
    let bounds = { empty: 0, whole: 0 };
    let wanted = Math.max(2, options.orders);
    do {
      while (moments.count < wanted) {
        const orders = Array.from({ length: Math.min(CHUNK, wanted - moments.count) }, () =>
          shuffled(count, context.random),
        );
        bounds = await addOrders(game, n, orders, options.antithetic, moments);
      }
      wanted = Math.min(2 * wanted, options.most);
    } while (options.untilConverged && gapOf(moments) > options.tolerance && moments.count < options.most);
    sampled.shares.push({ values: moments.mean, errors: moments.errorOfMean(), ...bounds });
    sampled.counts.push(moments.count);
    sampled.gaps.push(gapOf(moments));
  }
  return sampled;
}

/** The end of a sentence about standard errors. */
export function convergenceText(gaps: readonly number[], tolerance: number): string {
  const largest = Math.max(...gaps);
  return `the largest ${largest.toPrecision(2)} of the largest value: ${largest <= tolerance ? 'converged' : 'not converged'} at tolerance ${tolerance}.`;
}

async function addOrders(
  game: Game,
  sample: number,
  orders: readonly number[][],
  antithetic: boolean,
  moments: Moments,
): Promise<{ empty: number; whole: number }> {
  const players = game.players[sample]!.count;
  const walks = antithetic ? orders.flatMap((order) => [order, order.toReversed()]) : orders;
  // All orders share the empty and the full coalition: evaluated once.
  const between = walks.flatMap((order) => prefixes(order, players));
  const [empty, whole, ...values] = await game.values(sample, [
    new Uint8Array(players),
    new Uint8Array(players).fill(1),
    ...between,
  ]);
  const steps = players - 1;
  const credits = walks.map((order, w) => {
    const path = [empty!, ...values.slice(w * steps, (w + 1) * steps), whole!];
    const credit = new Float64Array(players);
    order.forEach((player, at) => (credit[player] = path[at + 1]! - path[at]!));
    return credit;
  });
  const take = (credit: Float64Array): void => moments.add(credit, 0, ++moments.count);
  if (antithetic) {
    for (let i = 0; i < credits.length; i += 2) take(credits[i]!.map((value, p) => (value + credits[i + 1]![p]!) / 2));
  } else credits.forEach(take);
  return { empty: empty!, whole: whole! };
}

/** The coalitions after each player but the last has entered. */
function prefixes(order: readonly number[], players: number): Uint8Array[] {
  const coalition = new Uint8Array(players);
  return order.slice(0, -1).map((player) => {
    coalition[player] = 1;
    return coalition.slice();
  });
}

function gapOf(moments: Moments): number {
  return relativeErrors(moments.mean, moments.errorOfMean(), 1)[0]!;
}
