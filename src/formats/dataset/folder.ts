/**
 * A folder of pictures as a data set: every PNG and JPEG below it by path; sub-folders are the labels. An unreadable
 * picture is an error that names it, never left out: other samples would take its number and label.
 */
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Column, DatasetDescription } from '../../shared/dataset';
import { ArgumentError, FormatError, throwIfCancelled } from '../../shared/errors';
import { sizeOf, storageOf, type Tensor } from '../../shared/tensor';
import { sha256OfFile } from '../bytes';
import { hasExtension, type DataFile, type OpenOptions } from '../format';
import { jpeg } from '../jpeg';
import { openFile } from '../open';
import { png } from '../png';
import { missingColumn } from './columns';
import type { Dataset } from './dataset';

const MOST_PICTURES = 1e6;
/** Files stat'ed at the same time. */
const AT_ONCE = 64;
const REMEDY = 'repair this picture or remove it from the folder';
const extensions = [...png.extensions, ...jpeg.extensions];

export async function openFolder(path: string, { signal }: OpenOptions): Promise<Dataset> {
  const { files } = await listPictures(path, signal);
  if (!files.length)
    throw new ArgumentError(`${path} has no pictures (${extensions.join(', ')}) in it or its sub-folders.`);
  const first = await openPicture(path, files[0]!, { ...(signal && { signal }) });
  const { dtype, shape } = first.arrays[0]!;
  const labels = files.map((file) => (file.includes(sep) ? file.slice(0, file.indexOf(sep)) : ''));
  const labelled = labels.some((label) => label !== '');
  const without = labels.filter((label) => label === '').length;
  const description: DatasetDescription = {
    path,
    format: 'folder',
    samples: files.length,
    shape: [...shape],
    dtype,
    pictures: true,
    columns: [
      ...(labelled ? [{ name: 'folder', kind: 'categories', label: true } as const] : []),
      { name: 'file', kind: 'categories', label: false },
    ],
    conventions: [
      `The samples are the ${files.length} pictures in ${path}${labelled ? ' and its sub-folders, whose names are the labels' : ''}, sorted by path (by code unit, as in Python).`,
      ...(labelled && without ? [`${without} of them are not in a sub-folder and have no label.`] : []),
    ],
  };
  const sample = async (index: number, options: OpenOptions = {}): Promise<Tensor> => {
    const file = await openPicture(path, files[index]!, options);
    return file.read(file.main!, options).catch(nameBroken);
  };
  return {
    description,
    picture: first.picture!,
    sample,
    read: (start, count, options = {}) =>
      stack(path, files, start, count, (index) => sample(index, options), options.signal),
    column: async (name): Promise<Column> => {
      if (name === 'file') return { name, kind: 'categories', categories: files, codes: Int32Array.from(files.keys()) };
      if (name !== 'folder' || !labelled) throw missingColumn(description, name);
      const categories = [...new Set(labels)].filter(Boolean);
      const codes = new Map(categories.map((label, code) => [label, code]));
      return {
        name,
        kind: 'categories',
        categories,
        codes: Int32Array.from(labels, (label) => codes.get(label) ?? -1),
      };
    },
    sha256: (options = {}) => hashOf(path, files, options.signal),
  };
}

async function openPicture(path: string, name: string, options: OpenOptions): Promise<DataFile> {
  const file = await openFile(join(path, name), options).catch(nameBroken);
  if (!file.picture) throw new FormatError(file.path, `is ${file.format}, not a picture; ${REMEDY}`);
  return file;
}

function nameBroken(error: unknown): never {
  if (!(error instanceof FormatError)) throw error;
  throw new FormatError(error.file, `${error.reason}; ${REMEDY}`, error.offset, { cause: error });
}

/**
 * Changes whenever a picture is changed, added, removed or renamed, unless its modification time is forged: in bytes,
 * and ms since 1970.
 */
export async function folderState(path: string): Promise<{ bytes: number; modified: number }> {
  const { files, folders } = await listPictures(path, undefined);
  let [bytes, modified] = [0, 0];
  const all = [...folders, ...files];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const states = await Promise.all(all.slice(start, start + AT_ONCE).map((name) => stat(join(path, name))));
    for (const state of states) {
      modified = Math.max(modified, state.mtimeMs);
      if (state.isFile()) bytes += state.size;
    }
  }
  return { bytes, modified };
}

/**
 * Relative paths, sorted. Hidden files are left out, and links to folders are not followed, since they may form cycles.
 */
async function listPictures(
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ files: string[]; folders: string[] }> {
  const found: string[] = [];
  const folders: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    throwIfCancelled(signal);
    folders.push(folder);
    const entries = await readdir(join(path, folder), { withFileTypes: true }).catch((cause: unknown) => {
      throw new FormatError(join(path, folder), 'cannot be listed', undefined, { cause });
    });
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const name = join(folder, entry.name);
      if (entry.isDirectory()) await walk(name);
      else if (hasExtension(name, extensions)) found.push(name);
      if (found.length > MOST_PICTURES)
        throw new ArgumentError(
          `${path} has more than ${MOST_PICTURES.toLocaleString('en-US')} pictures; choose one of its sub-folders.`,
        );
    }
  };
  await walk('');
  return { files: found.sort(), folders };
}

/** Pictures of one size and type as one array [count, H, W, C]. */
async function stack(
  path: string,
  files: readonly string[],
  start: number,
  count: number,
  sample: (index: number) => Promise<Tensor>,
  signal: AbortSignal | undefined,
): Promise<Tensor> {
  let whole: { first: Tensor; data: Uint8Array | Uint16Array } | undefined;
  for (let i = 0; i < count; i++) {
    throwIfCancelled(signal);
    const picture = await sample(start + i);
    const size = sizeOf(picture.shape);
    if (picture.dtype !== 'uint8' && picture.dtype !== 'uint16') throw new ArgumentError('Pixels must be bytes.');
    whole ??= { first: picture, data: new (storageOf(picture.dtype))(count * size) as Uint8Array };
    if (picture.shape.join() !== whole.first.shape.join() || picture.dtype !== whole.first.dtype)
      throw new ArgumentError(
        `${join(path, files[start + i]!)} is ${picture.shape.join(' × ')} ${picture.dtype}, ${files[start]} is ${whole.first.shape.join(' × ')} ` +
          `${whole.first.dtype}; to map pictures of several sizes, choose a model and a layer.`,
      );
    whole.data.set(picture.data as Uint8Array, i * size);
  }
  const { first, data } = whole!;
  return { dtype: first.dtype, shape: [count, ...first.shape], data };
}

async function hashOf(path: string, files: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    throwIfCancelled(signal);
    hash.update(`${file.replaceAll(sep, '/')}\0${await sha256OfFile(join(path, file), signal)}\n`);
  }
  return hash.digest('hex');
}
