/**
 * Files of every format cut at every byte and with random bytes changed: reading either works or fails as FormatError, and nothing
 * else. Seeded, so a failure repeats.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { ftruncateSync, openSync, closeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import { encodeNpz } from '../../../src/formats/npz';
import { openFile } from '../../../src/formats/open';
import { FormatError } from '../../../src/shared/errors';
import { float32, tensorOf } from '../../../src/shared/tensor';
import { formatError, fromBase64, idxOf, randomOf, safetensorsOf, temporaryFiles } from './files';
import * as numpy from './golden-numpy';
import * as pictures from './golden-pictures';

const csv = 'id,"a, b",c\n1,2,3\n4,"5",6\n"7",8,x\n';
const victims: [name: string, bytes: Uint8Array][] = [
  ['f.npy', fromBase64(numpy.cube)],
  ['text.npy', fromBase64(numpy.text)],
  ['stored.npz', fromBase64(numpy.stored)],
  [
    'deflated.npz',
    encodeNpz({ a: float32([3], [1, 2, 3]), b: tensorOf('int64', [50], new Array<number>(50).fill(3)) }),
  ],
  ['rgb.png', fromBase64(pictures.rgb)],
  ['palette.png', fromBase64(pictures.paletteAlpha)],
  ['baseline.jpg', fromBase64(pictures.baseline)],
  ['progressive.jpg', fromBase64(pictures.progressive)],
  ['turned.jpg', fromBase64(pictures.turned)],
  ['digits-idx3-ubyte', idxOf(0x08, [2, 2, 3], 12)],
  ['digits-idx3-ubyte.gz', gzipSync(idxOf(0x0b, [2, 2], 8))],
  ['two.safetensors', safetensorsOf({ a: ['F32', [2, 2], 0, 16], b: ['I64', [1], 16, 24] }, 24)],
  ['table.csv', Buffer.from(csv)],
];
const FLIPS = 200;

describe('formats: broken files', () => {
  const file = temporaryFiles();

  for (const [name, bytes] of victims) {
    it(`${name} cut at every byte`, async () => {
      for (let length = 0; length < bytes.length; length++) {
        const outcome = await attempt(file(name, bytes.subarray(0, length)));
        // A table cut at the end of a cell is a shorter table; all others know how long they are.
        if (!name.endsWith('.csv')) assert.ok(outcome, `cut at ${length} was not noticed`);
      }
    });

    it(`${name} with ${FLIPS} random changes`, async () => {
      const random = randomOf(7);
      for (let round = 0; round < FLIPS; round++) {
        const changed = Uint8Array.from(bytes);
        for (let change = Math.floor(random() * 3); change >= 0; change--)
          changed[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
        await attempt(file(name, changed));
      }
    });
  }

  it('a PNG whose pixels were changed under true checksums', async () => {
    const random = randomOf(11);
    for (let round = 0; round < FLIPS; round++) {
      const changed = Buffer.from(fromBase64(round % 2 ? pictures.rgb : pictures.paletteAlpha));
      changed[8 + Math.floor(random() * (changed.length - 8))] = Math.floor(random() * 256);
      sign(changed);
      await attempt(file('signed.png', changed));
    }
  });

  it('a file over 2 GiB is refused by its size', async function () {
    const path = file('large.npy', '');
    const descriptor = openSync(path, 'r+');
    try {
      // Sparse: takes no room on file systems that can leave holes.
      ftruncateSync(descriptor, 2 ** 31 + 1);
    } catch {
      this.skip();
    } finally {
      closeSync(descriptor);
    }
    await assert.rejects(openFile(path), formatError(/2147483649 bytes.*2 GiB/));
  });

  it('missing files, folders and pipes are told apart', async function () {
    const path = file('a.npy', 'x');
    await assert.rejects(openFile(`${path}x`), formatError(/no such file/));
    await assert.rejects(openFile(dirname(path)), formatError(/is a folder/));
    if (process.platform === 'win32') return;
    const pipe = join(dirname(path), 'pipe.npy');
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(openFile(pipe), formatError(/not a regular file/));
  });

  it('other files, and pointers left by Git LFS, are named as such', async () => {
    await assert.rejects(
      openFile(file('a.bin', 'hello')),
      formatError(/has an unsupported format; NetLoupe reads \.npy, /),
    );
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n';
    await assert.rejects(openFile(file('b.npy', pointer)), formatError(/git lfs pull/));
  });
});

/** The error that reading all arrays of the file gives, if any; any other than FormatError fails the test. */
async function attempt(path: string): Promise<FormatError | undefined> {
  try {
    const opened = await openFile(path);
    if (opened.unreadable?.length) return new FormatError(path, opened.unreadable[0]!.reason);
    for (const { name } of opened.arrays) await opened.read(name);
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}

/** Writes the checksum of every chunk, as far as their lengths lead. */
function sign(png: Buffer): void {
  for (let at = 8; at + 12 <= png.length;) {
    const end = at + 8 + png.readUInt32BE(at);
    if (end + 4 > png.length) return;
    png.writeUInt32BE(crc32(png.subarray(at + 4, end)), end);
    at = end + 4;
  }
}
