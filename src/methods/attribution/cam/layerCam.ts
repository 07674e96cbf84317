/** LayerCAM: activation times positive gradient, useful at any depth. */
import * as z from 'zod';
import { defineMethod, prediction } from '../../method';
import { visitActivity } from './activity';
import { layerParameter, mapLayer } from './layer';
import { mapResult, rectifyParameter, sumChannels } from './maps';

export const layerCam = defineMethod({
  id: 'layer-cam',
  title: 'LayerCAM',
  family: 'class activation maps',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Activation times positive gradient at every position: fine maps from early layers, where Grad-CAM fails. Ignores evidence against the target.',
  source: 'Jiang et al. 2021, doi:10.1109/TIP.2021.3089943',
  parameters: z.object({ layer: layerParameter, rectify: rectifyParameter }),
  async run(context, { layer: choice, rectify }) {
    const layer = mapLayer(context, choice);
    const maps: Float32Array[] = [];
    await visitActivity(context, layer, (i, { activation, gradient }) => {
      maps[i] = sumChannels(layer, (_, at) => Math.max(0, gradient[at]!) * activation[at]!);
    });
    return mapResult(context, layer, maps, rectify, ['Σ_c max(0, g) A_c at each place.']);
  },
});
