/**
 * Data sets as inputs of networks: what the command line and the kernel call. Pictures, alone or in a folder or an idx file, go through
 * preprocessing; arrays and tables are taken as the numbers they are (`fit.ts`).
 */
import { ArgumentError } from '../shared/errors';
import { sizeOf, type Tensor } from '../shared/tensor';
import type { ValueInfo } from '../graph/graph';
import { openDataset, type Dataset } from './dataset/dataset';
import { samplesOf } from './dataset/samples';
import type { NamedInput } from './dataset/tableFit';
import { toInput } from './fit';
import type { OpenOptions } from './format';
import { readData } from './open';
import type { Preprocessing } from './preprocessing';

export interface LoadOptions extends OpenOptions {
  /** Settings that are known; the others are guessed. Pictures only. */
  preprocessing?: Partial<Preprocessing>;
  /** No more than the first so many samples are read. */
  most?: number;
}

export interface LoadedInput {
  tensor: Tensor;
  /** Samples that there are, whether all of them were read or not. */
  count: number;
  /** The settings used, guessed ones included; absent for arrays. */
  preprocessing?: Preprocessing;
  /** How pictures became the tensor, as a sentence; nothing for arrays. */
  conventions: readonly string[];
  dataset: Dataset;
  /** SHA-256 of the file, or of the folder's pictures. */
  sha256: string;
}

/** Of the input in memory, beside which as much again is needed for what is made of it. */
const MOST_BYTES = 2 ** 31;

/**
 * `spec` is FILE, FILE#ARRAY, FILE#COLUMN,COLUMN of a table, or FOLDER. Throws ArgumentError when the data does not fit the input or is more than 2 GiB of it,
 * FormatError when a file is broken.
 */
export async function loadInput(spec: string, input: NamedInput, options: LoadOptions = {}): Promise<LoadedInput> {
  const { preprocessing: corrections, most = Infinity, ...open } = options;
  const opened = await openDataset(spec, open);
  const { dataset, count, shape, preprocessing, conventions, read } = samplesOf(opened, input, corrections);
  const wanted = Math.min(count, most);
  if (4 * wanted * sizeOf(shape) > MOST_BYTES)
    throw new ArgumentError(
      `${dataset.description.path} has ${wanted.toLocaleString('en-US')} samples of ${shape.join(' × ')} numbers; up to 2 GiB of them are ` +
        'taken at once. Give fewer: a sub-folder, or an array of some of them.',
    );
  const sha256 = await dataset.sha256(open);
  const tensor = await read(0, wanted, open);
  return { tensor, count, ...(preprocessing && { preprocessing }), conventions, dataset, sha256 };
}

/** FILE#ARRAY as a whole, for a network that takes several arrays, with or without samples, or text. Throws as {@link loadInput}. */
export async function loadArray(spec: string, input: ValueInfo, options: OpenOptions = {}): Promise<Tensor> {
  return toInput(await readData(spec, options), input);
}
