/** HiResCAM: gradient times activation, place by place. */
import * as z from 'zod';
import { defineMethod, prediction } from '../../method';
import { visitActivity } from './activity';
import { layerParameter, mapLayer } from './layer';
import { mapResult, rectifyParameter, sumChannels } from './maps';

export const hiResCam = defineMethod({
  id: 'hi-res-cam',
  title: 'HiResCAM',
  family: 'class activation maps',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Gradient times activation at every position: exactly what the network used if everything after the layer is linear. Misses detail finer than the layer’s grid, and is less smooth than Grad-CAM.',
  source: 'Draelos, Carin 2020, arXiv:2011.08891',
  parameters: z.object({ layer: layerParameter, rectify: rectifyParameter }),
  async run(context, { layer: choice, rectify }) {
    const layer = mapLayer(context, choice);
    const maps: Float32Array[] = [];
    await visitActivity(context, layer, (i, { activation, gradient }) => {
      maps[i] = sumChannels(layer, (_, at) => gradient[at]! * activation[at]!);
    });
    return mapResult(context, layer, maps, rectify, ['Σ_c g A_c at each place.']);
  },
});
