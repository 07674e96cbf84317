/** All methods that explain a prediction. To add one, write its file and list it here. */
import type { PredictionMethod } from '../method';
import { deconvnet } from './backward/deconvnet';
import { deepLift } from './backward/deepLift';
import { deepTaylor } from './backward/deepTaylor';
import { guidedBackprop } from './backward/guidedBackprop';
import { lrp } from './backward/lrp';
import { ablationCam } from './cam/ablationCam';
import { cam } from './cam/cam';
import { eigenCam } from './cam/eigenCam';
import { gradCam } from './cam/gradCam';
import { gradCamPlusPlus } from './cam/gradCamPlusPlus';
import { guidedGradCam } from './cam/guidedGradCam';
import { hiResCam } from './cam/hiResCam';
import { layerCam } from './cam/layerCam';
import { scoreCam } from './cam/scoreCam';
import { xGradCam } from './cam/xGradCam';
import { conductance } from './gradients/conductance';
import { gradient } from './gradients/gradient';
import { inputXGradient } from './gradients/inputXGradient';
import { internalInfluence } from './gradients/internalInfluence';
import { integratedGradients } from './gradients/integratedGradients';
import { smoothgrad } from './gradients/smoothgrad';
import { featureAblation } from './perturbation/featureAblation';
import { lime } from './perturbation/lime';
import { qii } from './perturbation/qii';
import { rise } from './perturbation/rise';
import { sobol } from './perturbation/sobol';
import { occlusion } from './perturbation/occlusion';
import { shapleyExact } from './shapley/shapleyExact';
import { shapleySampling } from './shapley/shapleySampling';
import { permutationShap } from './shapley/permutationShap';
import { kernelShap } from './shapley/kernelShap';
import { deepShap } from './shapley/deepShap';
import { expectedGradients } from './shapley/expectedGradients';

export const attributions: readonly PredictionMethod[] = [
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
];
