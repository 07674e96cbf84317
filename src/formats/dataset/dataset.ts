/**
 * A data set, opened: samples of one shape with what is known of each. Made from arrays (`arrays.ts`), a table (`table.ts`) or a folder of
 * pictures (`folder.ts`); as rows of numbers or input of a network it is read by `samples.ts`, as small pictures by `thumbnails.ts`.
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
  /** Size and channels of the first picture, where the samples are pictures that preprocessing turns into inputs. */
  picture?: { width: number; height: number; channels: number };
  /** Tables alone: their columns, and other choices of them. */
  table?: TableParts;
  /** [count, …] of the samples from `start` on. Throws FormatError; ArgumentError for pictures of several sizes. */
  read(start: number, count: number, options?: OpenOptions): Promise<Tensor>;
  /** One sample as it is in the file. */
  sample(index: number, options?: OpenOptions): Promise<Tensor>;
  /** Throws ArgumentError, with the nearest name, for a column that there is not. */
  column(name: string, options?: OpenOptions): Promise<Column>;
  /** SHA-256 of what the samples are read from: a file's bytes, or the paths and bytes of a folder's pictures. */
  sha256(options?: OpenOptions): Promise<string>;
}

/** What is not there is none. */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Opens FILE, FILE#ARRAY, FILE#COLUMN,COLUMN of a table, or FOLDER. Throws FormatError, or ArgumentError where there are no samples. */
export async function openDataset(spec: string, options: OpenOptions = {}): Promise<Dataset> {
  const { path, name } = await splitSpec(spec);
  if (!(await isFolder(path))) {
    return datasetOf(await openFile(path, options), name, options);
  }
  if (name !== undefined)
    throw new ArgumentError(`${path} is a folder of pictures; it has no arrays such as "${name}".`);
  return openFolder(path, options);
}

/** The samples of an open file. Throws as {@link openDataset}. */
export async function datasetOf(file: DataFile, name?: string, options: OpenOptions = {}): Promise<Dataset> {
  const isArray = name !== undefined && file.arrays.some((array) => array.name === name);
  if (!file.columns || (isArray && name !== file.main)) return openArrays(file, name, options);
  return openTable(file, isArray ? undefined : name, options);
}
