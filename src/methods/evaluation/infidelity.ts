/** Infidelity: the mean squared error of the map as a linear model of how perturbations change the target. */
import * as z from 'zod';
import type { Random } from '../../shared/random';
import { baselineParameter, makeBaseline } from '../baseline';
import type { MethodContext } from '../method';
import { valuesAt } from '../values';
import { defineMeasure } from './measure';
import { placesOf, type Places } from './places';
import { mean } from './statistics';

const parameters = z.object({
  perturbation: z
    .enum(['removal', 'noise'])
    .default('removal')
    .describe(
      '"removal" replaces a random box of positions (of a table, random columns); the map counts as shares of the target, whose sum over the removed part should be the drop. "noise" adds Gaussian noise; the map counts as a slope.',
    ),
  samples: z.int().min(2).max(10_000).default(100).describe('Number of perturbations of each sample.'),
  fill: baselineParameter.describe(
    'What replaces removed positions: a number, "black", "blur", "uniform" or FILE#ARRAY.',
  ),
  noise: z
    .number()
    .positive()
    .max(10)
    .default(0.2)
    .describe('Standard deviation of the noise, as a fraction of the range of each sample.'),
  scaling: z
    .boolean()
    .default(true)
    .describe(
      'Whether to scale each map by the factor that minimises its infidelity, so that maps in different units compare.',
    ),
});

export const infidelity = defineMeasure({
  id: 'infidelity',
  title: 'Infidelity',
  better: 'lower',
  summary:
    'Perturbs the input at random and compares the drop of the target with the map’s prediction. Fair to maps meant as linear models; unfair to maps meant only as a ranking.',
  source: 'Yeh et al. 2019, arXiv:1901.09392',
  parameters,
  async run(context, explanations, { perturbation, samples: draws, fill, noise, scaling }) {
    const { shape, data } = context.input;
    const samples = shape[0]!;
    const places = placesOf(shape);
    const { size } = places;
    const cover = await makeBaseline(context, fill);
    const perturb =
      perturbation === 'noise' ? addNoise(context, places, noise) : remove(places, cover.data, context.random);
    // The first query of each sample is the input itself.
    const perSample = draws + 1;
    const falls = Array.from({ length: samples }, () => new Float64Array(draws));
    const whole = new Float64Array(samples);
    const said = explanations.map(() => Array.from({ length: samples }, () => new Float64Array(draws)));
    await valuesAt(context, {
      count: samples * perSample,
      sampleOf: (i) => Math.floor(i / perSample),
      write(i, row) {
        const [n, draw] = [Math.floor(i / perSample), (i % perSample) - 1];
        row.set(data.subarray(n * size, (n + 1) * size));
        if (draw < 0) return;
        const weights = perturb(n, row);
        explanations.forEach(({ map }, e) => (said[e]![n]![draw] = dot(map, n * size, weights)));
      },
      take(i, value) {
        const [n, draw] = [Math.floor(i / perSample), (i % perSample) - 1];
        if (draw < 0) whole[n] = value;
        else falls[n]![draw] = whole[n]! - value;
      },
    });
    return {
      scores: said.map((ofMethod) => ofMethod.map((line, n) => meanSquare(line, falls[n]!, scaling))),
      conventions: [
        perturbation === 'noise'
          ? `${draws} draws of Gaussian noise of standard deviation ${noise} × the range of each sample; the map counts as a slope.`
          : `${draws} random ${places.kind === 'tabular' ? 'sets of columns' : 'boxes'} replaced by ${cover.description}; the map counts as shares, whose sum over the removed part should be the drop.`,
        'All methods get the same perturbations.',
        scaling
          ? 'Each map is scaled by the best factor for its sample (optimal scaling).'
          : 'Maps are used as they are, without optimal scaling.',
      ],
    };
  },
});

/** Changes a row of sample n; returns the factors for the map: the perturbation, or 1 for removed elements. */
type Perturb = (n: number, row: Float32Array) => Float64Array;

function addNoise({ input, random }: MethodContext, { size }: Places, noise: number): Perturb {
  const spread = Array.from({ length: input.shape[0]! }, (_, n) => {
    const sample = input.data.subarray(n * size, (n + 1) * size);
    return noise * (sample.reduce((a, b) => Math.max(a, b)) - sample.reduce((a, b) => Math.min(a, b)));
  });
  return (n, row) =>
    Float64Array.from(row, (value, i) => {
      row[i] = value - spread[n]! * random.normal();
      // As rounded by float32.
      return value - row[i];
    });
}

function remove(places: Places, cover: Float32Array, random: Random): Perturb {
  const isRemoved = places.kind === 'tabular' ? columns(random) : boxes(places, random);
  return (n, row) => {
    const removed = new Float64Array(places.size);
    const chosen = isRemoved();
    for (let place = 0; place < places.count; place++) {
      if (!chosen(place)) continue;
      for (let c = 0; c < places.channels; c++) {
        const at = places.at(c, place);
        row[at] = cover[n * places.size + at]!;
        removed[at] = 1;
      }
    }
    return removed;
  };
}

/** Each column with probability ½. */
function columns(random: Random) {
  return () => () => random.uniform() < 0.5;
}

/** A box with sides and position uniform among those that fit. */
function boxes({ sides }: Places, random: Random) {
  const [, height, width] = sides;
  return () => {
    const spans = sides.map((side) => {
      const length = 1 + Math.floor(random.uniform() * side);
      const start = Math.floor(random.uniform() * (side - length + 1));
      return (at: number): boolean => at >= start && at < start + length;
    });
    return (place: number): boolean =>
      spans[0]!(Math.floor(place / (height * width))) &&
      spans[1]!(Math.floor(place / width) % height) &&
      spans[2]!(place % width);
  };
}

function dot(map: Float32Array, from: number, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += map[from + i]! * weights[i]!;
  return sum;
}

/** E (β·predicted − drop)², with β = E predicted·drop / E predicted² if scaled. */
function meanSquare(said: Float64Array, falls: Float64Array, scaling: boolean): number {
  const power = mean(said.map((value) => value * value));
  const factor = !scaling ? 1 : power === 0 ? 0 : mean(said.map((value, i) => value * falls[i]!)) / power;
  return mean(said.map((value, i) => (factor * value - falls[i]!) ** 2));
}
