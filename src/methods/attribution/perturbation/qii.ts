/** Quantitative input influence: the change when a column is resampled, alone or with others. */
import * as z from 'zod';
import { ArgumentError } from '../../../shared/errors';
import { float32, sizeOf } from '../../../shared/tensor';
import { defineMethod, prediction, type MethodContext } from '../../method';
import { Moments } from '../../moments';
import { convergence, relativeErrors, toleranceParameter } from '../convergence';
import { valuesAt } from '../../values';
import { shuffled } from '../../shuffled';

export const qii = defineMethod({
  id: 'qii',
  title: 'Quantitative Input Influence',
  family: 'perturbation',
  needs: prediction,
  gives: 'attribution',
  summary:
    'The average drop of the target when a column is resampled from its own distribution, independently of the others: causal for the model. Ignores correlations: it tests rows that may never occur.',
  source: 'Datta, Sen, Zick 2016, doi:10.1109/SP.2016.42',
  parameters: z.object({
    influence: z
      .enum(['unary', 'shapley'])
      .default('unary')
      .describe('Each column alone, or its Shapley value among all resampled columns.')
      .meta({ form: { options: { unary: 'Each column alone', shapley: 'Shapley value' } } }),
    background: z
      .string()
      .default('')
      .describe('FILE#ARRAY of rows from whose columns values are drawn. Empty: the samples of the input.')
      .meta({ form: { advanced: true } }),
    samples: z
      .int()
      .min(2)
      .max(100_000)
      .default(200)
      .describe('Draws for each column (unary), or random orders (shapley).'),
    tolerance: toleranceParameter,
  }),
  presets: [
    { title: 'Quick', parameters: { samples: 50 } },
    { title: 'Precise', parameters: { samples: 1000 } },
  ],
  async run(context, { influence, background, samples, tolerance }) {
    const { shape, data } = context.input;
    const size = sizeOf(shape.slice(1));
    const table = background === '' ? context.input : await context.readInput(background);
    const rows = table.data.length / size;
    if (!Number.isInteger(rows) || rows < 2)
      throw new ArgumentError(
        'QII draws columns from a background of at least two rows: set background to FILE#ARRAY.',
      );
    const drawn = (column: number): number => table.data[Math.floor(context.random.uniform() * rows) * size + column]!;
    const moments = new Moments(data.length);
    await (influence === 'unary' ? unary : shapley)(context, samples, drawn, moments);
    moments.count = samples;
    const errors = moments.errorOfMean();
    return {
      attribution: float32(shape, moments.mean),
      standardError: float32(shape, errors),
      law: convergence('column', relativeErrors(moments.mean, errors, shape[0]!), tolerance),
      conventions: [
        `Columns are drawn independently from ${background === '' ? 'the samples of the input' : background}, which breaks their correlations.`,
        influence === 'unary'
          ? `target(input) − target(input with the column resampled), mean of ${samples} draws.`
          : `The change when a column is restored, mean over ${samples} random orders that start with all columns resampled.`,
      ],
    };
  },
});

type Draw = (column: number) => number;

async function unary(context: MethodContext, samples: number, drawn: Draw, moments: Moments): Promise<void> {
  const { shape, data } = context.input;
  const size = sizeOf(shape.slice(1));
  // The input itself, then every draw of every column.
  const perSample = 1 + size * samples;
  const whole = new Float64Array(shape[0]!);
  await valuesAt(context, {
    count: shape[0]! * perSample,
    sampleOf: (i) => Math.floor(i / perSample),
    write(i, row) {
      const from = Math.floor(i / perSample) * size;
      row.set(data.subarray(from, from + size));
      const question = (i % perSample) - 1;
      if (question < 0) return;
      const column = Math.floor(question / samples);
      row[column] = drawn(column);
    },
    take(i, value) {
      const n = Math.floor(i / perSample);
      const question = (i % perSample) - 1;
      if (question < 0) whole[n] = value;
      else
        moments.add(
          Float32Array.of(whole[n]! - value),
          n * size + Math.floor(question / samples),
          (question % samples) + 1,
        );
    },
  });
}

async function shapley(context: MethodContext, samples: number, drawn: Draw, moments: Moments): Promise<void> {
  const { shape, data } = context.input;
  const size = sizeOf(shape.slice(1));
  const perOrder = size + 1;
  let order: number[] = [];
  let row: Float32Array = new Float32Array(size);
  const orders: number[][] = [];
  let before = 0;
  await valuesAt(context, {
    count: shape[0]! * samples * perOrder,
    sampleOf: (i) => Math.floor(i / (samples * perOrder)),
    write(i, target) {
      const step = i % perOrder;
      if (step === 0) {
        order = shuffled(size, context.random);
        orders.push(order);
        row = Float32Array.from({ length: size }, (_, column) => drawn(column));
      } else {
        const column = order[step - 1]!;
        row[column] = data[Math.floor(i / (samples * perOrder)) * size + column]!;
      }
      target.set(row);
    },
    take(i, value) {
      const step = i % perOrder;
      const n = Math.floor(i / (samples * perOrder));
      if (step > 0) {
        const draw = Math.floor(i / perOrder) % samples;
        moments.add(Float32Array.of(value - before), n * size + orders[0]![step - 1]!, draw + 1);
      }
      if (step === size) orders.shift();
      before = value;
    },
  });
}
