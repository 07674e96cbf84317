/**
 * Who shares the credit: the parts of an input that are switched on and off together. A player is a set of elements of
 * one sample: a column, a pixel with all its channels, a patch, a superpixel, or a region of a mask file.
 */
import * as z from 'zod';
import { ArgumentError } from '../../shared/errors';
import { sizeOf, type Shape } from '../../shared/tensor';
import type { MethodContext } from '../method';
import { superpixels } from './superpixels';

/** By default every pixel is a player up to this many places of a picture. */
const FEW_PLACES = 64;

/** Number of superpixels in a larger picture. */
const SUPERPIXELS = 50;

export const playersParameter = z
  .string()
  .default('auto')
  .describe(
    'What is switched on and off together: "columns" (every number separately), "pixels" (all channels of a position), "patches:SIZE", "superpixels:COUNT", ' +
      'FILE#ARRAY (a mask that numbers the players, in the shape of a sample), or "auto": columns of a table, pixels of a picture with up to 64, superpixels of a larger one.',
  )
  .meta({
    form: {
      options: {
        auto: 'Automatic',
        columns: 'Every number separately',
        pixels: 'Pixels',
        'patches:4': 'Patches of 4',
        'patches:8': 'Patches of 8',
        'patches:16': 'Patches of 16',
        'superpixels:50': '50 superpixels',
        'superpixels:200': '200 superpixels',
      },
      other: 'patches:SIZE, superpixels:COUNT, or a mask as FILE#ARRAY',
    },
  });

export interface Players {
  /** The player of each element of one sample: 0 … count − 1. */
  of: Int32Array;
  count: number;
  description: string;
}

/** The players of each sample. Throws ArgumentError for an unknown choice or a mask that does not fit. */
export async function playersOf(context: MethodContext, choice: string): Promise<Players[]> {
  const { shape, data } = context.input;
  const sample = shape.slice(1);
  const size = sizeOf(sample);
  const [word, number] = choice.split(':') as [string, string?];
  const all = (players: Players): Players[] => Array.from({ length: shape[0]! }, () => players);
  const places = sample.slice(1);
  switch (word) {
    case 'auto':
      if (sample.length < 2) return playersOf(context, 'columns');
      if (places.length !== 2 || sizeOf(places) <= FEW_PLACES) return playersOf(context, 'pixels');
      return playersOf(context, `superpixels:${SUPERPIXELS}`);
    case 'columns':
      return all(
        numbered(
          Int32Array.from({ length: size }, (_, i) => i),
          'every number separately',
        ),
      );
    case 'pixels': {
      if (sample.length < 2)
        throw new ArgumentError(`A sample of shape [${sample.join()}] has no pixels; set players to "columns".`);
      const count = sizeOf(places);
      return all(
        numbered(
          Int32Array.from({ length: size }, (_, i) => i % count),
          'all channels of a position together',
        ),
      );
    }
    case 'patches':
      return all(patches(sample, countIn(choice, number)));
    case 'superpixels': {
      if (places.length !== 2)
        throw new ArgumentError(
          `Superpixels need a picture of shape [channels, height, width], not [${sample.join()}].`,
        );
      const count = countIn(choice, number ?? String(SUPERPIXELS));
      return Array.from({ length: shape[0]! }, (_, n) =>
        numbered(
          spread(superpixels(data.subarray(n * size, (n + 1) * size), sample as [number, number, number], count), size),
          `superpixels (SLIC, ${count} requested)`,
        ),
      );
    }
    default: {
      if (!choice.includes('.') && !choice.includes('#'))
        throw new ArgumentError(
          `players must be columns, pixels, patches:SIZE, superpixels:COUNT, auto or FILE#ARRAY, not "${choice}".`,
        );
      return all(await fromMask(context, choice));
    }
  }
}

/** Each element's share of a value per player. */
export function spreadOver(players: Players, values: ArrayLike<number>, target: Float32Array): void {
  for (let i = 0; i < target.length; i++) target[i] = values[players.of[i]!]!;
}

/** Adjacent elements of one player. */
export interface Run {
  player: number;
  start: number;
  end: number;
}

/**
 * All elements, run by run. 2,048 coalitions of patches of a 224 × 224 picture take 2.5 s instead of 3.2 (besides the
 * network) when each run is looked up, not each element.
 */
export function runsOf({ of }: Players): Run[] {
  const runs: Run[] = [];
  of.forEach((player, at) => {
    const last = runs.at(-1);
    if (last?.player === player) last.end = at + 1;
    else runs.push({ player, start: at, end: at + 1 });
  });
  return runs;
}

async function fromMask(context: MethodContext, spec: string): Promise<Players> {
  const sample = context.input.shape.slice(1);
  const mask = await context.readInput(spec);
  const size = sizeOf(sample);
  const places = sizeOf(sample.slice(1));
  if (mask.data.length !== size && mask.data.length !== places)
    throw new ArgumentError(
      `The mask ${spec} has shape [${mask.shape.join()}]; it must number the elements of a sample [${sample.join()}], or its positions.`,
    );
  return numbered(
    Int32Array.from({ length: size }, (_, i) => mask.data[i % mask.data.length]!),
    `the players of ${spec}`,
  );
}

/** Patches of SIZE along every spatial axis, cut off at the border. */
function patches(sample: Shape, side: number): Players {
  const places = sample.length > 1 ? sample.slice(1) : sample;
  const grid = places.map((size) => Math.ceil(size / side));
  const count = sizeOf(places);
  const of = Int32Array.from({ length: sizeOf(sample) }, (_, i) => {
    let [rest, patch, stride] = [i % count, 0, 1];
    for (let axis = places.length - 1; axis >= 0; axis--) {
      patch += Math.floor((rest % places[axis]!) / side) * stride;
      rest = Math.floor(rest / places[axis]!);
      stride *= grid[axis]!;
    }
    return patch;
  });
  return numbered(of, `patches of ${side} per side`);
}

/** Labels of places, for all channels. */
function spread(labels: Int32Array, size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, i) => labels[i % labels.length]!);
}

/** Numbers players without gaps, in order of appearance. */
function numbered(labels: Int32Array, description: string): Players {
  const numbers = new Map<number, number>();
  const of = labels.map((label) => {
    const known = numbers.get(label) ?? numbers.size;
    numbers.set(label, known);
    return known;
  });
  return { of, count: numbers.size, description };
}

function countIn(choice: string, number: string | undefined): number {
  const count = Number(number);
  if (Number.isInteger(count) && count > 0) return count;
  throw new ArgumentError(`players "${choice}" needs a whole number above 0, such as "patches:4" or "superpixels:50".`);
}
