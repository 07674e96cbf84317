/**
 * Samples of a data set as batches of a network's input, and as rows of numbers: the source of activations and maps.
 */
import { ArgumentError } from '../../shared/errors';
import {
  float32,
  sizeOf,
  storageOf,
  toFloat32,
  type Float32Tensor,
  type Shape,
  type Tensor,
} from '../../shared/tensor';
import type { OpenOptions } from '../format';
import { fitShape, toInput } from '../fit';
import { pictureShape, preprocess } from '../preprocess';
import { guessPreprocessing, showShape, type Preprocessing } from '../preprocessing';
import { preprocessingText } from '../preprocessingText';
import type { Dataset } from './dataset';
import { fitTable, type NamedInput } from './tableFit';

/** A number of samples in the form a network takes. */
export interface Samples {
  /** Their data set; for a table, with the columns that the network takes. */
  dataset: Dataset;
  count: number;
  /** Of one sample, without the batch. */
  shape: Shape;
  /** The settings used, guessed ones included; absent for arrays. */
  preprocessing?: Preprocessing;
  /** The same, and where they are from, as a sentence; nothing for arrays. */
  conventions: readonly string[];
  /** [count, …] from `start` on, in the input's type. */
  read(start: number, count: number, options?: OpenOptions): Promise<Tensor>;
}

/** Most bytes of rows held at once; beyond that, as float32, the maps' own tables would not fit either. */
const MOST_BYTES = 2 ** 31;

/**
 * `input` has an open batch size. Pictures are preprocessed; arrays are used as they are. Throws ArgumentError if the
 * data does not fit the input.
 */
export function samplesOf(opened: Dataset, input: NamedInput, corrections: Partial<Preprocessing> = {}): Samples {
  const dataset = opened.table ? fitTable(opened, opened.table, input) : opened;
  const { description, picture } = dataset;
  const count = description.samples;
  if (picture) {
    const preprocessing = guessPreprocessing(input, picture, corrections);
    const one = async (index: number, options?: OpenOptions): Promise<Tensor> => {
      const pixels = await dataset.sample(index, options);
      // idx has no axis for its single channel.
      const shape = pixels.shape.length === 2 ? [...pixels.shape, 1] : pixels.shape;
      return preprocess({ ...pixels, shape }, input, preprocessing);
    };
    return {
      dataset,
      count,
      shape: pictureShape(input, preprocessing).slice(1),
      preprocessing,
      conventions: [preprocessingText(preprocessing, input.known, corrections)],
      read: (start, n, options) => batch(start, n, (i) => one(i, options)),
    };
  }
  if (Object.keys(corrections).length)
    throw new ArgumentError(
      `Preprocessing is for pictures; ${description.path} holds arrays, which are used unchanged. Leave the preprocessing out.`,
    );
  const whole = [count, ...description.shape];
  const shape = input.shape ? fitShape(whole, input.shape) : whole;
  if (!shape)
    throw new ArgumentError(
      [
        `Samples of shape ${showShape(description.shape)} do not fit the input "${input.name}" of shape ${showShape(input.shape)}.`,
        ...description.conventions,
      ].join(' '),
    );
  // A single sample without its batch: [28, 28] for [1, 1, 28, 28].
  if (shape[0] !== count)
    return {
      dataset,
      count: 1,
      shape: shape.slice(1),
      conventions: [],
      read: async (_start, _n, options) => toInput(await dataset.read(0, count, options), input),
    };
  const { name, dtype } = input;
  return {
    dataset,
    count,
    shape: shape.slice(1),
    conventions: [],
    read: async (start, n, options) => {
      const rows = await dataset.read(start, n, options);
      return { ...toInput(rows, { name, dtype }), shape: [n, ...shape.slice(1)] };
    },
  };
}

/** All samples as rows [N, D], further axes in order. Throws ArgumentError beyond 2 GiB. */
export async function rowsOf(dataset: Dataset, options: OpenOptions = {}): Promise<Float32Tensor> {
  const { path, samples, shape } = dataset.description;
  const width = sizeOf(shape);
  if (4 * samples * width > MOST_BYTES)
    throw new ArgumentError(
      `${path} has ${samples} rows of ${width} numbers, more than the limit of 2 GiB; use fewer samples.`,
    );
  return float32([samples, width], toFloat32(await dataset.read(0, samples, options)).data);
}

/** Rows of single samples, in the requested order: [indices.length, …]. Throws ArgumentError for a missing sample. */
export async function pickSamples(
  dataset: Dataset,
  indices: readonly number[],
  options?: OpenOptions,
): Promise<Float32Tensor> {
  const { path, samples } = dataset.description;
  const wrong = indices.find((index) => !Number.isInteger(index) || index < 0 || index >= samples);
  if (wrong !== undefined) throw new ArgumentError(`${path} has ${samples} samples, so there is no sample ${wrong}.`);
  if (!indices.length) return float32([0, ...dataset.description.shape], []);
  const picked: Float32Tensor[] = [];
  for (const index of indices) picked.push(toFloat32(await dataset.sample(index, options)));
  const [first] = picked;
  const other = picked.find(({ shape }) => shape.join() !== first!.shape.join());
  if (other)
    throw new ArgumentError(
      `These samples have several sizes (${showShape(first!.shape)}, ${showShape(other.shape)}); ask for one at a time.`,
    );
  const data = new Float32Array(picked.length * first!.data.length);
  picked.forEach((one, i) => {
    data.set(one.data, i * first!.data.length);
  });
  return float32([picked.length, ...first!.shape], data);
}

/** Samples that each come as a batch of one. */
async function batch(start: number, count: number, one: (index: number) => Promise<Tensor>): Promise<Tensor> {
  const parts: Tensor[] = [];
  for (let i = 0; i < count; i++) parts.push(await one(start + i));
  const [first] = parts;
  const { dtype, shape } = first!;
  if (dtype === 'string') throw new ArgumentError('Pictures must be numbers, not text.');
  const size = sizeOf(shape);
  const data = new (storageOf(dtype))(count * size);
  parts.forEach((part, i) => {
    data.set(part.data as never, i * size);
  });
  return { dtype, shape: [count, ...shape.slice(1)], data };
}
