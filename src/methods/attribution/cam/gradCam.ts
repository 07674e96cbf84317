/** Grad-CAM: weights each channel by its mean gradient. */
import * as z from 'zod';
import { defineMethod, prediction } from '../../method';
import { visitActivity } from './activity';
import { layerParameter, mapLayer } from './layer';
import { mapResult, meanOverPlaces, rectifyParameter, weigh } from './maps';

export const gradCam = defineMethod({
  id: 'grad-cam',
  title: 'Grad-CAM',
  family: 'class activation maps',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Where the channels that support the target are active, weighted by their mean gradients: coarse, stable and class-specific. Misses small evidence and multiple instances.',
  source: 'Selvaraju et al. 2017, arXiv:1610.02391',
  parameters: z.object({ layer: layerParameter, rectify: rectifyParameter }),
  async run(context, { layer: choice, rectify }) {
    const layer = mapLayer(context, choice);
    const maps: Float32Array[] = [];
    await visitActivity(context, layer, (i, { activation, gradient }) => {
      maps[i] = weigh(
        layer,
        activation,
        meanOverPlaces(layer, (at) => gradient[at]!),
      );
    });
    return mapResult(context, layer, maps, rectify, ['Σ_c w_c A_c with w_c the mean over places of ∂target/∂A_c.']);
  },
});
