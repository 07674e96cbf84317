/**
 * Whether a method's maps react to what the network has learned, as one run: maps are computed again while layers are
 * randomised.
 */
import * as z from 'zod';
import { random } from '../../shared/random';
import { float32, sizeOf } from '../../shared/tensor';
import { attributions } from '../attribution';
import { choiceAmong, chosen, namedIn } from '../choice';
import { defineMethod, prediction } from '../method';
import { explanationBy } from './evaluate';
import { cascade, CASCADE_CONVENTIONS, verdict, type Similarity } from './parameterRandomisation';
import { sanitySpelling } from './spelling';
import { estimate } from './statistics';

export const sanityCheck = defineMethod({
  id: 'sanity-check',
  title: 'Sanity Check',
  family: 'evaluation',
  needs: { ...prediction, explanations: 'always' },
  gives: 'sanity',
  summary:
    'Randomises the weights from the output down and shows how the map changes: a map that stays the same explains the input, not the network. Does not tell whether a map that changed was right.',
  source: 'Adebayo et al. 2018, arXiv:1810.03292',
  parameters: z.object({
    method: choiceAmong(attributions, 'attribution method')
      .default('gradient')
      .describe('The method that makes the map: an id, or an object with "id" and "parameters".'),
  }),
  spelling: sanitySpelling,
  judges: ({ method }) => [namedIn(method).id],
  async run(context, { method }) {
    const { input, seed } = context;
    const quiet = { ...context, progress: () => undefined };
    const explanation = await explanationBy(quiet, chosen(attributions, method), seed);
    const sample = input.shape.slice(1);
    const size = sizeOf(sample);
    const layers: string[] = [];
    const similarities: Similarity[][] = [];
    const maps = [explanation.map.subarray(0, size)];
    for await (const step of cascade({ ...context, random: random(seed) }, [explanation])) {
      layers.push(step.layer);
      similarities.push(step.similarities[0]!);
      maps.push(step.maps[0]!.subarray(0, size));
    }
    const all = new Float32Array(maps.length * size);
    maps.forEach((map, i) => all.set(map, i * size));
    const scores = (of: (one: Similarity) => number) => similarities.map((ofLayer) => estimate(ofLayer.map(of)));
    const mark = verdict(similarities);
    return {
      method: chosen(attributions, method).of.id,
      layers,
      spearman: scores((one) => one.spearman),
      absolute: scores((one) => one.absolute),
      ...(similarities[0]![0]?.ssim !== undefined && { ssim: scores((one) => one.ssim!) }),
      maps: float32([maps.length, ...sample], all),
      ...(mark !== undefined && { mark }),
      conventions: CASCADE_CONVENTIONS,
    };
  },
});
