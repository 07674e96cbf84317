/** Insertion: how soon the target's probability returns when the most relevant places are shown first. */
import * as z from 'zod';
import { baselineParameter, makeBaseline } from '../baseline';
import { defineMeasure } from './measure';
import { placesOf, regionsOf } from './places';
import { readingOf, readingParameter } from './reading';
import { measureRemoval, removalParameters } from './removal';
import { replaced } from './replace';
import { areaUnder } from './statistics';

export const insertion = defineMeasure({
  id: 'insertion',
  title: 'Insertion',
  better: 'higher',
  summary:
    'Starts from a blurred input and reveals place after place, the most relevant first: a large area under the curve means that the map found what suffices. What remains visible in the blur counts too.',
  source: 'Petsiuk, Das, Saenko 2018, arXiv:1806.07421',
  parameters: z.object({
    start: baselineParameter
      .default('auto')
      .describe(
        'The starting input: a number, "black", "blur", "uniform", FILE#ARRAY or "auto": blur, as in the paper, or 0 for a table, whose columns have no order.',
      ),
    reading: readingParameter.default('probability'),
    ...removalParameters,
  }),
  async run(context, explanations, { start, reading: choice, steps, orders, best }) {
    const places = placesOf(context.input.shape);
    const regions = regionsOf(places, 1);
    const before = await makeBaseline(context, start === 'auto' ? (places.kind === 'tabular' ? 0 : 'blur') : start);
    const reading = readingOf(context, choice);
    const measured = await measureRemoval(context, explanations, {
      places,
      regions,
      reading,
      steps,
      orders,
      best: best ? 'high' : undefined,
      write: replaced(before.data, context.input.data, places, regions),
      score: areaUnder,
      xLabel: 'share of places shown',
      yLabel: reading.label,
    });
    return {
      ...measured,
      conventions: [
        `Area under the curve by the trapezoidal rule; starts with ${before.description}.`,
        ...measured.conventions,
      ],
    };
  },
});
