/**
 * The XOR exercise for any small labeled point set: a proof of what one perceptron cannot do, and how many hidden units
 * it takes.
 */
import * as z from 'zod';
import type { Label, Separation } from '../../shared/capacity/requests';
import { throwIfCancelled } from '../../shared/errors';
import type { Curve, Law } from '../../shared/results';
import { defineMethod, type RunContext } from '../method';
import { countLabelings } from './countLabelings';
import { LEARNING_RATE, MOST_HIDDEN } from './hiddenLayer';
import { countCorrect, Trainer, type LabeledPoints } from './network';
import { checkLabels, checkPoints } from './pointSet';
import { separate } from './separate';

const XOR = { points: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [-1, 1, 1, -1] }; // prettier-ignore

const parameters = z.object({
  points: z
    .array(z.array(z.number()).max(20))
    .min(1)
    .max(16)
    .default(XOR.points)
    .describe('The points, all with the same number of coordinates.'),
  labels: z.array(z.int().min(-1).max(1)).default(XOR.labels).describe('1 or -1 for each point.'),
  hidden: z
    .array(z.int().min(0).max(MOST_HIDDEN))
    .min(1)
    .max(20)
    .default([0, 1, 2, 3])
    .describe('Units in the hidden layer, one network for each number; 0 is the perceptron itself.'),
  epochs: z.int().min(1).max(100_000).default(300).describe('Passes over all points.'),
  beginnings: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe('Number of random initial weights; the best network is shown.'),
  learningRate: z.number().positive().max(10).default(LEARNING_RATE).describe('Step size of Adam.'),
});

type Parameters = z.infer<typeof parameters>;

/** Epochs of a curve that are kept. */
const SHOWN = 60;

export const linearSeparability = defineMethod({
  id: 'linear-separability',
  title: 'Linear Separability',
  family: 'capacity',
  needs: {},
  gives: 'curves',
  summary:
    'Proves whether one perceptron can produce a labeling of a few points, and trains networks with one hidden layer beside it. Misses hidden layers that training does not find: failed training proves nothing.',
  source: 'Minsky and Papert 1969, Perceptrons; Farkas 1902; Adam: Kingma and Ba 2015, arXiv:1412.6980',
  parameters,
  async run(context, given) {
    const { points, hidden, epochs, beginnings } = given;
    const labels = given.labels as Label[];
    checkPoints(points);
    checkLabels(labels, points.length);
    const { signal } = context;
    const options = { ...(signal && { signal }) };
    const separation = await separate({ points, labels, bias: true }, options);
    const count = await countLabelings({ points, bias: true }, options);
    const curves: Curve[] = [];
    for (const units of hidden) {
      const progress = (fraction: number): void => {
        context.progress((curves.length + fraction) / hidden.length);
      };
      curves.push(await train({ ...context, progress }, { points, labels }, units, given));
    }
    return {
      xLabel: 'epoch',
      yLabel: 'share of points classified correctly',
      curves,
      ...(hidden.includes(0) && { law: lawOf(separation, curves[hidden.indexOf(0)]!) }),
      conventions: [
        verdict(separation),
        `Perceptrons with a bias can produce ${count.count} of the ${2n ** BigInt(points.length)} labelings of these points; in general position, ${count.generalPosition}.`,
        `Networks: tanh units, one linear output whose sign is the label, logistic loss, Adam on all points at once; the best of ${beginnings} random initialisations after ${epochs} epochs, by its share of correct labels, then its loss.`,
      ],
    };
  },
});

/** The curve of the best initialisation. */
async function train(
  { engine, random, signal, progress }: RunContext,
  set: LabeledPoints,
  units: number,
  { epochs, beginnings, learningRate }: Parameters,
): Promise<Curve> {
  const trainer = new Trainer(engine, set, units, learningRate);
  const step = Math.ceil(epochs / SHOWN);
  let best: { curve: Curve; right: number; loss: number } | undefined;
  for (let beginning = 0; beginning < beginnings; beginning++) {
    const [x, y]: [number[], number[]] = [[], []];
    let [epoch, right, lastLoss] = [0, 0, Infinity];
    for await (const { loss, network } of trainer.epochs(random)) {
      throwIfCancelled(signal);
      epoch++;
      if (epoch % step === 0 || epoch === epochs) {
        right = countCorrect(network, set) / set.points.length;
        x.push(epoch);
        y.push(right);
        progress((beginning + epoch / epochs) / beginnings);
      }
      lastLoss = loss;
      if (epoch === epochs) break;
    }
    if (best && (best.right > right || (best.right === right && best.loss <= lastLoss))) continue;
    const name = units === 0 ? 'perceptron' : `${units} hidden unit${units === 1 ? '' : 's'}`;
    best = {
      curve: { name, x: Float64Array.from(x), y: Float64Array.from(y), from: 'measurement' },
      right,
      loss: lastLoss,
    };
  }
  return best!.curve;
}

function lawOf({ separable }: Separation, { y }: Curve): Law {
  const right = y.at(-1)!;
  const gap = separable ? 1 - right : Number(right === 1);
  return {
    name: 'separability',
    statement: separable
      ? 'The labels are separable, so training must classify all points correctly with the perceptron; the gap is its share of errors.'
      : 'The labels are inseparable, so training cannot classify all points correctly with the perceptron; the gap would be 1 if it had.',
    gap: [gap],
    tolerance: 0,
    holds: gap === 0,
  };
}

function verdict(separation: Separation): string {
  if (separation.separable) {
    const { weights, bias, margin } = separation;
    const plane = `weights ${weights.join(', ')} and bias ${bias ?? '0'}`;
    return `A perceptron produces these labels, proved in exact arithmetic: ${plane}${margin === undefined ? '' : `, margin ${margin.toPrecision(4)}`}.`;
  }
  const { combination } = separation;
  return `No perceptron produces these labels, proved in exact arithmetic: the sum of coefficient × label × (point, 1) is zero with the coefficients ${combination.map(({ coefficient }) => coefficient).join(', ')} of the points ${combination.map(({ point }) => point + 1).join(', ')}.`;
}
