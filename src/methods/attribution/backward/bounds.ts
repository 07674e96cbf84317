/** The box of possible inputs, for rules that need one. */
import * as z from 'zod';
import { ArgumentError } from '../../../shared/errors';
import type { Float32Tensor } from '../../../shared/tensor';

const bound = z.union([z.number(), z.array(z.number()).min(1), z.literal('data')]).default('data');

/** The parameters of every method with a box rule. */
export const boundParameters = {
  low: bound
    .describe(
      'Smallest possible input value, for the box rule: a number, one per channel, or "data" (the smallest of this input).',
    )
    .meta({
      title: 'Smallest input',
      form: { advanced: true, options: { data: 'Smallest of this input' }, other: 'A number, or one per channel' },
    }),
  high: bound
    .describe(
      'Largest possible input value, for the box rule: a number, one per channel, or "data" (the largest of this input).',
    )
    .meta({
      title: 'Largest input',
      form: { advanced: true, options: { data: 'Largest of this input' }, other: 'A number, or one per channel' },
    }),
};

export type Bound = number | readonly number[] | 'data';

/** Bounds as lists of one number, or one per channel. 'data' is the smallest or largest value of the input. */
export function boundsOf(input: Float32Tensor, low: Bound, high: Bound): { low: number[]; high: number[] } {
  const bounds = {
    low: resolve(low, () => input.data.reduce((least, value) => Math.min(least, value), Infinity)),
    high: resolve(high, () => input.data.reduce((most, value) => Math.max(most, value), -Infinity)),
  };
  if (bounds.low.some((value, i) => value > (bounds.high[i] ?? bounds.high[0]!)))
    throw new ArgumentError(
      `The lower bound of the input, ${String(low)}, must be below the upper bound, ${String(high)}.`,
    );
  return bounds;
}

function resolve(bound: Bound, ofData: () => number): number[] {
  if (bound === 'data') return [ofData()];
  return typeof bound === 'number' ? [bound] : [...bound];
}
