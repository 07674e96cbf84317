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

/** An idx file of this type and shape, whose data are the bytes 0, 1, 2, … */
export function idxOf(type: number, shape: readonly number[], bytes: number): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, type, shape.length]);
  shape.forEach((size, axis) => head.writeUInt32BE(size, 4 + 4 * axis));
  return Buffer.concat([head, Buffer.from(Array.from({ length: bytes }, (_, i) => i % 256))]);
}

/** A safetensors file with these tensors (type, shape, begin, end) over bytes 0, 1, 2, …; any other value goes into the header as it is. */
export function safetensorsOf(
  tensors: Record<string, readonly [string, number[], number, number] | object>,
  bytes: number,
): Buffer {
  const entries = Object.entries(tensors).map(([name, tensor]) => {
    if (!Array.isArray(tensor)) return [name, tensor];
    const [dtype, shape, from, to] = tensor as [string, number[], number, number];
    return [name, { dtype, shape, data_offsets: [from, to] }];
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.from(Array.from({ length: bytes }, (_, i) => i % 256))]);
}
