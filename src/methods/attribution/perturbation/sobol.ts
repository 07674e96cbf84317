/** Total Sobol indices: the share of the target's variance under random masks that involves a region. */
import * as z from 'zod';
import { UnsuitableError } from '../../../shared/errors';
import { float32, sizeOf, type Shape } from '../../../shared/tensor';
import { baselineParameter, makeBaseline } from '../../baseline';
import { defineMethod, prediction } from '../../method';
import { valuesAt } from '../../values';
import { upsample } from '../cam/upsample';

export const sobol = defineMethod({
  id: 'sobol',
  title: 'Sobol Indices',
  family: 'perturbation',
  needs: prediction,
  gives: 'attribution',
  summary:
    'The share of the target’s variance under random masks that involves each region, interactions included. Ignores the sign: it cannot tell evidence for from evidence against.',
  source: 'Fel et al. 2021, arXiv:2111.04138; estimator: Jansen 1999, doi:10.1016/S0010-4655(98)00154-4',
  parameters: z.object({
    cells: z.int().min(2).max(32).default(8).describe('Regions along each side.'),
    designs: z
      .int()
      .min(4)
      .max(10_000)
      .default(32)
      .describe('Pairs of random masks; the network runs designs × (regions + 2) times.'),
    fill: baselineParameter.describe(
      'What hides: a number, "black", "blur", "uniform" or FILE#ARRAY, as for baselines.',
    ),
  }),
  presets: [
    { title: 'Quick', parameters: { designs: 16 } },
    { title: 'Precise', parameters: { designs: 128 } },
  ],
  async run(context, { cells, designs, fill }) {
    const { shape, data } = context.input;
    const sample = shape.slice(1);
    const size = sizeOf(sample);
    const places: Shape = sample.length > 1 ? sample.slice(1) : sample;
    const map = sizeOf(places);
    const grid = places.map((side) => Math.min(cells, side));
    const regions = sizeOf(grid);
    if (regions < 2)
      throw new UnsuitableError('Sobol indices need at least two regions; the input has only one number.');
    const cover = await makeBaseline(context, fill);
    const samples = shape[0]!;
    const perDesign = regions + 2;
    // Masks A, B and, for each region, A with that region from B.
    const masks = Array.from({ length: samples * designs }, () => [0, 1].map(() =>
      Float32Array.from({ length: regions }, () => context.random.uniform()),
    )); // prettier-ignore
    const values = new Float64Array(samples * designs * perDesign);
    await valuesAt(context, {
      count: values.length,
      sampleOf: (i) => Math.floor(i / (designs * perDesign)),
      write(i, row) {
        const from = Math.floor(i / (designs * perDesign)) * size;
        const [a, b] = masks[Math.floor(i / perDesign)] as [Float32Array, Float32Array];
        const which = i % perDesign;
        const coarse = which === 0 ? a : which === 1 ? b : a.with(which - 2, b[which - 2]!);
        const mask = upsample(coarse, grid, places, 'nearest');
        for (let j = 0; j < size; j++)
          row[j] = mask[j % map]! * data[from + j]! + (1 - mask[j % map]!) * cover.data[from + j]!;
      },
      take: (i, value) => (values[i] = value),
    });
    const result = Array.from({ length: samples }, (_, n) =>
      indices(values.subarray(n * designs * perDesign, (n + 1) * designs * perDesign), regions),
    );
    const laid = (part: 'total' | 'errors') =>
      float32(
        [samples, ...(sample.length > 1 ? [1] : []), ...places],
        result.flatMap((one) => Array.from(upsample(Float32Array.from(one[part]), grid, places, 'nearest'))),
      );
    return {
      attribution: laid('total'),
      standardError: laid('errors'),
      conventions: [
        `${designs} designs over ${grid.join(' × ')} regions; masks are uniform in 0…1, hidden parts are ${cover.description}.`,
        'Total indices by Jansen’s estimator; every element gets its region’s value. Errors are those of the mean over designs, with the variance taken as known.',
      ],
    };
  },
});

/** S_i = E (f(A) − f(A with i from B))² / 2 Var f. */
function indices(values: Float64Array, regions: number): { total: number[]; errors: number[] } {
  const perDesign = regions + 2;
  const designs = values.length / perDesign;
  const base = Array.from({ length: designs }, (_, d) => [values[d * perDesign]!, values[d * perDesign + 1]!]).flat();
  const variance = varianceOf(base);
  const columns = Array.from({ length: regions }, (_, i) =>
    Array.from({ length: designs }, (__, d) => (values[d * perDesign]! - values[d * perDesign + 2 + i]!) ** 2 / 2),
  );
  return {
    total: columns.map((column) => (variance === 0 ? 0 : mean(column) / variance)),
    errors: columns.map((column) => (variance === 0 ? 0 : Math.sqrt(varianceOf(column) / designs) / variance)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
