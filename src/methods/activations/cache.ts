/**
 * Cached activations, keyed by everything that made them: in memory for this process, and as .npz files in the user's
 * cache folder for later ones. Both are bounded; the least recently used goes first. A cache that cannot be read or
 * written is not a failure: the rows are computed again.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import { encodeNpz, readData } from '../../formats';
import { NetLoupeError } from '../../shared/errors';
import type { Float32Tensor, Tensor } from '../../shared/tensor';
import type { Pooling } from '../../shared/embedding';

/** Changes when rows are computed differently, so that old ones are not reused. */
const FORM = 1;
const MOST_IN_MEMORY = 2 ** 28;
const MOST_ON_DISK = 2 ** 31;

export interface CachedRows {
  layer: string;
  rows: Float32Tensor;
  convention: string;
}

/** Everything that rows depend on. */
export interface CacheKey {
  model: string;
  data: string;
  array?: string | undefined;
  preprocessing?: object | undefined;
  layer: string;
  pooling: Pooling;
  device: string;
}

export function keyOf({ model, data, array, preprocessing, layer, pooling, device }: CacheKey): string {
  const parts = [FORM, model, data, array ?? null, preprocessing ?? null, layer, pooling, device];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

export class ActivationCache {
  readonly #memory = new Map<string, CachedRows>();

  /** Undefined if they were never computed, or were evicted. */
  async recall(key: string): Promise<CachedRows | undefined> {
    const known = this.#memory.get(key);
    if (known) {
      this.#hold(key, known);
      return known;
    }
    const path = join(folder(), `${key}.npz`);
    try {
      const [rows, words] = [await readData(`${path}#rows`), await readData(`${path}#words`)];
      if (rows.dtype !== 'float32' || !Array.isArray(words.data)) return undefined;
      const [layer = '', convention = ''] = words.data;
      const found = { layer, convention, rows: rows as Float32Tensor };
      this.#hold(key, found);
      const now = new Date();
      await utimes(path, now, now);
      return found;
    } catch (error) {
      if (isOfFiles(error)) return undefined;
      throw error;
    }
  }

  async remember(key: string, found: CachedRows): Promise<void> {
    this.#hold(key, found);
    const { layer, convention, rows } = found;
    if (rows.data.byteLength > MOST_ON_DISK / 4) return;
    const unfinished = join(folder(), `${randomUUID()}.unfinished`);
    try {
      await mkdir(folder(), { recursive: true });
      const words: Tensor = { dtype: 'string', shape: [2], data: [layer, convention] };
      await writeFile(unfinished, encodeNpz({ rows, words }, 0));
      await rename(unfinished, join(folder(), `${key}.npz`));
      await shrink();
    } catch (error) {
      if (!isOfFiles(error)) throw error;
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  /** Stores as the most recent. */
  #hold(key: string, found: CachedRows): void {
    this.#memory.delete(key);
    if (found.rows.data.byteLength > MOST_IN_MEMORY) return;
    this.#memory.set(key, found);
    let bytes = [...this.#memory.values()].reduce((sum, { rows }) => sum + rows.data.byteLength, 0);
    for (const [oldest, { rows }] of this.#memory) {
      if (bytes <= MOST_IN_MEMORY) return;
      this.#memory.delete(oldest);
      bytes -= rows.data.byteLength;
    }
  }
}

/** Deletes the least recently used files until the rest is within the bound. */
async function shrink(): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder())).map(async (name) => {
      const path = join(folder(), name);
      const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
      return { path, size, mtimeMs };
    }),
  );
  let bytes = files.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (bytes <= MOST_ON_DISK) return;
    await rm(path, { force: true });
    bytes -= size;
  }
}

/** Each system's folder for reproducible files. */
function folder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const own = platform() === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
  const root = XDG_CACHE_HOME || (platform() === 'win32' && LOCALAPPDATA) || own;
  return join(root, 'netloupe', 'activations');
}

function isOfFiles(error: unknown): boolean {
  return error instanceof NetLoupeError || (error instanceof Error && 'code' in error);
}
