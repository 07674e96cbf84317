/** The arrays of a run, `arrays.npz`, sealed by their hash: what is read is what the run made, or an error. */
import { webcrypto } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeNpz, openFile } from '../../formats';
import { MAXIMUM_BYTES, sha256OfFile } from '../../formats/bytes';
import { FormatError } from '../../shared/errors';
import type { Tensor } from '../../shared/tensor';
import type { RunRecord } from './record';

type Seal = NonNullable<RunRecord['arrays']>;

const NAME = 'arrays.npz';

/**
 * The bytes of arrays.npz in the run's folder, with their seal; undefined without arrays. Throws FormatError beyond 2
 * GiB.
 */
export async function sealArrays(
  folder: string,
  arrays: Readonly<Record<string, Tensor>>,
): Promise<{ bytes: Uint8Array; seal: Seal } | undefined> {
  const tensors = Object.values(arrays);
  if (!tensors.length) return undefined;
  const total = tensors.reduce((sum, { data }) => sum + (Array.isArray(data) ? 0 : data.byteLength), 0);
  if (total > MAXIMUM_BYTES * 0.99)
    throw new FormatError(
      join(folder, NAME),
      `would have ${total} bytes, more than the limit of 2 GiB; run fewer samples at once`,
    );
  // Stored, not deflated: deflating 8 MB of float32 noise saves 7 % and blocks for 530 ms, pictures 84 % in 390 ms;
  // storing takes 35 ms, and git deflates what it keeps anyway.
  const bytes = encodeNpz(arrays, 0);
  const sha256 = Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
  return { bytes, seal: { bytes: bytes.length, sha256 } };
}

/** Throws FormatError if the file is missing or not the sealed one. */
export async function readArrays(folder: string, seal: Seal | undefined): Promise<Record<string, Tensor>> {
  if (!seal) return {};
  const file = join(folder, NAME);
  const state = await stat(file).catch(() => undefined);
  if (!state)
    throw new FormatError(file, 'is missing, perhaps because git leaves it out; repeat the run to make it again');
  if (state.size !== seal.bytes || (await sha256OfFile(file)) !== seal.sha256)
    throw new FormatError(file, 'is damaged or not the one that this run made; repeat the run to make it again');
  const npz = await openFile(file);
  const tensors = npz.arrays.map(async ({ name }) => [name, await npz.read(name)] as const);
  return Object.fromEntries(await Promise.all(tensors));
}
