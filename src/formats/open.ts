/**
 * The registry of data formats, and the way from what a user names to arrays. A new format is a new file and one entry
 * here.
 */
import { stat } from 'node:fs/promises';
import { ArgumentError, FormatError } from '../shared/errors';
import type { Tensor } from '../shared/tensor';
import { withFile } from './bytes';
import { csv } from './csv';
import { missingArray, type DataFile, type DataFormat, type OpenOptions } from './format';
import { idx } from './idx';
import { jpeg } from './jpeg';
import { npy } from './npy';
import { npz } from './npz';
import { png } from './png';
import { safetensors } from './safetensors';
import { vectors } from './vectors/format';

export const dataFormats: readonly DataFormat[] = [npy, npz, png, jpeg, safetensors, idx, csv, vectors];

/** Text is recognised by the numbers on its first line. */
const HEAD_BYTES = 4096;
const OUTLINE_BYTES = 2 ** 16;

/** Opens a data file by its first bytes, or by its extension if these say nothing. Throws FormatError. */
export async function openFile(path: string, options?: OpenOptions): Promise<DataFile> {
  const head = await readHead(path);
  if (!head.length) throw new FormatError(path, 'the file is empty', 0);
  if (Buffer.from(head).toString('latin1').startsWith('version https://git-lfs'))
    throw new FormatError(path, 'is a Git LFS pointer, not the data itself; run "git lfs pull"', 0);
  const format = formatOf(head, path);
  if (format) return format.open(path, options);
  const extensions = dataFormats.flatMap((known) => known.extensions);
  throw new FormatError(path, `has an unsupported format; NetLoupe reads ${extensions.join(', ')}`, 0);
}

/**
 * A data file as far as its first 64 KB show it, for formats otherwise read whole; nothing else of it is read. Throws
 * FormatError.
 */
export async function outlineFile(path: string): Promise<DataFile> {
  const { head, bytes } = await withFile(
    path,
    async ({ size, read }) => ({ head: await read(0, Math.min(OUTLINE_BYTES, size)), bytes: size }),
    undefined,
    Infinity,
  );
  const format = head.length ? formatOf(head.subarray(0, HEAD_BYTES), path) : undefined;
  return format?.outline ? format.outline(head, path, bytes) : openFile(path);
}

/** The first bytes of a file of any size. */
export function readHead(path: string): Promise<Uint8Array> {
  return withFile(path, ({ size, read }) => read(0, Math.min(HEAD_BYTES, size)), undefined, Infinity);
}

export function formatOf(head: Uint8Array, path: string): DataFormat | undefined {
  return dataFormats.find(({ match }) => match(head, '')) ?? dataFormats.find(({ match }) => match(head, path));
}

/**
 * Opens FILE or FILE#ARRAY and decides on an array. The array may be omitted if the file has only one or one stands
 * out. A file whose own name contains # takes precedence. Throws ArgumentError with the arrays' names if the requested
 * one does not exist.
 */
export async function openData(spec: string, options?: OpenOptions): Promise<{ file: DataFile; array: string }> {
  const { path, name } = await splitSpec(spec);
  const file = await openFile(path, options);
  return { file, array: arrayIn(file, name) };
}

/**
 * Decides on an array of an open file. Throws ArgumentError with the arrays' names if the requested one does not exist.
 */
export function arrayIn(file: DataFile, name: string | undefined): string {
  const { path } = file;
  const array = name ?? file.main;
  const names = [...file.arrays, ...(file.unreadable ?? [])].map((known) => known.name);
  if (array === undefined)
    throw new ArgumentError(
      `${path} has ${names.length} arrays; name one: ${names
        .map((known) => `${path}#${known}`)
        .slice(0, 20)
        .join(', ')}.`,
    );
  if (!names.includes(array)) throw missingArray(path, array, names);
  return array;
}

/** The numbers of FILE or FILE#ARRAY. */
export async function readData(spec: string, options?: OpenOptions): Promise<Tensor> {
  const { file, array } = await openData(spec, options);
  return file.read(array, options);
}

/** The path and the array's name of FILE or FILE#ARRAY. */
export async function splitSpec(spec: string): Promise<{ path: string; name?: string }> {
  const hash = spec.lastIndexOf('#');
  const whole =
    hash < 0 ||
    (await stat(spec).then(
      () => true,
      () => false,
    ));
  return whole ? { path: spec } : { path: spec.slice(0, hash), name: spec.slice(hash + 1) };
}
