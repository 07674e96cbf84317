/**
 * NumPy's .npz: a zip of .npy arrays. Listing reads the directory and each array's header; reading touches only one
 * entry. Writing gives the same bytes for the same arrays, whenever and wherever it runs.
 */
import { zipSync, type ZippableFile } from 'fflate';
import { FormatError } from '../shared/errors';
import type { Tensor } from '../shared/tensor';
import { failIn, withFile, type Fail } from './bytes';
import { hasExtension, missingArray, startsWith, type ArrayInfo, type DataFormat } from './format';
import { dataBytes, decodeNpy, encodeNpy } from './npy';
import { readNpyHeader } from './npy-header';
import { readZipDirectory, readZipEntry, readZipPrefix, type ZipEntry } from './zip';

const LOCAL_MAGIC = [0x50, 0x4b, 3, 4];
const EMPTY_MAGIC = [0x50, 0x4b, 5, 6];

export const npz: DataFormat = {
  id: 'npz',
  title: 'NumPy arrays',
  extensions: ['.npz'],
  match: (head, path) =>
    startsWith(head, LOCAL_MAGIC) || startsWith(head, EMPTY_MAGIC) || hasExtension(path, npz.extensions),

  async open(path, options = {}) {
    const arrays: ArrayInfo[] = [];
    const unreadable: { name: string; reason: string }[] = [];
    const entries = await withFile(
      path,
      async (source) => {
        const entries = arrayEntries(await readZipDirectory(source, failIn(path)), path);
        for (const [name, entry] of entries) {
          const fail = failInEntry(path, name, entry);
          try {
            const prefix = (length: number) => readZipPrefix(source, entry, length, fail);
            const { dtype, shape } = await readNpyHeader(prefix, entry.bytes, withinEntry(fail, entry));
            arrays.push({ name, dtype, shape });
          } catch (error) {
            if (!(error instanceof FormatError)) throw error;
            unreadable.push({ name, reason: error.reason });
          }
        }
        return entries;
      },
      options.signal,
    );
    return {
      path,
      format: npz.id,
      arrays,
      unreadable,
      ...(entries.size === 1 && { main: [...entries.keys()][0]! }),
      read: (name, { signal = options.signal } = {}) => {
        const entry = entries.get(name);
        if (!entry) throw missingArray(path, name, [...entries.keys()]);
        return readArray(path, name, entry, signal);
      },
    };
  },
};

/** The arrays as a .npz dated 1 January 1980, in the given order: deflated, or stored at level 0. */
export function encodeNpz(arrays: Readonly<Record<string, Tensor>>, level: 0 | 6 = 6): Uint8Array<ArrayBuffer> {
  const files = Object.entries(arrays).map(([name, tensor]): [string, ZippableFile] => [
    `${name}.npy`,
    encodeNpy(tensor),
  ]);
  // Zip dates are local times: a local date gives the same bytes in every time zone.
  return zipSync(Object.fromEntries(files), {
    mtime: new Date(1980, 0, 1),
    level,
  });
}

async function readArray(
  path: string,
  name: string,
  entry: ZipEntry,
  signal: AbortSignal | undefined,
): Promise<Tensor> {
  const fail = failInEntry(path, name, entry);
  const bytes = await withFile(path, (source) => readZipEntry(source, entry, fail), signal);
  const header = await readNpyHeader((length) => bytes.subarray(0, length), bytes.length, withinEntry(fail, entry));
  return decodeNpy(header, bytes.subarray(header.dataOffset, header.dataOffset + dataBytes(header)));
}

/**
 * Entries by array name. Entries without .npy are not arrays. Different tools would read two of one name differently.
 */
function arrayEntries(entries: readonly ZipEntry[], path: string): Map<string, ZipEntry> {
  const arrays = new Map<string, ZipEntry>();
  for (const entry of entries) {
    if (!entry.name.endsWith('.npy')) continue;
    const name = entry.name.slice(0, -'.npy'.length);
    if (arrays.has(name)) throw new FormatError(path, `the archive has two arrays called "${name}"`, entry.offset);
    arrays.set(name, entry);
  }
  if (!arrays.size) throw new FormatError(path, `none of the archive's ${entries.length} entries is a .npy array`);
  return arrays;
}

function failInEntry(path: string, name: string, entry: ZipEntry): Fail {
  return (reason, offset = entry.offset, options) =>
    new FormatError(path, `array "${name}" ${reason}`, offset, options);
}

/** Offsets inside an entry, which may be compressed, are kept apart from those of the file. */
function withinEntry(fail: Fail, entry: ZipEntry): Fail {
  return (reason, offset, options) =>
    fail(offset === undefined ? reason : `(at its byte ${offset}): ${reason}`, entry.offset, options);
}
