/**
 * One hidden layer for a labeling: trained from random initial weights until every point is classified correctly, or
 * for a limited number of restarts.
 */
import type { Engine } from '../../engine/engine';
import type { HiddenLayerRequest, HiddenLayerSolution } from '../../shared/capacity/requests';
import { ArgumentError, throwIfCancelled } from '../../shared/errors';
import { random } from '../../shared/random';
import type { CallOptions } from '../../shared/requests';
import { checkLabels, checkPoints } from './pointSet';
import { countCorrect, Trainer } from './network';

/** Most units in the hidden layer. */
export const MOST_HIDDEN = 256;

/** Adam's step size. */
export const LEARNING_RATE = 0.05;

/** Two units learn XOR from about 2 of 5 initialisations within 100 epochs: with 20 of them, 1 seed in 10,000 fails. */
const BEGINNINGS = 20;
const EPOCHS = 300;

/** Once all points are correct, training stops at this loss in nats, so that they are correct with some margin. */
const SMALL_LOSS = 0.1;

/**
 * The network with the most points correct; among those with all, the first to get there. Throws ArgumentError for
 * points and labels of the wrong shape or kind and for hidden units not from 1 to 256, CancelledError.
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
