/** Occlusion: how much the target falls when a window over the input is covered. */
import * as z from 'zod';
import { ArgumentError } from '../../../shared/errors';
import { float32, sizeOf, type Shape } from '../../../shared/tensor';
import { baselineParameter, makeBaseline } from '../../baseline';
import { defineMethod, prediction } from '../../method';
import { valuesAt } from '../../values';

const sizes = z.union([z.literal('auto'), z.int().min(1), z.array(z.int().min(1)).min(1)]).default('auto');

const parameters = z.object({
  window: sizes
    .describe(
      'Size of the window, one number or one per spatial axis. "auto": an eighth of each side, at least 3; one column of a table.',
    )
    .meta({ form: { options: { auto: 'An eighth of each side' }, other: 'A size in pixels, or one per axis' } }),
  stride: sizes
    .describe('Step between windows, one number or one per spatial axis. "auto": half the window, rounded up.')
    .meta({ form: { options: { auto: 'Half the window' }, other: 'A step in pixels, or one per axis' } }),
  channels: z
    .enum(['together', 'each'])
    .default('together')
    .describe('Whether a window covers all channels at once, or each channel separately.')
    .meta({ form: { options: { together: 'All together', each: 'Each on its own' } } }),
  fill: baselineParameter.describe(
    'What covers the window: a number, "black", "blur", "uniform" or FILE#ARRAY, as for baselines.',
  ),
});

export const occlusion = defineMethod({
  id: 'occlusion',
  title: 'Occlusion',
  family: 'perturbation',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Covers one window at a time and measures how far the target drops; needs only forward runs. Misses redundant evidence, and depends on what covers the window.',
  source: 'Zeiler, Fergus 2014, arXiv:1311.2901',
  parameters,
  async run(context, { window, stride, channels, fill }) {
    const { shape, data } = context.input;
    const sample = shape.slice(1);
    const size = sizeOf(sample);
    const windows = windowsOf(sample, window, stride, channels === 'each');
    const cover = await makeBaseline(context, fill);
    const samples = shape[0]!;
    // The first query of each sample is the input itself.
    const perSample = windows.covers.length + 1;
    const sums = new Float64Array(data.length);
    const whole = new Float64Array(samples);
    await valuesAt(context, {
      count: samples * perSample,
      sampleOf: (i) => Math.floor(i / perSample),
      write(i, row) {
        const from = Math.floor(i / perSample) * size;
        row.set(data.subarray(from, from + size));
        for (const at of windows.covers[(i % perSample) - 1] ?? []) row[at] = cover.data[from + at]!;
      },
      take(i, value) {
        const n = Math.floor(i / perSample);
        const covered = windows.covers[(i % perSample) - 1];
        if (!covered) whole[n] = value;
        else for (const at of covered) sums[n * size + at]! += whole[n]! - value;
      },
    });
    const times = new Float64Array(size);
    for (const covered of windows.covers) for (const at of covered) times[at]!++;
    return {
      attribution: float32(
        shape,
        sums.map((sum, i) => (times[i % size] ? sum / times[i % size]! : 0)),
      ),
      conventions: [
        `A window of ${windows.window.join(' × ')} moves by ${windows.stride.join(' × ')} ${channels === 'each' ? 'over each channel on its own ' : ''}` +
          `and hides what it covers with ${cover.description}; at the border it is cut off.`,
        'target(input) − target(covered), averaged over the windows that cover an element.',
      ],
    };
  },
});

interface Windows {
  window: number[];
  stride: number[];
  /** Indices within a sample that each window covers. */
  covers: number[][];
}

type Sizes = 'auto' | number | readonly number[];

function windowsOf(sample: Shape, windowGiven: Sizes, strideGiven: Sizes, isPerChannel: boolean): Windows {
  const space = sample.length > 1 ? sample.slice(1) : sample;
  const channels = sizeOf(sample) / sizeOf(space);
  const window = perAxis('window', windowGiven, space, (side) =>
    sample.length === 1 ? 1 : Math.min(side, Math.max(3, Math.round(side / 8))),
  ).map((length, axis) => Math.min(length, space[axis]!));
  const stride = perAxis('stride', strideGiven, window, (length) => Math.ceil(length / 2));
  const counts = space.map((side, axis) => Math.ceil((side - window[axis]!) / stride[axis]!) + 1);
  const covers = Array.from({ length: sizeOf(counts) }, (_, i) => i).flatMap((i) => {
    let rest = i;
    const starts = counts.map(() => 0);
    for (let axis = counts.length - 1; axis >= 0; axis--) {
      starts[axis] = (rest % counts[axis]!) * stride[axis]!;
      rest = Math.floor(rest / counts[axis]!);
    }
    const places = starts.reduce<number[]>(
      (found, start, axis) => {
        const reached = Array.from({ length: Math.min(window[axis]!, space[axis]! - start) }, (__, k) => start + k);
        return found.flatMap((place) => reached.map((at) => place * space[axis]! + at));
      },
      [0],
    );
    const ofChannels = Array.from({ length: channels }, (__, c) => places.map((place) => c * sizeOf(space) + place));
    return isPerChannel ? ofChannels : [ofChannels.flat()];
  });
  return { window, stride, covers };
}

function perAxis(name: string, given: Sizes, space: readonly number[], auto: (side: number) => number): number[] {
  if (given === 'auto') return space.map(auto);
  if (typeof given === 'number') return space.map(() => given);
  if (given.length === space.length) return [...given];
  throw new ArgumentError(
    `${name} has ${given.length} sizes, but the input has ${space.length} spatial axes; give one size, or one per axis.`,
  );
}
