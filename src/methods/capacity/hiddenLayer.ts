/** One hidden layer for a labeling: trained from random beginnings until every point is right, or as many times as are worth trying. */
import type { Engine } from '../../engine/engine';
import type { HiddenLayerRequest, HiddenLayerSolution } from '../../shared/capacity/requests';
import { ArgumentError, throwIfCancelled } from '../../shared/errors';
import { random } from '../../shared/random';
import type { CallOptions } from '../../shared/requests';
import { checkLabels, checkPoints } from './pointSet';
import { countCorrect, Trainer } from './network';

/** Units in the hidden layer at most. */
export const MOST_HIDDEN = 256;

/** Of Adam. */
export const LEARNING_RATE = 0.05;

/** Two units learn XOR from about 2 of 5 beginnings within 100 epochs: 20 of them leave 1 seed in 10,000 without. */
const BEGINNINGS = 20;
const EPOCHS = 300;

/** Nats at which training stops once all points are right, so that they are right by some distance. */
const SMALL_LOSS = 0.1;

/**
 * The network that has the most points right; among those that have all, the first to. Throws ArgumentError for points and labels of the
 * wrong shape or kind and for hidden units not from 1 to 256, CancelledError.
 */
export async function solveWithHiddenLayer(
  engine: Engine,
  request: HiddenLayerRequest,
  { signal, onProgress }: CallOptions,
): Promise<HiddenLayerSolution> {
  const { points, labels, hidden, seed } = request;
  checkPoints(points);
  checkLabels(labels, points.length);
  if (!Number.isInteger(hidden) || hidden < 1 || hidden > MOST_HIDDEN)
    throw new ArgumentError(`A hidden layer has 1 to ${MOST_HIDDEN} units, not ${hidden}.`);
  const trainer = new Trainer(engine, request, hidden, LEARNING_RATE);
  const numbers = random(seed);
  let [best, epochs]: [HiddenLayerSolution | undefined, number] = [undefined, 0];
  for (let beginning = 0; beginning < BEGINNINGS; beginning++) {
    let epoch = 0;
    for await (const { loss, network } of trainer.epochs(numbers)) {
      epochs++;
      throwIfCancelled(signal);
      onProgress?.({ fraction: epochs / (BEGINNINGS * EPOCHS), message: 'Training a hidden layer' });
      const correct = countCorrect(network, request);
      if (correct > (best?.correct ?? -1) || correct === points.length)
        best = { ...network, correct, points: points.length, epochs };
      if (correct === points.length && loss < SMALL_LOSS) return { ...network, correct, points: points.length, epochs };
      if (++epoch === EPOCHS) break;
    }
    if (best?.correct === points.length) break;
  }
  return { ...best!, epochs };
}
