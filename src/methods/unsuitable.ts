/**
 * Which methods cannot explain a prediction, without computing any: each runs up to the point where it first needs the
 * engine, so the reason is the one its run would fail with. Failures that depend on computed numbers stay unknown.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { Engine } from '../engine/engine';
import type { Program } from '../engine/program';
import { CancelledError, GraphError, NoGradientError, UnsuitableError } from '../shared/errors';
import { random } from '../shared/random';
import type { MethodContext, PredictionMethod } from './method';

/** The prediction in question; one sample is enough. */
export type Prediction = Pick<MethodContext, 'model' | 'inputName' | 'input' | 'target' | 'black' | 'readInput'>;

/** By id, the sentence that says why; methods that may work, perhaps with other parameters, are absent. */
export async function unsuitable(
  methods: readonly PredictionMethod[],
  prediction: Prediction,
): Promise<Record<string, string>> {
  const reasons: Record<string, string> = {};
  for (const method of methods) {
    // Computing players takes up to half a second each; other requests need not wait for all of them.
    await breathe();
    const reason = await obstacle(method, prediction);
    if (reason !== undefined) reasons[method.id] = reason;
  }
  return reasons;
}

async function obstacle(method: PredictionMethod, prediction: Prediction): Promise<string | undefined> {
  const context: MethodContext = {
    ...prediction,
    engine: new Threshold(),
    device: 'cpu',
    // A graph for one row at a time is enough to know whether there is one.
    memoryBudget: 1,
    random: random(0),
    progress: () => undefined,
  };
  try {
    await method.run(context, method.parameters.parse({}));
  } catch (error) {
    if (error instanceof UnsuitableError || error instanceof GraphError || error instanceof NoGradientError)
      return error.message;
  }
  return undefined;
}

/** Marks where computing begins. */
class Threshold extends Engine {
  override compile(): Promise<Program> {
    return Promise.reject(new CancelledError());
  }
}
