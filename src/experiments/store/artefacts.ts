/**
 * Files that a run keeps beside its arrays, as other programs read them: listed in run.json under the seal of their hash, so that what is
 * read is what the run keeps, or an error.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256OfFile } from '../../formats/bytes';
import { ArgumentError, FormatError } from '../../shared/errors';
import { ARTEFACT_NAME, type Artefact } from './record';
import type { Staleness } from './staleness';

export interface NewArtefact {
  /** Of the file, in the run's folder. */
  name: string;
  /** "application/octet-stream" for what has none of its own. */
  mediaType: string;
  content: Uint8Array;
}

/** As run.json lists them. Throws ArgumentError for a name that is no file's, or that two have. */
export function sealArtefacts(artefacts: readonly NewArtefact[]): Artefact[] {
  const names = artefacts.map(({ name }) => name);
  const wrong = names.find((name, at) => !ARTEFACT_NAME.test(name) || names.indexOf(name) !== at);
  if (wrong !== undefined) throw new ArgumentError(`"${wrong}" cannot name a file of a run, or names two of them.`);
  return artefacts.map(({ name, mediaType, content }) => ({
    name,
    mediaType,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
}

/** Throws FormatError if the file is not there or not the sealed one. */
export async function readArtefact(folder: string, seal: Artefact): Promise<Uint8Array> {
  const file = join(folder, seal.name);
  const damage = await damageOf(folder, [seal]);
  if (!damage.length) return readFile(file);
  throw new FormatError(
    file,
    damage[0]!.now === 'missing'
      ? 'is not here; restore it, or repeat the run to make it again'
      : 'is damaged or not the one that this run keeps; restore it, or repeat the run to make it again',
  );
}

/** Those of a run that are not as it keeps them. */
export async function damageOf(folder: string, seals: readonly Artefact[]): Promise<Staleness[]> {
  const check = async ({ name, bytes, sha256 }: Artefact): Promise<Staleness[]> => {
    const path = join(folder, name);
    const state = await stat(path).catch(() => undefined);
    if (!state?.isFile()) return [{ file: name, now: 'missing' }];
    const same = state.size === bytes && (await sha256OfFile(path)) === sha256;
    return same ? [] : [{ file: name, now: 'changed' }];
  };
  return (await Promise.all(seals.map(check))).flat();
}
