/**
 * What a data format is: one object in one file that recognises its files and lists their arrays without reading them.
 * `bytes.ts` reads bytes within limits, `open.ts` is the registry; models have their own contract.
 */
import { ArgumentError } from '../shared/errors';
import type { DType, Shape, Tensor } from '../shared/tensor';
import { byNearness } from '../shared/nearest';

/** Pictures beyond 100 megapixels (400 MB as RGBA, 1.2 GB as float32 RGB) are refused before a pixel is allocated. */
export const MAXIMUM_PIXELS = 100e6;

export interface ArrayInfo {
  name: string;
  dtype: DType;
  shape: Shape;
}

export interface OpenOptions {
  signal?: AbortSignal;
}

/** An open file: its contents are known, and numbers are read one array at a time. It keeps no file handle. */
export interface DataFile {
  path: string;
  /** `id` of its format. */
  format: string;
  arrays: readonly ArrayInfo[];
  /** The default array; absent if the file holds several and none stands out. */
  main?: string;
  /** Arrays that exist but cannot be read (Python objects, a broken header), each with the reason. */
  unreadable?: readonly { name: string; reason: string }[];
  /** Displayed size in pixels, and channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. Only pictures have it. */
  picture?: { width: number; height: number; channels: number };
  /** If each sample of the (only) array [N, H, W] is a picture: their size. */
  pictures?: { width: number; height: number; channels: number };
  /** Names of the columns of a table. */
  columns?: readonly string[];
  /** Throws ArgumentError if there is no such array, FormatError if its bytes are broken. */
  read(name: string, options?: OpenOptions): Promise<Tensor>;
  /**
   * `count` entries along the first axis from `start` on, which must exist, without reading the others; only formats
   * that can.
   */
  readRows?(name: string, start: number, count: number, options?: OpenOptions): Promise<Tensor>;
}

export interface DataFormat {
  id: string;
  /** As shown in a file dialog. */
  title: string;
  /** Lower case, with the dot. */
  extensions: readonly string[];
  /** Whether the first bytes, or else the extension, are this format's. With an empty path only the bytes decide. */
  match(head: Uint8Array, path: string): boolean;
  open(path: string, options?: OpenOptions): Promise<DataFile>;
  /**
   * What the first bytes tell, for formats whose `open` reads the whole file: shapes are those of the file except for
   * the number of samples, and contents are what the head holds. Throws FormatError if they do not tell it.
   */
  outline?(head: Uint8Array, path: string, bytes: number): DataFile;
}

/** Whether the path ends in one of the extensions, in any case. */
export function hasExtension(path: string, extensions: readonly string[]): boolean {
  return extensions.some((extension) => path.toLowerCase().endsWith(extension));
}

export function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** For an unknown name: lists the existing ones, the likeliest first. */
export function missingArray(path: string, name: string, names: readonly string[]): ArgumentError {
  const shown = byNearness(name, names).slice(0, 20);
  const rest = names.length - shown.length;
  return new ArgumentError(
    `${path} has no array "${name}"; it has ${shown.map((known) => `"${known}"`).join(', ')}${rest ? ` and ${rest} more` : ''}.`,
  );
}
