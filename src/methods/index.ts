/** All methods. To add one, write its file and list it here. */
import { ArgumentError } from '../shared/errors';
import { byNearness } from '../shared/nearest';
import { deconvnet } from './attribution/backward/deconvnet';
import { deepLift } from './attribution/backward/deepLift';
import { deepTaylor } from './attribution/backward/deepTaylor';
import { guidedBackprop } from './attribution/backward/guidedBackprop';
import { lrp } from './attribution/backward/lrp';
import { gradient } from './attribution/gradients/gradient';
import { inputXGradient } from './attribution/gradients/inputXGradient';
import { integratedGradients } from './attribution/gradients/integratedGradients';
import { smoothgrad } from './attribution/gradients/smoothgrad';
import type { Method, PredictionMethod } from './method';

export const methods: readonly Method[] = [
  gradient,
  inputXGradient,
  integratedGradients,
  smoothgrad,
  guidedBackprop,
  deconvnet,
  deepLift,
  lrp,
  deepTaylor,
];

/** The method of an id. Throws ArgumentError that offers the nearest one. */
export function methodById(id: string): Method {
  const method = methods.find((candidate) => candidate.id === id);
  if (method) return method;
  const ids = methods.map((candidate) => candidate.id);
  throw new ArgumentError(
    `There is no method "${id}"; did you mean "${byNearness(id, ids)[0] ?? ''}"? Methods: ${ids.join(', ')}.`,
  );
}

/** The same among those that explain a prediction. */
export function predictionMethod(id: string): PredictionMethod {
  const method = methodById(id);
  if (method.takes === 'prediction') return method;
  throw new ArgumentError(`${method.title} (${id}) explains no prediction: it takes neither model nor input.`);
}
