/** Score-CAM: weights each channel by the target when only its region is shown; no gradients. */
import { rangeOf } from '../../../shared/range';
import * as z from 'zod';
import { sizeOf } from '../../../shared/tensor';
import { UnsuitableError } from '../../../shared/errors';
import { defineMethod, prediction, type MethodContext } from '../../method';
import { activity } from './activity';
import { valuesAt } from '../../values';
import { layerParameter, mapLayer, type MapLayer } from './layer';
import { layOver, mapResult, rectifyParameter, weigh } from './maps';

export const scoreCam = defineMethod({
  id: 'score-cam',
  title: 'Score-CAM',
  family: 'class activation maps',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Weights each channel by the target when only its region is shown; needs no gradient. Ignores interactions between channels, and its masked pictures are unlike the training data.',
  source: 'Wang et al. 2020, arXiv:1910.01279',
  parameters: z.object({
    layer: layerParameter,
    weights: z
      .enum(['channel-softmax', 'class-softmax'])
      .default('channel-softmax')
      .describe(
        'How scores become weights: softmax over the channels of the target’s value (as in the paper), or the class’s softmax probability under each mask.',
      )
      .meta({
        form: { options: { 'channel-softmax': 'Softmax over channels', 'class-softmax': 'Softmax over classes' } },
      }),
    rectify: rectifyParameter,
  }),
  async run(context, { layer: choice, weights: form, rectify }) {
    const layer = mapLayer(context, choice);
    const activations = await activity(context, layer);
    const masks = activations.map((activation) => masksOf(context, layer, activation));
    const scores = activations.map(() => new Float64Array(layer.channels));
    const { data, shape } = context.input;
    const size = sizeOf(shape.slice(1));
    const map = sizeOf(shape.slice(2));
    await valuesAt(context, {
      count: activations.length * layer.channels,
      sampleOf: (i) => Math.floor(i / layer.channels),
      write(i, row) {
        const n = Math.floor(i / layer.channels);
        const mask = masks[n]!(i % layer.channels);
        row.set(data.subarray(n * size, (n + 1) * size));
        for (let channel = 0; channel < size; channel += map)
          for (let p = 0; p < map; p++) row[channel + p]! *= mask[p]!;
      },
      take(i, value, all) {
        const n = Math.floor(i / layer.channels);
        const probability = (): number => Math.exp(value - logSum(all));
        scores[n]![i % layer.channels] = form === 'class-softmax' ? probability() : value;
      },
    });
    const maps = activations.map((activation, n) => {
      const weights = form === 'class-softmax' ? scores[n]! : softmax(scores[n]!);
      return weigh(layer, activation, weights);
    });
    return mapResult(context, layer, maps, rectify, [
      'Σ_c w_c A_c; each mask is the channel upsampled bilinearly and scaled to 0…1; a constant channel masks nothing.',
      form === 'class-softmax'
        ? 'w_c is the softmax probability of the class under mask c.'
        : 'w is the softmax over channels of the target under each mask.',
    ]);
  },
});

/**
 * The channel's map over the input, scaled to 0…1; computed on demand, since all together are as large as C pictures.
 */
function masksOf(context: MethodContext, layer: MapLayer, activation: Float32Array): (channel: number) => Float32Array {
  const places = sizeOf(layer.places);
  return (channel) => {
    const map = Float32Array.from({ length: places }, (_, p) => activation[layer.at(channel, p)]!);
    const laid = layOver(context, layer, [map], 'bilinear');
    if (!laid) throw new UnsuitableError(`The places of "${layer.value}" do not map onto the input; use Grad-CAM.`);
    const { data: mask } = laid;
    const [low, high] = rangeOf(mask);
    if (high === low) return mask.fill(1);
    const scale = 1 / (high - low);
    for (let i = 0; i < mask.length; i++) mask[i] = (mask[i]! - low) * scale;
    return mask;
  };
}

function logSum(values: ArrayLike<number>): number {
  const most = Math.max(...Array.from(values));
  return most + Math.log(Array.from(values).reduce((sum, value) => sum + Math.exp(value - most), 0));
}

function softmax(values: Float64Array): Float64Array {
  const total = logSum(values);
  return values.map((value) => Math.exp(value - total));
}
