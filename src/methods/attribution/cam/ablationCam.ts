/** Ablation-CAM: weights each channel by the drop of the target without it; no gradients. */
import * as z from 'zod';
import { splice } from '../../../graph/passes/splice';
import { sizeOf } from '../../../shared/tensor';
import { defineMethod, prediction, type MethodContext } from '../../method';
import { runRows } from '../../rows';
import { activity } from './activity';
import { layerParameter, mapLayer, type MapLayer } from './layer';
import { mapResult, rectifyParameter, weigh } from './maps';

export const ablationCam = defineMethod({
  id: 'ablation-cam',
  title: 'Ablation-CAM',
  family: 'class activation maps',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Weights each channel by the drop of the target without it; needs no gradient and sees saturated channels. Misses channels that can replace one another.',
  source: 'Desai, Ramaswamy 2020, doi:10.1109/WACV45572.2020.9093360',
  parameters: z.object({ layer: layerParameter, rectify: rectifyParameter }),
  async run(context, { layer: choice, rectify }) {
    const layer = mapLayer(context, choice);
    const activations = await activity(context, layer);
    const values = await ablate(context, layer, activations);
    const maps = activations.map((activation, n) => {
      const [whole, ...without] = values[n]!;
      return weigh(
        layer,
        activation,
        without.map((value) => (whole === 0 ? 0 : (whole! - value) / whole!)),
      );
    });
    return mapResult(context, layer, maps, rectify, [
      'Σ_c w_c A_c with w_c = (target − target without channel c) / target; a channel is switched off by setting it to 0 everywhere.',
    ]);
  },
});

/**
 * For each sample: the target's value with all channels, then without each. Only the part above the layer runs again.
 */
async function ablate(
  context: MethodContext,
  layer: MapLayer,
  activations: readonly Float32Array[],
): Promise<Float64Array[]> {
  const { inputName, input, target } = context;
  const perSample = layer.channels + 1;
  const size = sizeOf(input.shape.slice(1));
  const values = activations.map(() => new Float64Array(perSample));
  const places = sizeOf(layer.places);
  await runRows(
    context,
    {
      name: `above ${layer.value}`,
      of: [target.value],
      build(network) {
        const graph = splice(network, layer.value);
        const around = graph.inputs.some(({ name }) => name === inputName);
        return { graph, feeds: [layer.value, ...(around ? [inputName] : [])], outputs: [target.value] };
      },
    },
    {
      count: activations.length * perSample,
      write(i, [row, x]) {
        const n = Math.floor(i / perSample);
        row!.set(activations[n]!);
        x?.set(input.data.subarray(n * size, (n + 1) * size));
        const off = (i % perSample) - 1;
        if (off >= 0) for (let p = 0; p < places; p++) row![layer.at(off, p)] = 0;
      },
      take(i, [all]) {
        const n = Math.floor(i / perSample);
        values[n]![i % perSample] = all![target.indices[n]!]!;
      },
    },
  );
  return values;
}
