/** All methods. To add one, write its file and list it here. */
import { ArgumentError } from '../shared/errors';
import { byNearness } from '../shared/nearest';
import { deconvnet } from './attribution/backward/deconvnet';
import { deepLift } from './attribution/backward/deepLift';
import { deepTaylor } from './attribution/backward/deepTaylor';
import { guidedBackprop } from './attribution/backward/guidedBackprop';
import { lrp } from './attribution/backward/lrp';
import { ablationCam } from './attribution/cam/ablationCam';
import { cam } from './attribution/cam/cam';
import { eigenCam } from './attribution/cam/eigenCam';
import { gradCam } from './attribution/cam/gradCam';
import { gradCamPlusPlus } from './attribution/cam/gradCamPlusPlus';
import { guidedGradCam } from './attribution/cam/guidedGradCam';
import { hiResCam } from './attribution/cam/hiResCam';
import { layerCam } from './attribution/cam/layerCam';
import { scoreCam } from './attribution/cam/scoreCam';
import { xGradCam } from './attribution/cam/xGradCam';
import { conductance } from './attribution/gradients/conductance';
import { gradient } from './attribution/gradients/gradient';
import { inputXGradient } from './attribution/gradients/inputXGradient';
import { internalInfluence } from './attribution/gradients/internalInfluence';
import { integratedGradients } from './attribution/gradients/integratedGradients';
import { smoothgrad } from './attribution/gradients/smoothgrad';
import { linearSeparability } from './capacity/linearSeparability';
import { featureAblation } from './attribution/perturbation/featureAblation';
import { lime } from './attribution/perturbation/lime';
import { qii } from './attribution/perturbation/qii';
import { rise } from './attribution/perturbation/rise';
import { sobol } from './attribution/perturbation/sobol';
import { occlusion } from './attribution/perturbation/occlusion';
import { shapleyExact } from './attribution/shapley/shapleyExact';
import { shapleySampling } from './attribution/shapley/shapleySampling';
import { permutationShap } from './attribution/shapley/permutationShap';
import { kernelShap } from './attribution/shapley/kernelShap';
import { deepShap } from './attribution/shapley/deepShap';
import { expectedGradients } from './attribution/shapley/expectedGradients';
import { perceptronCapacity } from './capacity/perceptronCapacity';
import { pca } from './embedding/pca';
import { tsneAdd } from './embedding/adding/tsneAdd';
import { tsne } from './embedding/tsne';
import { umap } from './embedding/umap';
import type { Method, PredictionMethod } from './method';
import { spray } from './spray/spray';

export const methods: readonly Method[] = [
  gradient,
  inputXGradient,
  integratedGradients,
  smoothgrad,
  conductance,
  internalInfluence,
  guidedBackprop,
  deconvnet,
  deepLift,
  lrp,
  deepTaylor,
  cam,
  gradCam,
  gradCamPlusPlus,
  xGradCam,
  hiResCam,
  layerCam,
  scoreCam,
  ablationCam,
  eigenCam,
  guidedGradCam,
  featureAblation,
  occlusion,
  rise,
  lime,
  sobol,
  qii,
  shapleyExact,
  shapleySampling,
  permutationShap,
  kernelShap,
  deepShap,
  expectedGradients,
  tsne,
  tsneAdd,
  umap,
  pca,
  spray,
  perceptronCapacity,
  linearSeparability,
];

/** The method of an id. Throws ArgumentError that offers the nearest one. */
export function methodById(id: string): Method {
  const method = methods.find((candidate) => candidate.id === id);
  if (method) return method;
  const ids = methods.map((candidate) => candidate.id);
  throw new ArgumentError(
    `There is no method "${id}"; did you mean "${byNearness(id, ids)[0] ?? ''}"? "netloupe methods" lists them.`,
  );
}

/** The same among those that explain a prediction. */
export function predictionMethod(id: string): PredictionMethod {
  const method = methodById(id);
  if (method.takes === 'prediction') return method;
  throw new ArgumentError(
    `${method.title} (${id}) explains no prediction by itself; "netloupe methods" lists those that do.`,
  );
}
