/**
 * Shapley values from random orders: players come in one after the other, and each is credited with what it changes. The mean over orders
 * is unbiased, its error is the standard deviation over √n, and additivity holds for every order.
 */
import type { MethodContext } from '../../method';
import type { Game } from '../coalitions';
import { shuffled } from '../shuffled';
import type { Shares } from './result';

export interface OrderOptions {
  /** Orders at first. */
  orders: number;
  /** Each order is followed by its reverse; the pair counts as one sample. */
  antithetic: boolean;
  /** Largest standard error relative to the largest value at which the result counts as converged. */
  tolerance: number;
  untilConverged: boolean;
  /** Orders at which adding more stops. */
  most: number;
}

export interface Sampled {
  shares: Shares[];
  /** Orders (or pairs of them) of each sample, and the largest relative error. */
  counts: number[];
  gaps: number[];
}

/** Orders of which the network is asked at a time. */
const CHUNK = 32;

export async function sampleOrders(context: MethodContext, game: Game, options: OrderOptions): Promise<Sampled> {
  const sampled: Sampled = { shares: [], counts: [], gaps: [] };
  for (const [n, { count }] of game.players.entries()) {
    const moments = new Running(count);
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
    } while (options.untilConverged && moments.gap() > options.tolerance && moments.count < options.most);
    sampled.shares.push({ values: moments.mean, errors: moments.errors(), ...bounds });
    sampled.counts.push(moments.count);
    sampled.gaps.push(moments.gap());
  }
  return sampled;
}

async function addOrders(
  game: Game,
  sample: number,
  orders: readonly number[][],
  antithetic: boolean,
  moments: Running,
): Promise<{ empty: number; whole: number }> {
  const players = game.players[sample]!.count;
  const walks = antithetic ? orders.flatMap((order) => [order, order.toReversed()]) : orders;
  // The empty and the whole coalition are the same for all: asked for once.
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
  if (antithetic) {
    for (let i = 0; i < credits.length; i += 2)
      moments.add(credits[i]!.map((value, p) => (value + credits[i + 1]![p]!) / 2));
  } else credits.forEach((credit) => moments.add(credit));
  return { empty: empty!, whole: whole! };
}

/** The coalitions after each player but the last has come in. */
function prefixes(order: readonly number[], players: number): Uint8Array[] {
  const coalition = new Uint8Array(players);
  return order.slice(0, -1).map((player) => {
    coalition[player] = 1;
    return coalition.slice();
  });
}

/** Mean and variance of vectors as they come (Welford 1962). */
class Running {
  count = 0;
  readonly mean: Float64Array;
  readonly #squares: Float64Array;

  constructor(size: number) {
    this.mean = new Float64Array(size);
    this.#squares = new Float64Array(size);
  }

  add(values: Float64Array): void {
    this.count++;
    values.forEach((value, i) => {
      const delta = value - this.mean[i]!;
      this.mean[i]! += delta / this.count;
      this.#squares[i]! += delta * (value - this.mean[i]!);
    });
  }

  /** √(variance / n). */
  errors(): Float64Array {
    return this.#squares.map((sum) => Math.sqrt(sum / (this.count - 1) / this.count));
  }

  /** The largest error relative to the largest value. */
  gap(): number {
    const largest = (values: Float64Array): number =>
      values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return largest(this.errors()) / (largest(this.mean) || 1);
  }
}
