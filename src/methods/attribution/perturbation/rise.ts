/** RISE: the target under random smooth masks, averaged over the masks that show a place. */
import * as z from 'zod';
import { UnsuitableError } from '../../../shared/errors';
import { float32, sizeOf, type Shape } from '../../../shared/tensor';
import { baselineParameter, makeBaseline } from '../../baseline';
import { defineMethod, prediction, type MethodContext } from '../../method';
import { Moments } from '../../moments';
import { convergence, relativeErrors, toleranceParameter } from '../convergence';
import { valuesAt } from '../../values';
import { upsample } from '../cam/upsample';

export const rise = defineMethod({
  id: 'rise',
  title: 'RISE',
  family: 'perturbation',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Averages the predictions for thousands of randomly masked pictures over the masks that show a position; needs no gradient. Misses detail finer than a mask’s cells; noisy and slow.',
  source: 'Petsiuk, Das, Saenko 2018, arXiv:1806.07421',
  parameters: z.object({
    masks: z.int().min(2).max(100_000).default(4000).describe('Number of random masks.'),
    cells: z.int().min(2).max(64).default(7).describe('Cells along each side of a mask, before it is enlarged.'),
    probability: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.5)
      .describe('Probability that a cell is shown.')
      .meta({ title: 'Share shown', form: { advanced: true } }),
    fill: baselineParameter.describe(
      'What hides: a number, "black", "blur", "uniform" or FILE#ARRAY, as for baselines.',
    ),
    tolerance: toleranceParameter,
  }),
  presets: [
    { title: 'Quick', parameters: { masks: 1000 } },
    { title: 'Precise', parameters: { masks: 16_000 } },
  ],
  async run(context, { masks, cells, probability, fill, tolerance }) {
    const { shape, data } = context.input;
    const sample = shape.slice(1);
    if (sample.length < 2)
      throw new UnsuitableError(
        `RISE masks spatial positions, but a sample of shape [${sample.join()}] has none; use LIME.`,
      );
    const size = sizeOf(sample);
    const places = sample.slice(1);
    const map = sizeOf(places);
    const cover = await makeBaseline(context, fill);
    const samples = shape[0]!;
    const moments = new Moments(samples * map);
    // A mask is kept until the value under it is known.
    const shown = new Map<number, Float32Array>();
    await valuesAt(context, {
      count: samples * masks,
      sampleOf: (i) => Math.floor(i / masks),
      write(i, row) {
        const from = Math.floor(i / masks) * size;
        const mask = randomMask(context, places, cells, probability);
        shown.set(i, mask);
        for (let j = 0; j < size; j++) {
          const visible = mask[j % map]!;
          row[j] = visible * data[from + j]! + (1 - visible) * cover.data[from + j]!;
        }
      },
      take(i, value) {
        const mask = shown.get(i)!;
        shown.delete(i);
        moments.add(
          mask.map((visible) => (visible * value) / probability),
          Math.floor(i / masks) * map,
          (i % masks) + 1,
        );
      },
    });
    moments.count = masks;
    const errors = moments.errorOfMean();
    return {
      attribution: float32([samples, 1, ...places], moments.mean),
      standardError: float32([samples, 1, ...places], errors),
      law: convergence('place', relativeErrors(moments.mean, errors, samples), tolerance),
      conventions: [
        `${masks} masks of ${cells} cells per side, each shown with probability ${probability}, enlarged bilinearly at a random offset; hidden parts are ${cover.description}.`,
        'Mean over masks of mask × target / probability.',
      ],
    };
  },
});

/** Cells of 0 and 1, enlarged with one cell to spare and shifted by part of a cell (§ 3.2 of the paper). */
function randomMask({ random }: MethodContext, places: Shape, cells: number, probability: number): Float32Array {
  const grid = places.map(() => cells + 1);
  const cell = places.map((side) => Math.ceil(side / cells));
  const large = cell.map((side) => side * (cells + 1));
  const coarse = Float32Array.from({ length: sizeOf(grid) }, () => (random.uniform() < probability ? 1 : 0));
  const smooth = upsample(coarse, grid, large, 'bilinear');
  const offset = cell.map((side) => Math.floor(random.uniform() * side));
  const result = new Float32Array(sizeOf(places));
  for (let i = 0; i < result.length; i++) {
    let [rest, at, stride] = [i, 0, 1];
    for (let axis = places.length - 1; axis >= 0; axis--) {
      at += ((rest % places[axis]!) + offset[axis]!) * stride;
      rest = Math.floor(rest / places[axis]!);
      stride *= large[axis]!;
    }
    result[i] = smooth[at]!;
  }
  return result;
}
