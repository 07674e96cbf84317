/**
 * Data files as inputs of networks: what the command line and the kernel call. Pictures go through preprocessing; arrays and
 * tables are taken as the numbers they are (`fit.ts`).
 */
import { ArgumentError } from '../shared/errors';
import type { Tensor } from '../shared/tensor';
import type { ValueInfo } from '../graph/graph';
import { sha256OfFile } from './bytes';
import { openDataset } from './dataset/dataset';
import { samplesOf } from './dataset/samples';
import { toInput } from './fit';
import type { OpenOptions } from './format';
import { openData } from './open';
import { preprocess } from './preprocess';
import { guessPreprocessing, type Preprocessing } from './preprocessing';

export interface LoadOptions extends OpenOptions {
  /** Settings that are known; the others are guessed. Pictures only. */
  preprocessing?: Partial<Preprocessing>;
}

export interface LoadedInput {
  tensor: Tensor;
  /** The settings used, guessed ones included; absent for arrays. */
  preprocessing?: Preprocessing;
  source: {
    path: string;
    array?: string;
    sha256: string;
    picture?: { width: number; height: number; channels: number };
  };
}

/** `spec` is FILE or FILE#ARRAY. Throws ArgumentError when the data does not fit the input, FormatError when the file is broken. */
export async function loadInput(spec: string, input: ValueInfo, options: LoadOptions = {}): Promise<LoadedInput> {
  const { preprocessing: corrections, ...open } = options;
  const { file, array } = await openData(spec, open);
  const sha256 = await sha256OfFile(file.path, open.signal);
  const { path, picture } = file;
  if (file.pictures) {
    const dataset = await openDataset(spec, open);
    const { count, preprocessing, read } = samplesOf(dataset, input, corrections);
    const tensor = await read(0, count, open);
    return { tensor, ...(preprocessing && { preprocessing }), source: { path, array, sha256 } };
  }
  const data = await file.read(array, open);
  if (picture) {
    const preprocessing = guessPreprocessing(input, picture, corrections);
    return { tensor: preprocess(data, input, preprocessing), preprocessing, source: { path, sha256, picture } };
  }
  if (corrections && Object.keys(corrections).length)
    throw new ArgumentError(`Preprocessing is for pictures; ${path} holds arrays, which are taken as they are.`);
  return { tensor: toInput(data, input), source: { path, array, sha256 } };
}
