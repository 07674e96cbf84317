/** .npz against archives NumPy wrote, and against archives that claim what they do not hold. */
import assert from 'node:assert/strict';
import { deflateRawSync, crc32 } from 'node:zlib';
import { encodeNpy } from '../../../src/formats/npy';
import { encodeNpz } from '../../../src/formats/npz';
import { openData, openFile, readData } from '../../../src/formats/open';
import { ArgumentError } from '../../../src/shared/errors';
import { float32, tensorOf, toNumbers, type DType, type Tensor } from '../../../src/shared/tensor';
import { formatError, fromBase64, temporaryFiles } from './files';
import * as golden from './golden-numpy';
import { reference } from '../../helpers/fixtures';

// Bits of IEEE 754 half precision: -1.5, 0.1 rounded, 2^-24 (the least subnormal), ±infinity, NaN.
const halfBits = [0xbe00, 0x2e66, 0x0001, 0x7c00, 0xfc00, 0x7e00];
const floats = [-1.5, 0.1, 2 ** -24, Infinity, -Infinity, NaN];
const signed = (bits: bigint) => [-(2n ** (bits - 1n)), 0n, 1n, 2n, 3n, 2n ** (bits - 1n) - 1n];
const unsigned = (bits: bigint) => [0n, 0n, 1n, 2n, 3n, 2n ** bits - 1n];
const allTypes: Record<string, [DType, Tensor['data']]> = {
  b1: ['bool', Uint8Array.of(1, 0, 0, 1, 1, 0)],
  i1: ['int8', Int8Array.from(signed(8n), Number)],
  i2: ['int16', Int16Array.from(signed(16n), Number)],
  i4: ['int32', Int32Array.from(signed(32n), Number)],
  i8: ['int64', BigInt64Array.from(signed(64n))],
  u1: ['uint8', Uint8Array.from(unsigned(8n), Number)],
  u2: ['uint16', Uint16Array.from(unsigned(16n), Number)],
  u4: ['uint32', Uint32Array.from(unsigned(32n), Number)],
  u8: ['uint64', BigUint64Array.from(unsigned(64n))],
  f2: ['float16', Uint16Array.from(halfBits)],
  f4: ['float32', Float32Array.from(floats)],
  f8: ['float64', Float64Array.from(floats)],
};

const small = Buffer.from(encodeNpy(tensorOf('float32', [2], [1, 2])));
const bomb = Buffer.from(encodeNpy(tensorOf('uint8', [2 ** 20], new Uint8Array(2 ** 20))));
const hostile: [what: string, bytes: Uint8Array, reason: RegExp][] = [
  ['terabytes', zip({ body: small, bytes: 0xfffffffe }), /claims 4294967294 bytes.*2 GiB/],
  ['an impossible ratio', zip({ body: small, bytes: 2 ** 30, deflate: true }), /impossible/],
  ['a stored entry larger than its bytes', zip({ body: small, bytes: small.length + 1 }), /impossible/],
  ['a bomb: more than it claims', zip({ body: bomb, bytes: small.length, deflate: true }), /inflates to more than the/],
  [
    'less than it claims',
    zip({ body: small, bytes: small.length + 5, deflate: true }),
    /inflates to 136 bytes, not the 141/,
  ],
  ['a wrong checksum', zip({ body: small, crc: 1 }), /CRC-32/],
  ['an unknown compression', zip({ body: small, method: 12 }), /compression method 12/],
  ['encryption', zip({ body: small, flags: 1 }), /encrypted/],
  ['an entry beyond the file', zip({ body: small, offset: 0x7fffffff }), /reaches into the archive directory/],
  ['an entry where there is none', zip({ body: small, offset: 1 }), /entry header|archive directory/],
  ['broken deflate data', zip({ body: Buffer.alloc(64, 0xff), method: 8, bytes: 64 }), /compressed data is broken/],
];

describe('formats/npz', () => {
  const file = temporaryFiles();

  it('reads every numeric type in both byte orders and both memory orders', async () => {
    const path = file('types.npz', fromBase64(golden.allTypes));
    const opened = await openFile(path);
    assert.equal(opened.arrays.length, 42);
    for (const { name, dtype, shape } of opened.arrays) {
      const [expectedType, data] = allTypes[name.split(' ')[0]!]!;
      assert.deepEqual([dtype, shape], [expectedType, [2, 3]], name);
      assert.deepEqual(await opened.read(name), { dtype: expectedType, shape: [2, 3], data }, name);
    }
  });

  it('reads stored entries, and what can be read beside Python objects', async () => {
    const path = file('stored.npz', fromBase64(golden.stored));
    const opened = await openFile(path);
    assert.deepEqual(opened.arrays, [
      { name: 'a', dtype: 'float32', shape: [2, 3] },
      { name: 'b', dtype: 'int64', shape: [] },
    ]);
    assert.deepEqual(await readData(`${path}#a`), float32([2, 3], [0, 1, 2, 3, 4, 5]));
    assert.match(opened.unreadable?.[0]?.reason ?? '', /^array "objects" .*Python objects/);
    await assert.rejects(readData(`${path}#objects`), formatError(/Python objects/));
  });

  it('takes the only array unnamed, asks for a name among several, and offers the nearest for a wrong one', async () => {
    const one = file('one.npz', encodeNpz({ only: float32([1], [5]) }));
    assert.equal((await openData(one)).array, 'only');
    const path = file('several.npz', encodeNpz({ logits: float32([], [1]), input: float32([], [2]) }));
    await assert.rejects(
      openData(path),
      (error) => error instanceof ArgumentError && /2 arrays.*#logits.*#input/.test(error.message),
    );
    await assert.rejects(
      openData(`${path}#inputs`),
      (error) =>
        error instanceof ArgumentError && error.message.includes('no array "inputs"; it has "input", "logits"'),
    );
  });

  it('gives back what it wrote, in the same bytes every time', async () => {
    const arrays = {
      'a b': float32([2, 2], [1, 2, 3, 4]),
      target: tensorOf('int64', [1], [7]),
      __proto__x: tensorOf('bool', [2], [1, 0]),
    };
    const bytes = encodeNpz(arrays);
    const opened = await openFile(file('round.npz', bytes));
    for (const [name, tensor] of Object.entries(arrays)) assert.deepEqual(await opened.read(name), tensor);
    assert.deepEqual(encodeNpz(arrays), bytes);
    // The date of every entry: 1 January 1980, 0:00.
    assert.equal(Buffer.from(bytes).readUInt32LE(10), ((1 << 5) | 1) << 16);
  });

  it('finds entries through ZIP64 fields', async () => {
    assert.deepEqual(await readData(file('zip64.npz', zip({ body: small, wide: true }))), float32([2], [1, 2]));
  });

  it('refuses two arrays of one name, and archives without arrays', async () => {
    const twice = zip({ body: small, copies: 2 });
    await assert.rejects(openFile(file('twice.npz', twice)), formatError(/two arrays called "a"/));
    await assert.rejects(
      openFile(file('none.npz', zip({ body: small, name: 'readme.txt' }))),
      formatError(/none of .* is a \.npy array/),
    );
  });

  it('keeps names that look like paths as names', async () => {
    const path = file('paths.npz', zip({ body: small, name: '../../etc/passwd.npy' }));
    assert.equal((await openData(path)).array, '../../etc/passwd');
  });

  for (const [what, bytes, reason] of hostile)
    it(`refuses ${what}`, async () => {
      await assert.rejects(readData(`${file('hostile.npz', bytes)}#a`), formatError(reason));
    });

  it('reads a set of digits written elsewhere', async () => {
    const opened = await openFile(`${reference}/digits.npz`);
    assert.deepEqual(opened.arrays.find(({ name }) => name === 'x_test')?.shape, [397, 1, 8, 8]);
    const levels = toNumbers(await opened.read('x_test'));
    // The set has levels 0 to 16, here divided by 16.
    assert.ok(Array.from(levels).every((level) => level >= 0 && level <= 1 && Number.isInteger(level * 16)));
    const classes = toNumbers(await opened.read('y_test'));
    assert.deepEqual(new Set(Array.from(classes)), new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });
});

interface Entry {
  body: Buffer;
  name?: string;
  deflate?: boolean;
  /** What the entry claims, where it differs from the truth. */
  bytes?: number;
  crc?: number;
  method?: number;
  flags?: number;
  offset?: number;
  wide?: boolean;
  copies?: number;
}

/** A zip with one entry (or copies of it), written field by field so that each can lie. */
function zip(entry: Entry): Uint8Array {
  const { body, name = 'a.npy', bytes = body.length, flags = 0, crc = crc32(body), wide = false, copies = 1 } = entry;
  const data = entry.deflate ? deflateRawSync(body) : body;
  const method = entry.method ?? (entry.deflate ? 8 : 0);
  const local = Buffer.alloc(30 + name.length);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  local.write(name, 30);
  const extra = Buffer.alloc(wide ? 28 : 0);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(method, 10);
  central.writeUInt32LE(crc, 16);
  central.writeUInt32LE(wide ? 0xffffffff : data.length, 20);
  central.writeUInt32LE(wide ? 0xffffffff : bytes, 24);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt16LE(extra.length, 30);
  central.writeUInt32LE(wide ? 0xffffffff : (entry.offset ?? 0), 42);
  if (wide) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(bytes), 4);
    extra.writeBigUInt64LE(BigInt(data.length), 12);
  }
  const directory = Buffer.concat(Array<Buffer>(copies).fill(Buffer.concat([central, Buffer.from(name), extra])));
  const directoryOffset = local.length + data.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(wide ? 0xffff : copies, 10);
  end.writeUInt32LE(wide ? 0xffffffff : directory.length, 12);
  end.writeUInt32LE(wide ? 0xffffffff : directoryOffset, 16);
  const end64 = Buffer.alloc(wide ? 76 : 0);
  if (wide) {
    end64.writeUInt32LE(0x06064b50, 0);
    end64.writeBigUInt64LE(BigInt(copies), 32);
    end64.writeBigUInt64LE(BigInt(directory.length), 40);
    end64.writeBigUInt64LE(BigInt(directoryOffset), 48);
    end64.writeUInt32LE(0x07064b50, 56);
    end64.writeBigUInt64LE(BigInt(directoryOffset + directory.length), 64);
  }
  return Buffer.concat([local, data, directory, end64, end]);
}
