/**
 * Bytes of files, within limits: sizes are checked before allocating, ranges before reading, and every answer of the
 * operating system becomes one sentence. The formats interpret the bytes.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, open, type FileHandle } from 'node:fs/promises';
import { FormatError, throwIfCancelled, messageOf } from '../shared/errors';

/** Data files and single arrays beyond 2 GiB are refused. */
export const MAXIMUM_BYTES = 2 ** 31;

/**
 * Makes the error for a fault at a byte of one file; formats nested in other formats locate faults in their own way.
 */
export type Fail = (reason: string, offset?: number, options?: ErrorOptions) => FormatError;

export function failIn(file: string): Fail {
  return (reason, offset, options) => new FormatError(file, reason, offset, options);
}

/** A file open for reading at any position. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes in their own buffer. Throws FormatError if the file ends before them. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

// Large reads are split so that cancellation is noticed, and because one read call is limited to 2 GiB - 1.
const CHUNK = 2 ** 26;

/**
 * Opens the file while `use` runs. Throws FormatError if it is missing, not a regular file or larger than `limit`
 * bytes, by default 2 GiB.
 */
export async function withFile<T>(
  path: string,
  use: (source: ByteSource) => Promise<T>,
  signal?: AbortSignal,
  limit = MAXIMUM_BYTES,
): Promise<T> {
  const fail = failIn(path);
  // Without blocking, since opening a named pipe otherwise waits for a writer; Windows has no such flag.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    throw fail(explain(error), undefined, { cause: error });
  });
  let size = 0;
  const read = async (offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> => {
    if (offset + length > size) throw fail(`the file ends here, ${offset + length - size} bytes too early`, size);
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      throwIfCancelled(signal);
      const { bytesRead } = await handle.read(bytes, done, Math.min(CHUNK, length - done), offset + done);
      if (bytesRead === 0) throw fail('the file became shorter while it was being read', offset + done);
      done += bytesRead;
    }
    return bytes;
  };
  try {
    size = await sizeOf(handle, fail, limit);
    return await use({ size, read });
  } finally {
    await handle.close();
  }
}

/** The whole file. Throws as {@link withFile}, and if the file is larger than `limit` bytes. */
export function readAll(path: string, options: { signal?: AbortSignal; limit?: number } = {}): Promise<Uint8Array> {
  const { signal, limit = MAXIMUM_BYTES } = options;
  return withFile(
    path,
    ({ size, read }) => {
      if (size > limit) throw new FormatError(path, `has ${size} bytes; the limit for this kind of file is ${limit}`);
      return read(0, size);
    },
    signal,
  );
}

/** SHA-256 of the file's bytes as 64 hexadecimal digits: which data made a result. */
export async function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, {
      highWaterMark: 2 ** 20,
    })) {
      throwIfCancelled(signal);
      hash.update(chunk as Uint8Array);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw failIn(path)(explain(error), undefined, { cause: error });
    throw error;
  }
  return hash.digest('hex');
}

/** The state of the open file itself, whatever has taken its name since. */
async function sizeOf(handle: FileHandle, fail: Fail, limit: number): Promise<number> {
  const found = await handle.stat();
  if (!found.isFile()) throw fail(found.isDirectory() ? 'is a folder, not a file' : 'is not a regular file');
  if (found.size > limit)
    throw fail(`has ${found.size} bytes; the limit for this kind of file is ${limit} (${limit / 2 ** 30} GiB)`);
  return found.size;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  EISDIR: 'is a folder, not a file',
  ENXIO: 'is not a regular file',
  EMFILE: 'too many files are open; close some and try again',
};

function explain(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? messageOf(error);
}
