/** XGrad-CAM: weights gradients by the activation's own distribution over places. */
import * as z from 'zod';
import { sizeOf } from '../../../shared/tensor';
import { defineMethod, prediction } from '../../method';
import { visitActivity } from './activity';
import { layerParameter, mapLayer } from './layer';
import { mapResult, meanOverPlaces, rectifyParameter, weigh } from './maps';

export const xGradCam = defineMethod({
  id: 'x-grad-cam',
  title: 'XGrad-CAM',
  family: 'class activation maps',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Grad-CAM with weights derived from sensitivity and conservation: gradients count where the channel is active. Misses detail finer than the layer’s grid.',
  source: 'Fu et al. 2020, arXiv:2008.02312',
  parameters: z.object({ layer: layerParameter, rectify: rectifyParameter }),
  async run(context, { layer: choice, rectify }) {
    const layer = mapLayer(context, choice);
    const places = sizeOf(layer.places);
    const maps: Float32Array[] = [];
    await visitActivity(context, layer, (i, { activation, gradient }) => {
      const sums = meanOverPlaces(layer, (at) => activation[at]! * places);
      const weights = meanOverPlaces(layer, (at, channel) => {
        const sum = sums[channel]!;
        return sum === 0 ? 0 : (gradient[at]! * activation[at]! * places) / sum;
      });
      maps[i] = weigh(layer, activation, weights);
    });
    return mapResult(context, layer, maps, rectify, [
      'Σ_c w_c A_c with w_c = Σ_p g A_c / Σ_p A_c; a channel whose activations sum to 0 gets weight 0.',
    ]);
  },
});
