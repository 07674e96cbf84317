/**
 * The game behind Shapley values: the target's value when only some players are present. Absent players take a
 * baseline's values, or those of background rows in turn, over which the target is averaged (the interventional game:
 * Janzing et al. 2020, arXiv:1910.13413).
 */
import * as z from 'zod';
import { ArgumentError } from '../../shared/errors';
import { sizeOf } from '../../shared/tensor';
import { makeBaseline } from '../baseline';
import type { MethodContext } from '../method';
import { valuesAt } from '../values';
import { playersOf, runsOf, type Players } from './players';

export const backgroundParameter = z
  .string()
  .default('')
  .describe(
    'FILE#ARRAY of rows that stand for absence in turn: the target is averaged over them. Empty: only the baseline.',
  )
  .meta({ form: { advanced: true } });

export interface Game {
  /** Of each sample. */
  players: Players[];
  /** Rows that stand for absence: the number of network runs for one coalition. */
  rows: number;
  /** The value of each coalition (one byte per player, 1: present, 0: absent) for a sample. */
  values(sample: number, coalitions: readonly Uint8Array[]): Promise<Float64Array>;
  conventions: string[];
}

export interface GameChoice {
  baseline: number | string;
  background?: string;
  players: string;
}

/** Throws ArgumentError for players or a background that do not fit. */
export async function coalitionGame(context: MethodContext, choice: GameChoice): Promise<Game> {
  const { shape, data } = context.input;
  const size = sizeOf(shape.slice(1));
  const players = await playersOf(context, choice.players);
  const absent = await absentRows(context, choice);
  const done = { questions: 0, total: 0 };
  return {
    players,
    rows: absent.rows,
    conventions: [`Players: ${players[0]!.description}; absence: ${absent.description}.`],
    async values(sample, coalitions) {
      const parts = runsOf(players[sample]!);
      const whole = data.subarray(sample * size, (sample + 1) * size);
      const sums = new Float64Array(coalitions.length);
      done.total = Math.max(done.total, done.questions + coalitions.length * absent.rows * (shape[0]! - sample));
      await valuesAt(
        {
          ...context,
          progress: (fraction) =>
            context.progress((done.questions + fraction * coalitions.length * absent.rows) / done.total),
        },
        {
          count: coalitions.length * absent.rows,
          sampleOf: () => sample,
          write(i, row) {
            const coalition = coalitions[Math.floor(i / absent.rows)]!;
            const from = absent.at(sample, i % absent.rows);
            const nothing = absent.data.subarray(from, from + size);
            for (const { player, start, end } of parts) {
              const source = coalition[player] ? whole : nothing;
              for (let j = start; j < end; j++) row[j] = source[j]!;
            }
          },
          take: (i, value) => (sums[Math.floor(i / absent.rows)]! += value / absent.rows),
        },
      );
      done.questions += coalitions.length * absent.rows;
      return sums;
    },
  };
}

interface Absent {
  data: Float32Array;
  rows: number;
  /** Where row r for a sample begins. */
  at(sample: number, row: number): number;
  description: string;
}

/** What replaces absent players: background rows shared by all samples, or each sample's baseline. */
export async function absentRows(
  context: MethodContext,
  { baseline, background = '' }: Pick<GameChoice, 'baseline' | 'background'>,
): Promise<Absent> {
  const size = sizeOf(context.input.shape.slice(1));
  if (background === '') {
    const { data, description } = await makeBaseline(context, baseline);
    return { data, rows: 1, at: (sample) => sample * size, description };
  }
  const { data, shape } = await context.readInput(background);
  const rows = data.length / size;
  if (!Number.isInteger(rows) || rows < 1)
    throw new ArgumentError(
      `The background ${background} has shape [${shape.join()}]; its rows must have the shape of a sample, [${context.input.shape.slice(1).join()}].`,
    );
  return { data, rows, at: (_, row) => row * size, description: `the mean over the ${rows} rows of ${background}` };
}
