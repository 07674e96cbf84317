/** idx and safetensors: numbers as NumPy reads them from the same bytes, and files that lie. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { openFile, readData } from '../../../src/formats/open';
import { toNumbers } from '../../../src/shared/tensor';
import { formatError, idxOf, safetensorsOf, temporaryFiles } from './files';

describe('formats/idx', () => {
  const file = temporaryFiles();

  // np.frombuffer(bytes(range(n)), dtype) with '>i2', '>i4', '>f4', '>f8'.
  const kinds: [type: number, dtype: string, bytes: number, numbers: number[]][] = [
    [0x08, 'uint8', 2, [0, 1]],
    [0x09, 'int8', 2, [0, 1]],
    [0x0b, 'int16', 4, [1, 515]],
    [0x0c, 'int32', 8, [66051, 67438087]],
    [0x0d, 'float32', 8, [9.25571648671185e-41, 1.5636842486455404e-36]],
    [0x0e, 'float64', 16, [1.40159977307889e-309, 5.924543410270741e-270]],
  ];
  for (const [type, dtype, bytes, numbers] of kinds)
    it(`reads ${dtype}, big-endian, and the same compressed`, async () => {
      for (const [name, content] of [
        ['a.idx', idxOf(type, [2], bytes)],
        ['a.idx.gz', gzipSync(idxOf(type, [2], bytes))],
      ] as const) {
        // prettier-ignore
        const tensor = await readData(file(name, content));
        assert.equal(tensor.dtype, dtype);
        const relative = Array.from(toNumbers(tensor), (value, i) =>
          Math.abs(value / (numbers[i]! || 1) - Number(numbers[i] !== 0)),
        );
        assert.ok(Math.max(...relative) < 1e-6, String(Array.from(toNumbers(tensor))));
      }
    });

  it('takes three axes of bytes for pictures, by bytes alone', async () => {
    const opened = await openFile(file('no-extension', idxOf(8, [3, 4, 5], 60)));
    assert.deepEqual(opened.pictures, { width: 5, height: 4, channels: 1 });
    const rows = await opened.readRows!('array', 1, 2);
    assert.deepEqual([rows.shape, rows.data[0]], [[2, 4, 5], 20]);
  });

  const lies: [what: string, content: Buffer, message: RegExp][] = [
    ['more than there is', idxOf(8, [3, 4], 11), /needs 12 bytes of data, but there are 11/],
    ['less than there is', idxOf(8, [3, 4], 13), /needs 12 bytes of data, but there are 13/],
    ['beyond any memory', idxOf(8, [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], 4), /the limit is/],
    ['a header that ends', idxOf(8, [3, 4, 5], 0).subarray(0, 9), /ends inside its header/],
    ['compressed: more than there is', gzipSync(idxOf(8, [3, 4], 11)), /inflates to 23 bytes, not the 24/],
    ['compressed: a megabyte of zeros', gzipSync(Buffer.concat([idxOf(8, [4], 4), Buffer.alloc(2 ** 20)])), /longer than its header/],
    ['compressed: something else', gzipSync('hello'), /is not idx/],
  ]; // prettier-ignore
  for (const [what, content, message] of lies)
    it(`claims ${what}`, async () => {
      await assert.rejects(readData(file(`${what.replace(/\W+/g, '-')}.idx`, content)), formatError(message));
    });
});

describe('formats/safetensors', () => {
  const file = temporaryFiles();

  it('reads every type, by bytes alone, and rows', async () => {
    const tensors = { half: ['F16', [2], 0, 4], text: ['U8', [2, 3], 4, 10], flag: ['BOOL', [2], 10, 12] } as const;
    const path = file('weights', safetensorsOf({ __metadata__: { format: 'pt' }, ...tensors }, 12));
    const opened = await openFile(path);
    assert.deepEqual(opened.arrays.map(({ name, dtype }) => `${name} ${dtype}`), ['half float16', 'text uint8', 'flag bool']); // prettier-ignore
    assert.deepEqual([...(await opened.read('text')).data], [4, 5, 6, 7, 8, 9]);
    assert.deepEqual([...(await opened.readRows!('text', 1, 1)).data], [7, 8, 9]);
    assert.deepEqual([...(await opened.read('flag')).data], [1, 1]);
    // 0x0100: 2^-24 · 256.
    assert.equal(toNumbers(await opened.read('half'))[0], 2 ** -16);
  });

  it('names the types that it does not read', async () => {
    const { unreadable } = await openFile(file('f8.safetensors', safetensorsOf({ a: ['F8_E5M2', [2], 0, 2] }, 2)));
    assert.match(unreadable![0]!.reason, /F8_E5M2/);
  });

  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(2n ** 40n);
  const lies: [what: string, content: Buffer, message: RegExp][] = [
    ['a header of a terabyte', Buffer.concat([length, Buffer.from('{}')]), /claims a header of 1099511627776 bytes/],
    ['no length', Buffer.from('abc'), /ends before the length/],
    ['no JSON', Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{x')]), /not JSON/],
    ['a list', Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('[]')]), /not a JSON object/],
    ['a tensor outside', safetensorsOf({ a: ['F32', [4], 0, 16] }, 12), /outside the file/],
    ['an overlap', safetensorsOf({ a: ['U8', [4], 0, 4], b: ['U8', [4], 2, 6] }, 6), /a gap or overlaps/],
    ['a gap', safetensorsOf({ a: ['U8', [4], 0, 4], b: ['U8', [4], 6, 10] }, 10), /a gap or overlaps/],
    ['bytes left over', safetensorsOf({ a: ['U8', [4], 0, 4] }, 6), /2 bytes beyond/],
    ['a shape of another size', safetensorsOf({ a: ['F32', [5], 0, 16] }, 16), /needs 20 bytes but has 16/],
    ['a negative size', safetensorsOf({ a: ['U8', [-4, -1], 0, 4] }, 4), /needs "dtype"/],
    ['a size beyond integers', safetensorsOf({ a: ['U8', [1e300], 0, 4] }, 4), /needs "dtype"/],
    ['nothing', safetensorsOf({ __metadata__: {} }, 0), /has no tensors/],
    ['null for a tensor', safetensorsOf({ a: null as never }, 0), /needs "dtype"/],
  ];
  for (const [what, content, message] of lies)
    it(`claims ${what}`, async () => {
      await assert.rejects(openFile(file(`${what.replace(/\W+/g, '-')}.safetensors`, content)), formatError(message));
    });
});
