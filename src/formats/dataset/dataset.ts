/**
 * An open data set: samples of one shape with what is known about each. It comes from arrays (`arrays.ts`), a table
 * (`table.ts`) or a folder of pictures (`folder.ts`); `samples.ts` reads it as rows of numbers or as a network's input,
 * `thumbnails.ts` as small pictures.
 */
import { stat } from 'node:fs/promises';
import type { Column, DatasetDescription } from '../../shared/dataset';
import { ArgumentError } from '../../shared/errors';
import type { Tensor } from '../../shared/tensor';
import type { DataFile, OpenOptions } from '../format';
import { openFile, splitSpec } from '../open';
import { openArrays } from './arrays';
import { openFolder } from './folder';
import { openTable, type TableParts } from './table';

export interface Dataset {
  description: DatasetDescription;
  /** Size and channels of the first picture, if the samples are pictures that preprocessing turns into inputs. */
  picture?: { width: number; height: number; channels: number };
  /** Only for tables: their columns, and other choices of them. */
  table?: TableParts;
  /** [count, …] of the samples from `start` on. Throws FormatError, or ArgumentError for pictures of several sizes. */
  read(start: number, count: number, options?: OpenOptions): Promise<Tensor>;
  /** One sample as it is in the file. */
  sample(index: number, options?: OpenOptions): Promise<Tensor>;
  /** Throws ArgumentError for an unknown column, with the nearest name. */
  column(name: string, options?: OpenOptions): Promise<Column>;
  /** SHA-256 of what the samples are read from: a file's bytes, or the paths and bytes of a folder's pictures. */
  sha256(options?: OpenOptions): Promise<string>;
}

/** A path that does not exist is not a folder. */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/**
 * Opens FILE, FILE#ARRAY, FILE#COLUMN,COLUMN of a table, or FOLDER. Throws FormatError, or ArgumentError if there are
 * no samples.
 */
export async function openDataset(spec: string, options: OpenOptions = {}): Promise<Dataset> {
  const { path, name } = await splitSpec(spec);
  if (!(await isFolder(path))) {
    return datasetOf(await openFile(path, options), name, options);
  }
  if (name !== undefined)
    throw new ArgumentError(`${path} is a folder of pictures, which has no arrays; leave out "#${name}".`);
  return openFolder(path, options);
}

/** The samples of an open file. Throws as {@link openDataset}. */
export async function datasetOf(file: DataFile, name?: string, options: OpenOptions = {}): Promise<Dataset> {
  const isArray = name !== undefined && file.arrays.some((array) => array.name === name);
  if (!file.columns || (isArray && name !== file.main)) return openArrays(file, name, options);
  return openTable(file, isArray ? undefined : name, options);
}
