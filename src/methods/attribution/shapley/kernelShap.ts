/** KernelSHAP: Shapley values as the solution of one weighted regression over coalitions. */
import { CholeskyDecomposition, Matrix, solve } from 'ml-matrix';
import * as z from 'zod';
import { baselineParameter } from '../../baseline';
import { defineMethod, prediction, type MethodContext } from '../../method';
import { backgroundParameter, coalitionGame } from '../coalitions';
import { playersParameter } from '../players';
import { gram, moment } from '../regression';
import { sharesResult, type Shares } from './result';

export const kernelShap = defineMethod({
  id: 'kernel-shap',
  title: 'KernelSHAP',
  family: 'Shapley values',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Estimates Shapley values by regression over sampled coalitions, with errors; exact once all coalitions are included. Tests combinations that may never occur, and depends on the baseline.',
  source: 'Lundberg, Lee 2017, arXiv:1705.07874; errors: Covert, Lee 2021, arXiv:2012.01536',
  parameters: z.object({
    samples: z
      .int()
      .min(4)
      .max(1_000_000)
      .default(2048)
      .describe('Number of coalitions besides the empty and the full one; all are used if there are no more.'),
    baseline: baselineParameter,
    background: backgroundParameter,
    players: playersParameter,
  }),
  presets: [
    { title: 'Quick', parameters: { samples: 512 } },
    { title: 'Precise', parameters: { samples: 8192 } },
  ],
  async run(context, { samples, ...choice }) {
    const game = await coalitionGame(context, choice);
    const shares: Shares[] = [];
    let complete = true;
    for (const [n, { count }] of game.players.entries()) {
      const drawn = drawCoalitions(context, count, samples);
      complete &&= drawn.complete;
      const [empty, whole, ...values] = await game.values(n, [
        new Uint8Array(count),
        new Uint8Array(count).fill(1),
        ...drawn.coalitions,
      ]);
      const fitted = fit(drawn, values, empty!, whole!, count);
      shares.push({ ...fitted, empty: empty!, whole: whole! });
    }
    return sharesResult(context, game, shares, [
      complete
        ? 'The regression includes all coalitions: exact up to rounding.'
        : 'Coalitions are drawn from the Shapley kernel, each with its complement; errors are those of the weighted regression (sandwich estimate over pairs).',
      'Regularisation removes no player; the values sum to the change by construction.',
    ]);
  },
});

interface Drawn {
  /** Coalitions 2k and 2k + 1 are complements. */
  coalitions: Uint8Array[];
  weights: number[];
  /** Whether these are all coalitions. */
  complete: boolean;
}

/** The kernel's total weight of all coalitions of s of M players: (M − 1) / (s (M − s)). */
function kernelOf(size: number, players: number): number {
  return (players - 1) / (size * (players - size));
}

function drawCoalitions({ random }: MethodContext, players: number, samples: number): Drawn {
  if (players < 2) return { coalitions: [], weights: [], complete: true };
  if (players <= 30 && 2 ** players - 2 <= samples) return allCoalitions(players);
  const sizes = Array.from({ length: players - 1 }, (_, i) => kernelOf(i + 1, players));
  const total = sizes.reduce((sum, weight) => sum + weight, 0);
  const coalitions: Uint8Array[] = [];
  while (coalitions.length + 1 < samples) {
    let [size, rest] = [1, random.uniform() * total];
    while (size < players - 1 && rest >= sizes[size - 1]!) rest -= sizes[size++ - 1]!;
    const coalition = subset(players, size, random.uniform);
    coalitions.push(
      coalition,
      coalition.map((there) => 1 - there),
    );
  }
  // Drawn in proportion to the kernel, so all weigh the same.
  return { coalitions, weights: coalitions.map(() => 1), complete: false };
}

function allCoalitions(players: number): Drawn {
  const coalitions: Uint8Array[] = [];
  // Sets without the last player; their complements are all the others.
  for (let bits = 1; bits < 2 ** (players - 1); bits++) {
    const coalition = Uint8Array.from({ length: players }, (_, i) => Math.floor(bits / 2 ** i) % 2);
    coalitions.push(
      coalition,
      coalition.map((there) => 1 - there),
    );
  }
  const weights = coalitions.map((coalition) => {
    const size = coalition.reduce((sum, there) => sum + there, 0);
    return kernelOf(size, players) / binomial(players, size);
  });
  return { coalitions, weights, complete: true };
}

/** A set of `size` players, all such sets equally likely. */
function subset(players: number, size: number, uniform: () => number): Uint8Array {
  const order = Array.from({ length: players }, (_, i) => i);
  const coalition = new Uint8Array(players);
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(uniform() * (players - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
    coalition[order[i]!] = 1;
  }
  return coalition;
}

/**
 * Minimises Σ w (v(S) − v(∅) − Σ_{i ∈ S} φ_i)² under Σ φ = v(all) − v(∅): the last player's value follows from the others'.
 */
function fit(
  { coalitions, weights, complete }: Drawn,
  values: readonly number[],
  empty: number,
  whole: number,
  players: number,
) {
  const change = whole - empty;
  if (players < 2) return { values: [change], ...(!complete && { errors: [0] }) };
  const free = players - 1;
  const rows = rowsOf(coalitions, free);
  const targets = coalitions.map((coalition, k) => values[k]! - empty - (coalition[free] ? change : 0));
  const normal = gram(rows, weights, free);
  const factor = new CholeskyDecomposition(normal);
  // Too few coalitions leave some players undetermined; the smallest solution is taken then.
  const of = (b: Matrix): Matrix => (factor.isPositiveDefinite() ? factor.solve(b) : solve(normal, b, true));
  const solution = of(moment(rows, targets, weights, free)).to1DArray();
  const last = change - solution.reduce((sum, value) => sum + value, 0);
  const fitted = { values: [...solution, last] };
  if (complete) return fitted;
  const residuals: number[] = [];
  for (const row of rows)
    residuals.push(row.reduce((rest, value, i) => rest - value * solution[i]!, targets[residuals.length]!));
  return { ...fitted, errors: errorsOf(rows, residuals, of(Matrix.eye(free)), free) };
}

/**
 * The regression's rows, generated on the fly and valid until the next: storing a million rows of 255 players would
 * take 2 GB.
 */
function rowsOf(coalitions: readonly Uint8Array[], free: number): Iterable<Float64Array> {
  return {
    *[Symbol.iterator]() {
      const row = new Float64Array(free);
      for (const coalition of coalitions) {
        for (let i = 0; i < free; i++) row[i] = coalition[i]! - coalition[free]!;
        yield row;
      }
    },
  };
}

/** Each pair's part of the normal equations: the rows of a coalition and its complement times their residuals. */
function* pairsOf(rows: Iterable<Float64Array>, residuals: readonly number[], free: number): Iterable<Float64Array> {
  const sum = new Float64Array(free);
  let k = 0;
  for (const row of rows) {
    const residual = residuals[k]!;
    for (let i = 0; i < free; i++) sum[i] = row[i]! * residual + (k % 2 ? sum[i]! : 0);
    if (k++ % 2) yield sum;
  }
}

/** A⁻¹ (Σ_pairs g gᵀ) A⁻¹ with g the pair's part; a coalition and its complement count as one draw. */
function errorsOf(rows: Iterable<Float64Array>, residuals: readonly number[], inverse: Matrix, free: number): number[] {
  const once = new Array<number>(residuals.length / 2).fill(1);
  const meat = gram(pairsOf(rows, residuals, free), once, free);
  const covariance = inverse.mmul(meat).mmul(inverse);
  const own = covariance.diagonal().map((variance) => Math.sqrt(Math.max(0, variance)));
  return [...own, Math.sqrt(Math.max(0, covariance.sum()))];
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * (n - i + 1)) / i;
  return result;
}
