/** Guided Grad-CAM: the fine detail of guided backpropagation where Grad-CAM looks. */
import * as z from 'zod';
import { guided } from '../../../differentiate/rectified';
import { UnsuitableError } from '../../../shared/errors';
import { float32, sizeOf } from '../../../shared/tensor';
import { defineMethod, prediction } from '../../method';
import { gradientAtInput } from '../points';
import { visitActivity } from './activity';
import { layerParameter, mapLayer } from './layer';
import { layOver, meanOverPlaces, weigh } from './maps';

export const guidedGradCam = defineMethod({
  id: 'guided-grad-cam',
  title: 'Guided Grad-CAM',
  family: 'class activation maps',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Guided backpropagation times Grad-CAM: fine and class-specific. Barely depends on the weights of the top layers, like guided backpropagation itself.',
  source: 'Selvaraju et al. 2017, arXiv:1610.02391',
  parameters: z.object({
    layer: layerParameter,
    interpolation: z
      .enum(['nearest', 'bilinear'])
      .default('nearest')
      .describe('How the coarse map is enlarged to the input.'),
  }),
  async run(context, { layer: choice, interpolation }) {
    const layer = mapLayer(context, choice);
    const maps: Float32Array[] = [];
    await visitActivity(context, layer, (i, { activation, gradient }) => {
      const weights = meanOverPlaces(layer, (at) => gradient[at]!);
      maps[i] = weigh(layer, activation, weights).map((value) => Math.max(0, value));
    });
    const laid = layOver(context, layer, maps, interpolation);
    if (!laid) throw new UnsuitableError(`The places of "${layer.value}" do not map onto the input; use Grad-CAM.`);
    const fine = await gradientAtInput(context, { name: 'guided backpropagation', rules: guided });
    const { shape } = fine;
    const [sample, map] = [sizeOf(shape.slice(1)), sizeOf(shape.slice(2))];
    const attribution = fine.data.map((value, i) => value * laid.data[Math.floor(i / sample) * map + (i % map)]!);
    return {
      attribution: float32(shape, attribution),
      conventions: [
        `Guided backpropagation times the rectified Grad-CAM at "${layer.value}", enlarged to the input by ${interpolation} interpolation; signed.`,
      ],
    };
  },
});
