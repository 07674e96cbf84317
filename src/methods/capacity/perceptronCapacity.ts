/** Cover's theorem by experiment: how often random labels of random points can be learnt, against the theorem. */
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { LARGEST, probability } from '../../shared/capacity/cover';
import { throwIfCancelled } from '../../shared/errors';
import type { Random } from '../../shared/random';
import type { Curve, Law } from '../../shared/results';
import { defineMethod, type RunContext } from '../method';
import { trainPerceptron } from './perceptron';
import { maximin, type Rows } from './programs';
import { wilsonInterval } from './wilson';

const parameters = z.object({
  inputs: z.int().min(1).max(200).default(20).describe('Number of inputs of the perceptron, K.'),
  bias: z.boolean().default(false).describe('Adds an input that is always 1; it counts as one of the weights.'),
  ratios: z
    .array(z.number().positive().max(10))
    .min(1)
    .max(100)
    .default([0.5, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.5, 4])
    .describe('Ratios of points to weights at which to measure; each is rounded to a whole number of points.'),
  trials: z.int().min(1).max(10_000).default(200).describe('Random point sets with random labels at each ratio.'),
  epochs: z.int().min(1).max(100_000).default(1000).describe('Passes after which the perceptron gives up.'),
});

/**
 * A 95 % interval misses about 1 time in 20. With the default settings, more than a quarter of them miss in 1 run of
 * 400, computed from the binomial distribution at each point.
 */
const TOLERANCE = 0.25;

/** Random sets whose smallest product is within this of 0 practically never occur. */
const ALMOST_ZERO = 1e-9;

interface Measured {
  points: number;
  ratio: number;
  /** Of the trials: the perceptron finished within its epochs; weights exist. */
  learnt: number;
  separable: number;
}

export const perceptronCapacity = defineMethod({
  id: 'perceptron-capacity',
  title: 'Perceptron Capacity',
  family: 'capacity',
  needs: {},
  gives: 'curves',
  summary:
    'How often one threshold unit can learn random labels of random points, beside the exact theory: half of them at two points per weight. Does not cover points that are not in general position, or generalisation.',
  source: 'Cover 1965, IEEE Trans. Electronic Computers EC-14, 326–334; Rosenblatt 1958; intervals: Wilson 1927',
  parameters,
  async run(context, { inputs, bias, ratios, trials, epochs }) {
    const weights = inputs + Number(bias);
    const sizes = [...new Set(ratios.map((ratio) => Math.min(Math.max(Math.round(ratio * weights), 1), LARGEST)))].sort(
      (a, b) => a - b,
    );
    const measured: Measured[] = [];
    for (const points of sizes) {
      const share = (fraction: number): void => {
        context.progress((measured.length + fraction) / sizes.length);
      };
      const counts = await measure({ ...context, progress: share }, { points, inputs, bias, trials, epochs });
      measured.push({ points, ratio: points / weights, ...counts });
    }
    return {
      xLabel: bias ? 'points per weight, N / (K + 1)' : 'points per weight, N / K',
      yLabel: 'probability that a random labeling can be learnt',
      curves: [
        theoryCurve(inputs, bias, sizes.at(-1)!),
        measuredCurve('separable', measured, trials, ({ separable }) => separable),
        measuredCurve(`perceptron, ${epochs} epochs`, measured, trials, ({ learnt }) => learnt),
      ],
      law: agreement(measured, inputs, bias, trials),
      conventions: [
        `${trials} trials at each ratio: standard normal points${bias ? ' with an extra input of 1' : ''} and labels 1 or −1 with probability ½.`,
        `"perceptron": Rosenblatt's rule from zero weights, points in order, until a pass without mistakes. It counts as failed after ${epochs} epochs, so it stays below the theory near two points per weight.`,
        '"separable": what the perceptron learnt; where it failed, the linear program max min label · weights · point over weights from −1 to 1, separable if the optimum is above 10⁻⁹.',
        'Intervals are 95 % Wilson score intervals, without continuity correction.',
      ],
    };
  },
});

type Setting = Pick<Measured, 'points'> & { inputs: number; bias: boolean; trials: number; epochs: number };

async function measure({ random, signal, progress }: RunContext, { trials, epochs, ...setting }: Setting) {
  let [learnt, separable] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    await setImmediate();
    throwIfCancelled(signal);
    progress(trial / trials);
    const rows = randomRows(setting, random);
    const done = trainPerceptron(rows, epochs) !== undefined;
    learnt += Number(done);
    separable += Number(done || (await maximin(rows, signal)).value > ALMOST_ZERO);
  }
  progress(1);
  return { learnt, separable };
}

function randomRows({ points, inputs, bias }: Omit<Setting, 'trials' | 'epochs'>, { normal, uniform }: Random): Rows {
  return Array.from({ length: points }, () => {
    const label = uniform() < 0.5 ? -1 : 1;
    const point = Array.from({ length: inputs }, normal);
    return (bias ? [...point, 1] : point).map((value) => label * value);
  });
}

function theoryCurve(inputs: number, bias: boolean, largest: number): Curve {
  const points = Array.from({ length: largest }, (_, i) => i + 1);
  return {
    name: `theory, ${inputs} inputs${bias ? ' and a bias' : ''}`,
    x: Float64Array.from(points, (n) => n / (inputs + Number(bias))),
    y: Float64Array.from(points, (n) => probability(n, inputs, bias)),
    from: 'theory',
  };
}

function measuredCurve(
  name: string,
  measured: readonly Measured[],
  trials: number,
  count: (one: Measured) => number,
): Curve {
  const intervals = measured.map((one) => wilsonInterval(count(one), trials));
  return {
    name,
    x: Float64Array.from(measured, ({ ratio }) => ratio),
    y: Float64Array.from(measured, (one) => count(one) / trials),
    low: Float64Array.from(intervals, ({ low }) => low),
    high: Float64Array.from(intervals, ({ high }) => high),
    from: 'measurement',
  };
}

function agreement(measured: readonly Measured[], inputs: number, bias: boolean, trials: number): Law {
  const missed = measured.filter(({ points, separable }) => {
    const expected = probability(points, inputs, bias);
    const { low, high } = wilsonInterval(separable, trials);
    return expected < low || expected > high;
  }).length;
  const gap = missed / measured.length;
  return {
    name: 'agreement',
    statement: `The share of the measured "separable" points whose interval misses Cover's theorem: ${missed} of ${measured.length}.`,
    gap: [gap],
    tolerance: TOLERANCE,
    holds: gap <= TOLERANCE,
  };
}
