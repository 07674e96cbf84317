/** Files for the tests of formats: bytes under a name in a temporary folder that is removed after the test file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FormatError } from '../../../src/shared/errors';

/** To be called inside a describe(): gives a function that writes a file and returns its path. */
export function temporaryFiles(): (name: string, content: Uint8Array | string) => string {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'formats-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

/** A check for assert.rejects: a FormatError with this reason and, if given, this byte offset. */
export function formatError(reason: RegExp, offset?: number): (error: unknown) => boolean {
  return (error) => {
    if (!(error instanceof FormatError)) throw error;
    if (!reason.test(error.reason)) throw new Error(`"${error.reason}" does not match ${reason}`);
    if (offset !== undefined && error.offset !== offset)
      throw new Error(`offset ${error.offset}, not ${offset}: ${error.reason}`);
    return true;
  };
}

/** Mulberry32: uniform in [0, 1), the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
