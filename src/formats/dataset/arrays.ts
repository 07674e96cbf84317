/**
 * Data sets from arrays: one array holds the samples, others of the same length in the same file (or the labels file beside it) are the
 * columns. A table's label columns are no part of its samples.
 */
import { basename, dirname, join } from 'node:path';
import type { Column, ColumnDescription, DatasetDescription } from '../../shared/dataset';
import { ArgumentError, FormatError } from '../../shared/errors';
import { sizeOf, storageOf, type Tensor } from '../../shared/tensor';
import { sha256OfFile } from '../bytes';
import type { ArrayInfo, DataFile, OpenOptions } from '../format';
import { openData, openFile } from '../open';
import {
  classNames,
  isColumn,
  isLabelName,
  isNamesName,
  kindOfType,
  missingColumn,
  partnersOf,
  toColumn,
} from './columns';
import type { Dataset } from './dataset';
import { hasPictures } from './thumbnails';

/** A column and where its numbers are. */
interface Source {
  name: string;
  kind: Column['kind'];
  read(options?: OpenOptions): Promise<Tensor>;
}

/** `spec` is FILE or FILE#ARRAY. Throws FormatError, or ArgumentError where nothing there has samples. */
export async function openArrays(spec: string, options: OpenOptions): Promise<Dataset> {
  const { file, array } = await openData(spec, options);
  const info = file.arrays.find(({ name }) => name === array);
  // One that cannot be read says why.
  if (!info) await file.read(array, options);
  const { dtype, shape } = info!;
  if (file.picture) return onePicture(file, info!);
  const samples = shape[0];
  if (dtype === 'string' || samples === undefined || samples === 0)
    throw new ArgumentError(
      `${spec} ${dtype === 'string' ? 'holds text' : 'has no samples'}; give an array with a row of numbers for each sample.`,
    );
  const whole = reader(file, info!);
  const found = file.columns ? await tableColumns(file, whole) : await arrayColumns(file, info!, samples);
  const left = file.columns?.map((_, i) => i).filter((i) => !found.labels.includes(file.columns![i]!));
  const dropped = left && left.length < file.columns!.length;
  const read = async (start: number, count: number, reading: OpenOptions = options): Promise<Tensor> => {
    const rows = await whole(start, count, reading);
    return dropped ? pick(rows, left) : rows;
  };
  const names = await classNames(file.path);
  const described = dropped ? [left.length] : shape.slice(1);
  const description: DatasetDescription = {
    path: file.path,
    format: file.format,
    array,
    samples,
    shape: [...described],
    dtype,
    pictures: hasPictures(described, dtype, file.pictures !== undefined),
    columns: columnsOf(found.sources, found.labels),
    conventions: [
      ...found.conventions,
      ...(dropped
        ? [`The columns ${found.labels.join(', ')} of the table are labels and no part of the samples.`]
        : []),
    ],
  };
  return {
    description,
    ...(file.pictures && { picture: file.pictures }),
    read,
    sample: async (index, reading) => withoutBatch(await read(index, 1, reading)),
    column: async (name, reading = options) => {
      const source = found.sources.find((column) => column.name === name);
      if (!source) throw missingColumn(description, name);
      const tensor = await source.read(reading);
      return toColumn(name, tensor, found.labels.includes(name) ? names?.names : undefined);
    },
    sha256: ({ signal } = options) => sha256OfFile(file.path, signal),
  };
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

/** Rows of one array: from the file where it can, else of the whole, read once. */
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
  /** Names of those that tell the classes. */
  labels: string[];
  conventions: string[];
}

/** Other arrays of the file, and the labels in a file of its own. */
async function arrayColumns(file: DataFile, info: ArrayInfo, samples: number): Promise<Found> {
  const sources = file.arrays
    .filter((other) => other.name !== info.name && isColumn(other, samples))
    .map(({ name, dtype }): Source => ({ name, kind: kindOfType(dtype), read: (options) => file.read(name, options) }));
  const names = sources.map(({ name }) => name);
  const partner = partnersOf(info.name).find((name) => names.includes(name));
  const named = names.filter(isLabelName);
  // By its partner's name, else by its own, else the only one of classes.
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
    return { sources: [source], labels: ['label'], conventions: [`Labels are those of ${beside}.`] };
  }
  return undefined;
}

/** A table's columns of text, and all of its columns of numbers, as long as there are few. */
async function tableColumns(file: DataFile, rows: ReturnType<typeof reader>): Promise<Found> {
  const MOST = 100;
  const all = file.columns!;
  const texts = file.arrays
    .filter(({ dtype }) => dtype === 'string')
    .map(({ name }): Source => ({ name, kind: 'categories', read: (options) => file.read(name, options) }));
  const samples = file.arrays.find(({ name }) => name === file.main)!.shape[0]!;
  const column = async (name: string, options: OpenOptions = {}): Promise<Tensor> =>
    pick(await rows(0, samples, options), [all.indexOf(name)]);
  const labels: string[] = [];
  for (const name of all.filter(isLabelName))
    // A target that is measured, not counted, is no class.
    if (((await column(name)).data as Float32Array).every(Number.isInteger)) labels.push(name);
  const numbers = all.filter((name) => all.length <= MOST || labels.includes(name));
  const sources = numbers.map((name): Source => ({
    name,
    kind: labels.includes(name) ? 'categories' : 'numbers',
    read: (options) => column(name, options),
  }));
  return { sources: [...texts, ...sources], labels: [...labels, ...texts.map(({ name }) => name)], conventions: [] };
}

function columnsOf(sources: readonly Source[], labels: readonly string[]): ColumnDescription[] {
  const described = sources.map(({ name, kind }) => ({ name, kind, label: labels.includes(name) }));
  return [...described.filter(({ label }) => label), ...described.filter(({ label }) => !label)];
}

/** Columns of a table [rows, columns]. */
function pick({ dtype, shape, data }: Tensor, columns: readonly number[]): Tensor {
  const [rows = 0, width = 0] = shape;
  if (dtype === 'string') throw new ArgumentError('Text cannot be used as numbers.');
  const picked = new (storageOf(dtype))(rows * columns.length) as Float32Array;
  for (let row = 0; row < rows; row++)
    columns.forEach((column, i) => {
      picked[row * columns.length + i] = (data as Float32Array)[row * width + column]!;
    });
  return { dtype, shape: [rows, columns.length], data: picked };
}

function withoutBatch(tensor: Tensor): Tensor {
  return { ...tensor, shape: tensor.shape.slice(1) };
}
