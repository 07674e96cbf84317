/** All methods. To add one, write its file and list it here. */
import { ArgumentError } from '../shared/errors';
import { byNearness } from '../shared/nearest';
import { attributions } from './attribution';
import { linearSeparability } from './capacity/linearSeparability';
import { perceptronCapacity } from './capacity/perceptronCapacity';
import { pca } from './embedding/pca';
import { tsneAdd } from './embedding/adding/tsneAdd';
import { tsne } from './embedding/tsne';
import { umap } from './embedding/umap';
import { faithfulness } from './evaluation/faithfulness';
import { sanityCheck } from './evaluation/sanityCheck';
import type { Method, PredictionMethod } from './method';
import { spray } from './spray/spray';

export const methods: readonly Method[] = [
  ...attributions,
  tsne,
  tsneAdd,
  umap,
  pca,
  spray,
  faithfulness,
  sanityCheck,
  perceptronCapacity,
  linearSeparability,
];

/** The method with an id. Throws ArgumentError with the nearest ids. */
export function methodById(id: string): Method {
  const method = methods.find((candidate) => candidate.id === id);
  if (method) return method;
  const ids = methods.map((candidate) => candidate.id);
  throw new ArgumentError(`There is no method "${id}"; did you mean "${byNearness(id, ids)[0] ?? ''}"?`);
}

/** The same, for methods that explain a prediction. */
export function predictionMethod(id: string): PredictionMethod {
  const found = attributions.find((candidate) => candidate.id === id);
  if (found) return found;
  const method = methodById(id);
  throw new ArgumentError(
    `${method.title} (${id}) does not explain single predictions; choose an attribution method, such as gradient or lrp.`,
  );
}
