/**
 * Data sets as a network's inputs, for the command line and the kernel. Pictures, alone or in a folder or an idx file,
 * are preprocessed; arrays and tables are used as they are (`fit.ts`).
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
  /** Known settings; the others are guessed. Pictures only. */
  preprocessing?: Partial<Preprocessing>;
  /** Reads only the first so many samples. */
  most?: number;
}

export interface LoadedInput {
  tensor: Tensor;
  /** Number of samples that exist, whether all were read or not. */
  count: number;
  /** The settings used, guessed ones included; absent for arrays. */
  preprocessing?: Preprocessing;
  /** How pictures became the tensor, as a sentence; nothing for arrays. */
  conventions: readonly string[];
  dataset: Dataset;
  /** SHA-256 of the file, or of the folder's pictures. */
  sha256: string;
}

/** Most bytes of input in memory; processing it needs as much again. */
const MOST_BYTES = 2 ** 31;

/**
 * `spec` is FILE, FILE#ARRAY, FILE#COLUMN,COLUMN of a table, or FOLDER. Throws ArgumentError if the data does not fit
 * the input or exceeds 2 GiB, FormatError if a file is broken.
 */
export async function loadInput(spec: string, input: NamedInput, options: LoadOptions = {}): Promise<LoadedInput> {
  const { preprocessing: corrections, most = Infinity, ...open } = options;
  const opened = await openDataset(spec, open);
  const { dataset, count, shape, preprocessing, conventions, read } = samplesOf(opened, input, corrections);
  const wanted = Math.min(count, most);
  if (4 * wanted * sizeOf(shape) > MOST_BYTES)
    throw new ArgumentError(
      `${dataset.description.path} has ${wanted.toLocaleString('en-US')} samples of ${shape.join(' × ')} numbers, more than the limit of 2 GiB. Use fewer: a sub-folder, or an array of some of them.`,
    );
  const sha256 = await dataset.sha256(open);
  const tensor = await read(0, wanted, open);
  return { tensor, count, ...(preprocessing && { preprocessing }), conventions, dataset, sha256 };
}

/**
 * FILE#ARRAY as a whole, for a network that takes several arrays, with or without samples, or text. Throws as {@link
 * loadInput}.
 */
export async function loadArray(spec: string, input: ValueInfo, options: OpenOptions = {}): Promise<Tensor> {
  return toInput(await readData(spec, options), input);
}
