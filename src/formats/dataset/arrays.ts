/**
 * Data sets from arrays: one array holds the samples; others of the same length in the same file (or the labels file
 * beside it) are the columns. `table.ts` handles tables.
 */
import { basename, dirname, join } from 'node:path';
import type { Column, ColumnDescription, DatasetDescription } from '../../shared/dataset';
import { ArgumentError, FormatError } from '../../shared/errors';
import { float32, sizeOf, toNumbers, type Shape, type Tensor } from '../../shared/tensor';
import { sha256OfFile } from '../bytes';
import type { ArrayInfo, DataFile, OpenOptions } from '../format';
import { arrayIn, openFile } from '../open';
import {
  classNames,
  isColumn,
  isLabelName,
  isNamesName,
  kindOfType,
  missingColumn,
  partnersOf,
  toColumn,
  MOST_LISTED,
} from './columns';
import type { Dataset } from './dataset';
import { hasPictures } from './thumbnails';

const FEATURES = /^(feature|column)s?([_ -]?names?)?$/i;

/** A column and where its numbers are. */
interface Source {
  name: string;
  kind: Column['kind'];
  read(options?: OpenOptions): Promise<Tensor>;
}

/**
 * The array of this name, or the one that stands out. Throws FormatError, or ArgumentError if nothing there has
 * samples.
 */
export async function openArrays(file: DataFile, name: string | undefined, options: OpenOptions): Promise<Dataset> {
  const array = arrayIn(file, name);
  const info = file.arrays.find((known) => known.name === array);
  // An unreadable one says why.
  if (!info) await file.read(array, options);
  const { dtype, shape } = info!;
  if (file.picture) return onePicture(file, info!);
  const [samples, ...sample] = shape;
  if (dtype === 'string' || samples === undefined || samples === 0)
    throw new ArgumentError(
      `${file.path}${name === undefined ? '' : `#${name}`} ${dtype === 'string' ? 'holds text' : 'has no samples'}; choose an array with a row of numbers for each sample.`,
    );
  const whole = reader(file, info!);
  const features = await featuresOf(file, sample, options);
  const found = await arrayColumns(file, info!, samples);
  const named = features && features.length <= MOST_LISTED ? features : [];
  const sources = [
    ...found.sources,
    ...named.flatMap((feature, i) => featureSource(feature, i, found, whole, samples)),
  ];
  const names = await classNames(file.path);
  const description: DatasetDescription = {
    path: file.path,
    format: file.format,
    array,
    samples,
    shape: sample,
    dtype,
    pictures: hasPictures(sample, dtype, file.pictures !== undefined),
    ...(features && { features }),
    columns: columnsOf(sources, found.labels),
    conventions: found.conventions,
  };
  const read = (start: number, count: number, reading: OpenOptions = options): Promise<Tensor> =>
    whole(start, count, reading);
  return {
    description,
    ...(file.pictures && { picture: file.pictures }),
    read,
    sample: async (index, reading) => withoutBatch(await read(index, 1, reading)),
    column: async (name, reading = options) => {
      const source = sources.find((column) => column.name === name);
      if (!source) throw missingColumn(description, name);
      const tensor = await source.read(reading);
      return toColumn(name, tensor, found.labels.includes(name) ? names?.names : undefined);
    },
    sha256: ({ signal } = options) => sha256OfFile(file.path, signal),
  };
}

/** Names of a sample's numbers, from a text array of the same length: scikit-learn calls it feature_names. */
async function featuresOf(file: DataFile, sample: Shape, options: OpenOptions): Promise<string[] | undefined> {
  const found = file.arrays.find((info) => isFeatureNames(info, sample));
  return found && ((await file.read(found.name, options)).data as string[]);
}

function isFeatureNames({ name, dtype, shape }: ArrayInfo, sample: Shape): boolean {
  return dtype === 'string' && sample.length === 1 && shape.join() === sample.join() && FEATURES.test(name);
}

/** A feature as a fact of each sample, unless the file has a column of its name. */
function featureSource(
  name: string,
  place: number,
  { sources }: Found,
  rows: ReturnType<typeof reader>,
  samples: number,
): Source[] {
  if (sources.some((source) => source.name === name)) return [];
  const read = async (options: OpenOptions = {}): Promise<Tensor> => {
    const whole = await rows(0, samples, options);
    const values = toNumbers(whole);
    const width = whole.shape[1]!;
    return float32(
      [samples],
      Float32Array.from({ length: samples }, (_, n) => values[n * width + place]!),
    );
  };
  return [{ name, kind: 'numbers', read }];
}

function onePicture(file: DataFile, { name, dtype, shape }: ArrayInfo): Dataset {
  const description: DatasetDescription = {
    path: file.path,
    format: file.format,
    samples: 1,
    shape: [...shape],
    dtype,
    pictures: true,
    columns: [],
    conventions: [],
  };
  return {
    description,
    picture: file.picture!,
    read: async () => {
      const pixels = await file.read(name);
      return { ...pixels, shape: [1, ...pixels.shape] };
    },
    sample: () => file.read(name),
    column: (asked) => Promise.reject(missingColumn(description, asked)),
    sha256: ({ signal } = {}) => sha256OfFile(file.path, signal),
  };
}

/** Rows of one array: read from the file if its format can, else from the whole array, read once. */
function reader(file: DataFile, { name, shape }: ArrayInfo) {
  let whole: Promise<Tensor> | undefined;
  return async (start: number, count: number, options: OpenOptions): Promise<Tensor> => {
    if (file.readRows) return file.readRows(name, start, count, options);
    whole ??= file.read(name, options).catch((error: unknown) => {
      whole = undefined;
      throw error;
    });
    const { dtype, data } = await whole;
    const size = sizeOf(shape.slice(1));
    return { dtype, shape: [count, ...shape.slice(1)], data: data.slice(start * size, (start + count) * size) };
  };
}

interface Found {
  sources: Source[];
  /** Names of those that hold classes. */
  labels: string[];
  conventions: string[];
}

/** Other arrays of the file, and the labels in a separate file. */
async function arrayColumns(file: DataFile, info: ArrayInfo, samples: number): Promise<Found> {
  const sources = file.arrays
    .filter(
      (other) => other.name !== info.name && isColumn(other, samples) && !isFeatureNames(other, info.shape.slice(1)),
    )
    .map(({ name, dtype }): Source => ({ name, kind: kindOfType(dtype), read: (options) => file.read(name, options) }));
  const names = sources.map(({ name }) => name);
  const partner = partnersOf(info.name).find((name) => names.includes(name));
  const named = names.filter(isLabelName);
  // By its partner's name, else by its own, else the only one with classes.
  const classes = sources
    .filter(({ name, kind }) => kind === 'categories' && !isNamesName(name))
    .map(({ name }) => name);
  const labels = partner !== undefined ? [partner] : named.length ? named : classes.length === 1 ? classes : [];
  if (sources.length) return { sources, labels, conventions: [] };
  return (await labelsBeside(file.path, samples)) ?? { sources, labels, conventions: [] };
}

/** The labels file beside the samples: train-labels-idx1-ubyte beside train-images-idx3-ubyte, y_train.npy beside x_train.npy. */
async function labelsBeside(path: string, samples: number): Promise<Found | undefined> {
  const candidates = partnersOf(basename(path)).flatMap((name) => [name, `${name}.gz`, name.replace(/\.gz$/, '')]);
  for (const candidate of new Set(candidates)) {
    const beside = join(dirname(path), candidate);
    const file = await openFile(beside).catch((error: unknown) => {
      if (error instanceof FormatError) return undefined;
      throw error;
    });
    const array = file?.arrays[0];
    if (!file || !array || file.arrays.length > 1 || !isColumn(array, samples)) continue;
    const source: Source = {
      name: 'label',
      kind: 'categories',
      read: (options) => file.read(array.name, options),
    };
    return { sources: [source], labels: ['label'], conventions: [`The labels are from ${beside}.`] };
  }
  return undefined;
}

function columnsOf(sources: readonly Source[], labels: readonly string[]): ColumnDescription[] {
  const described = sources.map(({ name, kind }) => ({ name, kind, label: labels.includes(name) }));
  return [...described.filter(({ label }) => label), ...described.filter(({ label }) => !label)];
}

function withoutBatch(tensor: Tensor): Tensor {
  return { ...tensor, shape: tensor.shape.slice(1) };
}
