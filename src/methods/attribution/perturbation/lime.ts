/** LIME: a linear model of the network around one input. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import * as z from 'zod';
import { baselineParameter } from '../../baseline';
import { defineMethod, prediction, type MethodContext } from '../../method';
import { coalitionGame } from '../coalitions';
import { playersParameter, spreadOver } from '../players';
import { gram, moment } from '../regression';
import { LOCAL_FIT } from '../../../shared/results/law';
import { float32, sizeOf } from '../../../shared/tensor';
import { quartileGame } from './quartiles';

export const lime = defineMethod({
  id: 'lime',
  title: 'LIME',
  family: 'perturbation',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Fits a linear model to the network near the input, switching superpixels or columns on and off; its fit tells how far to trust it. Ignores interactions, and depends on the kernel width.',
  source: 'Ribeiro, Singh, Guestrin 2016, arXiv:1602.04938',
  parameters: z.object({
    samples: z
      .int()
      .min(10)
      .max(1_000_000)
      .default(1000)
      .describe('Number of neighbours of the input to run the network on.'),
    kernelWidth: z
      .union([z.literal('auto'), z.number().positive()])
      .default('auto')
      .describe(
        'Width of the neighbourhood: in cosine distance for players switched on and off (auto: 0.25), in Euclidean distance for quartiles (auto: 0.75·√columns).',
      )
      .meta({ form: { advanced: true, options: { auto: 'Automatic' }, other: 'A width above 0' } }),
    ridge: z
      .number()
      .min(0)
      .default(1)
      .describe('Strength of the penalty on squared weights.')
      .meta({ title: 'Ridge penalty', form: { advanced: true } }),
    background: z
      .string()
      .default('')
      .describe(
        'FILE#ARRAY of rows of a table: neighbours are then drawn from the quartiles of its columns instead of switching columns off.',
      )
      .meta({ form: { advanced: true } }),
    baseline: baselineParameter,
    players: playersParameter,
  }),
  presets: [
    { title: 'Quick', parameters: { samples: 300 } },
    { title: 'Precise', parameters: { samples: 5000 } },
  ],
  async run(context, { samples, kernelWidth, ridge, background, ...choice }) {
    const { shape, data } = context.input;
    const size = sizeOf(shape.slice(1));
    const tabular = background !== '';
    const game = tabular ? await quartileGame(context, background) : await coalitionGame(context, choice);
    const attribution = new Float32Array(data.length);
    const errors = new Float32Array(data.length);
    const fits: number[] = [];
    for (const [n, players] of game.players.entries()) {
      // The input itself is the first neighbour.
      const neighbours = [new Uint8Array(players.count).fill(1), ...draw(context, players.count, samples, tabular)];
      const values = await game.values(n, neighbours);
      const width = kernelWidth === 'auto' ? (tabular ? 0.75 * Math.sqrt(players.count) : 0.25) : kernelWidth;
      const near = neighbours.map((neighbour) => nearness(neighbour, width, tabular));
      const fitted = fit(neighbours, values, near, ridge);
      spreadOver(players, fitted.weights, attribution.subarray(n * size, (n + 1) * size));
      spreadOver(players, fitted.errors, errors.subarray(n * size, (n + 1) * size));
      fits.push(1 - fitted.explained);
    }
    return {
      attribution: float32(shape, attribution),
      standardError: float32(shape, errors),
      law: {
        name: LOCAL_FIT,
        statement:
          'The share of the target’s weighted variance near the input that the linear model does not explain (1 − R²).',
        gap: fits,
        tolerance: 0.5,
        holds: fits.every((gap) => gap <= 0.5),
      },
      conventions: [
        ...game.conventions,
        `${samples} neighbours; weight exp(−d²/w²)^½ of the ${tabular ? 'Euclidean' : 'cosine'} distance; ridge ${ridge}, all players kept. Errors are those of the weighted regression (sandwich estimate).`,
      ],
    };
  },
});

/** On and off with equal chance; for quartiles, the chance of drawing the input's is 1 in 4. */
function draw({ random }: MethodContext, players: number, samples: number, tabular: boolean): Uint8Array[] {
  const chance = tabular ? 0.25 : 0.5;
  return Array.from({ length: samples }, () =>
    Uint8Array.from({ length: players }, () => (random.uniform() < chance ? 1 : 0)),
  );
}

function nearness(neighbour: Uint8Array, width: number, tabular: boolean): number {
  const there = neighbour.reduce((sum, one) => sum + one, 0);
  const distance = tabular ? Math.sqrt(neighbour.length - there) : 1 - Math.sqrt(there / neighbour.length);
  return Math.sqrt(Math.exp(-(distance ** 2) / width ** 2));
}

/** Weighted ridge regression with an unpenalised intercept. */
function fit(rows: readonly Uint8Array[], values: Float64Array, near: readonly number[], ridge: number) {
  const players = rows[0]!.length;
  const total = near.reduce((sum, weight) => sum + weight, 0);
  const centre = Float64Array.from(
    { length: players },
    (_, i) => rows.reduce((sum, row, k) => sum + near[k]! * row[i]!, 0) / total,
  );
  const middle = values.reduce((sum, value, k) => sum + near[k]! * value, 0) / total;
  const x = rows.map((row) => centre.map((mean, i) => row[i]! - mean));
  const centred = Array.from(values, (value) => value - middle);
  const factor = new CholeskyDecomposition(gram(x, near, players).add(Matrix.eye(players).mul(ridge || 1e-10)));
  const weights = factor.solve(moment(x, centred, near, players)).to1DArray();
  const residuals = x.map(
    (row, k) => values[k]! - middle - row.reduce((sum, value, i) => sum + value * weights[i]!, 0),
  );
  const sum = (of: (k: number) => number): number => near.reduce((all, weight, k) => all + weight * of(k), 0);
  const variance = sum((k) => (values[k]! - middle) ** 2);
  const meat = gram(
    x,
    near.map((weight, k) => (weight * residuals[k]!) ** 2),
    players,
  );
  const inverse = factor.solve(Matrix.eye(players));
  return {
    weights,
    errors: inverse
      .mmul(meat)
      .mmul(inverse)
      .diagonal()
      .map((v) => Math.sqrt(Math.max(0, v))),
    explained: variance === 0 ? 1 : 1 - sum((k) => residuals[k]! ** 2) / variance,
  };
}
