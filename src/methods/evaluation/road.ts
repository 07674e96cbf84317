/**
 * ROAD, remove and debias: removed places are filled in from their surroundings, so that the shape of the hole reveals
 * nothing.
 */
import * as z from 'zod';
import { ArgumentError } from '../../shared/errors';
import { shuffled } from '../shuffled';
import type { MethodContext } from '../method';
import { defineMeasure } from './measure';
import { imputerFor } from './impute';
import { orderOf, placesOf, regionsOf, relevanceOf, type Places } from './places';
import { readingOf, readingParameter } from './reading';
import { overOrders, walk } from './removal';
import { curveOf, INTERVAL, mean } from './statistics';

export const road = defineMeasure({
  id: 'road',
  title: 'ROAD',
  better: 'higher',
  summary:
    'Removes the most and the least relevant places, fills them in from their neighbours, and takes the difference. Fair to masks of any shape; slow for large pictures.',
  source: 'Rong et al. 2022, arXiv:2202.00449',
  parameters: z.object({
    shares: z
      .array(z.number().positive().max(0.99))
      .min(1)
      .default([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
      .describe('Shares of the places to remove, each from the whole input.'),
    noise: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .describe(
        'Standard deviation of the noise added to filled-in places, as a fraction of the range of each sample.',
      ),
    orders: z
      .int()
      .min(2)
      .max(100)
      .default(5)
      .describe('Random orders per sample, for the bound of an uninformed explanation.'),
    reading: readingParameter.default('probability'),
  }),
  async run(context, explanations, { shares: given, noise, orders, reading: choice }) {
    const { shape } = context.input;
    const places = placesOf(shape);
    if (places.kind === 'tabular' || places.count < 4)
      throw new ArgumentError(
        'ROAD fills in from neighbouring positions, but the columns of a table have none; leave out the measure "road".',
      );
    const reading = readingOf(context, choice);
    const pixels = regionsOf(places, 1);
    const sorted = [0, ...new Set(given)].sort((a, b) => a - b);
    const counts = sorted.map((share) => Math.min(places.count - 1, Math.round(share * places.count)));
    const samples = Array.from({ length: shape[0]! }, (_, n) => n);
    const forward = [
      ...explanations.map(({ map }) =>
        samples.map((n) => orderOf(pixels, relevanceOf(places, map, n), context.random)),
      ),
      ...Array.from({ length: orders }, () => samples.map(() => shuffled(places.count, context.random))),
    ];
    const paths = forward.flatMap((path) => [path, path.map((order) => order.toReversed())]);
    const values = await walk(context, { reading, write: filledIn(context, places, noise) }, counts, paths);

    const [most, least] = [0, 1].map((side) => values.filter((_, path) => path % 2 === side)) as [Lines, Lines];
    const scores = most.map((path, p) =>
      path.map((line, n) => mean(line.map((value, k) => least[p]![n]![k]! - value).subarray(1))),
    );
    const known = explanations.length;
    const random = overOrders([...most.slice(known), ...least.slice(known)], (lines) =>
      lines[0]!.map((_, k) => mean(lines.map((line) => line[k]!))),
    );
    return {
      scores: scores.slice(0, known),
      random: overOrders(scores.slice(known), mean),
      plot: {
        xLabel: 'share of places removed',
        yLabel: reading.label,
        curves: [
          ...explanations.flatMap(({ name }, i) => [
            curveOf(`${name}, most relevant first`, sorted, most[i]!),
            curveOf(`${name}, least relevant first`, sorted, least[i]!),
          ]),
          curveOf('random order', sorted, random),
        ],
      },
      conventions: [
        `Score: the curve with the least relevant places removed first minus the one with the most relevant first, averaged over ${given.length} shares; random orders score 0 on average.`,
        `Noisy linear imputation: each missing place is the mean of its neighbours, diagonal ones at half weight, plus noise of ${noise} × the range of each sample.`,
        `Attributions are summed over channels, with their sign; ties are broken at random. ${INTERVAL}`,
        'No best bound: a search would have to impute again for every candidate.',
      ],
    };
  },
});

type Lines = Float64Array[][];

function filledIn({ input, random }: MethodContext, places: Places, noise: number) {
  const impute = imputerFor(places);
  return (n: number, order: readonly number[], count: number, row: Float32Array): void => {
    const sample = input.data.subarray(n * places.size, (n + 1) * places.size);
    row.set(sample);
    if (count === 0) return;
    const missing = order.slice(0, count);
    const range = sample.reduce((a, b) => Math.max(a, b)) - sample.reduce((a, b) => Math.min(a, b));
    for (let c = 0; c < places.channels; c++) {
      const values = Float64Array.from({ length: places.count }, (_, place) => sample[places.at(c, place)]!);
      impute(values, missing);
      for (const place of missing) row[places.at(c, place)] = values[place]! + noise * range * random.normal();
    }
  };
}
