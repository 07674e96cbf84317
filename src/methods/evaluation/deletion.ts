/** Deletion: how soon the target's probability vanishes when the most relevant places are covered first. */
import * as z from 'zod';
import { baselineParameter, makeBaseline } from '../baseline';
import { defineMeasure } from './measure';
import { placesOf, regionsOf } from './places';
import { readingOf, readingParameter } from './reading';
import { measureRemoval, removalParameters } from './removal';
import { replaced } from './replace';
import { areaUnder } from './statistics';

export const deletion = defineMeasure({
  id: 'deletion',
  title: 'Deletion',
  better: 'lower',
  summary:
    'Covers place after place, the most relevant first: a small area under the curve means that the map found what matters. The network may also react to the holes themselves.',
  source: 'Petsiuk, Das, Saenko 2018, arXiv:1806.07421',
  parameters: z.object({
    fill: baselineParameter.describe(
      'What covers a place: a number, "black", "blur", "uniform" or FILE#ARRAY, as for baselines.',
    ),
    reading: readingParameter.default('probability'),
    ...removalParameters,
  }),
  async run(context, explanations, { fill, reading: choice, steps, orders, best }) {
    const places = placesOf(context.input.shape);
    const regions = regionsOf(places, 1);
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
      score: areaUnder,
      xLabel: 'share of places covered',
      yLabel: reading.label,
    });
    return {
      ...measured,
      conventions: [
        `Area under the curve by the trapezoidal rule; places are covered by ${cover.description}.`,
        ...measured.conventions,
      ],
    };
  },
});
