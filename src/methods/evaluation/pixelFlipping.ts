/** Region perturbation: how far the target drops when regions are replaced, the most relevant first. */
import * as z from 'zod';
import { baselineParameter, makeBaseline } from '../baseline';
import { defineMeasure } from './measure';
import { replaced } from './replace';
import { placesOf, regionsOf } from './places';
import { readingOf, readingParameter } from './reading';
import { measureRemoval, removalParameters } from './removal';
import { mean } from './statistics';

export const pixelFlipping = defineMeasure({
  id: 'pixel-flipping',
  title: 'Pixel Flipping (AOPC)',
  better: 'higher',
  summary:
    'Replaces region after region, the most relevant first, and averages how far the target drops. Replaced pictures are unlike any that the network has seen.',
  source: 'Samek et al. 2017, arXiv:1509.06321; Bach et al. 2015, doi:10.1371/journal.pone.0130140',
  parameters: z.object({
    patch: z
      .union([z.literal('auto'), z.int().min(1)])
      .default('auto')
      .describe(
        'Side of a region. "auto": a 25th of the shortest side (the paper uses 9 of 227); one column of a table.',
      ),
    fill: baselineParameter
      .default('uniform')
      .describe(
        'What replaces a region: a number, "black", "blur", "uniform" (seeded noise, as in the paper) or FILE#ARRAY.',
      ),
    reading: readingParameter.default('target'),
    ...removalParameters,
  }),
  async run(context, explanations, { patch, fill, reading: choice, steps, orders, best }) {
    const places = placesOf(context.input.shape);
    const shortest = Math.min(...places.sides.filter((side) => side > 1));
    const side = patch !== 'auto' ? patch : places.kind === 'tabular' ? 1 : Math.max(1, Math.round(shortest / 25));
    const regions = regionsOf(places, side);
    const cover = await makeBaseline(context, fill);
    const reading = readingOf(context, choice);
    const measured = await measureRemoval(context, explanations, {
      places,
      regions,
      reading,
      steps,
      orders,
      best: best ? 'low' : undefined,
      write: replaced(context.input.data, cover.data, places, regions),
      drawn: fallOf,
      score: (_, values) => mean(fallOf(values)),
      xLabel: 'share of regions replaced',
      yLabel: `drop of ${reading.label}`,
    });
    return {
      ...measured,
      conventions: [
        `AOPC: target(input) − target(replaced), averaged over the curve, including its first point (0); ${regions.count} regions of side ${side}, replaced by ${cover.description}.`,
        ...measured.conventions,
      ],
    };
  },
});

function fallOf(values: Float64Array): Float64Array {
  return values.map((value) => values[0]! - value);
}
