/** Grad-CAM++: weights from each place's share, for several instances of a class. */
import * as z from 'zod';
import { sizeOf } from '../../../shared/tensor';
import { defineMethod, prediction } from '../../method';
import { visitActivity } from './activity';
import { layerParameter, mapLayer } from './layer';
import { mapResult, meanOverPlaces, rectifyParameter, weigh } from './maps';

export const gradCamPlusPlus = defineMethod({
  id: 'grad-cam++',
  title: 'Grad-CAM++',
  family: 'class activation maps',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Grad-CAM with a weight for every position, which finds several or small instances. Ignores evidence against the target.',
  source: 'Chattopadhay et al. 2018, arXiv:1710.11063, eq. 19',
  parameters: z.object({ layer: layerParameter, rectify: rectifyParameter }),
  async run(context, { layer: choice, rectify }) {
    const layer = mapLayer(context, choice);
    const places = sizeOf(layer.places);
    const maps: Float32Array[] = [];
    await visitActivity(context, layer, (i, { activation, gradient }) => {
      const sums = meanOverPlaces(layer, (at) => activation[at]! * places);
      const weights = meanOverPlaces(layer, (at, channel) => {
        const g = gradient[at]!;
        const share = 2 * g * g + sums[channel]! * g * g * g;
        const alpha = share === 0 ? 0 : (g * g) / share;
        return alpha * Math.max(0, g) * places;
      });
      maps[i] = weigh(layer, activation, weights);
    });
    return mapResult(context, layer, maps, rectify, [
      'Σ_c w_c A_c with w_c = Σ_p α max(0, g), α = g² / (2g² + g³ ΣA_c), g the gradient of the target; the common factor exp(target) of a sample’s weights is left out.',
    ]);
  },
});
