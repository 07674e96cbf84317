/** .npy against bytes that NumPy wrote, against its own writer over every type, and against headers that lie. */
import assert from 'node:assert/strict';
import { encodeNpy } from '../../../src/formats/npy';
import { readData } from '../../../src/formats/open';
import { ArgumentError } from '../../../src/shared/errors';
import { tensorOf, type DType, type Tensor } from '../../../src/shared/tensor';
import { formatError, fromBase64, temporaryFiles } from './files';
import * as golden from './golden-numpy';

const written: [name: keyof typeof golden, dtype: DType, shape: number[], values: unknown[]][] = [
  ['cube', 'int16', [2, 3, 4], Array.from({ length: 24 }, (_, index) => index)],
  ['scalar', 'float64', [], [0.1]],
  ['empty', 'float32', [0, 3], []],
  ['version2', 'uint8', [3], [0, 1, 2]],
  ['version3', 'uint8', [3], [0, 1, 2]],
  ['text', 'string', [2, 2], ['Zahl', 'é', '', '𝟙x']],
  ['bigText', 'string', [2], ['ab', 'c']],
  ['byteText', 'string', [2], ['ab', 'c']],
];

const refused: [name: keyof typeof golden, reason: RegExp][] = [
  ['complexNumbers', /complex numbers \('<c8'\).*real and imaginary/],
  ['structured', /structured array.*np\.savez/],
  ['dates', /type '<M8\[D\]'|not a NumPy type/],
];

const hostile: [what: string, bytes: Uint8Array, reason: RegExp, offset?: number][] = [
  ['empty file', new Uint8Array(), /empty/, 0],
  ['other magic', Buffer.from('\x93NUMPX\x01\x00v\x00'.padEnd(128), 'latin1'), /mark of a \.npy/, 0],
  ['version 4', header("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", { version: 4 }), /version 4\.0/, 6],
  ['header beyond the file', header('{}', { claim: 60000 }), /claims 60000 bytes/, 8],
  ['header of 4 GB', header('{}', { version: 2, claim: 0xffffffff }), /claims 4294967295 bytes/, 8],
  ['objects', dict("'|O'"), /Python objects.*np\.save\(/, 20],
  ['long double', dict("'<f16'"), /'<f16'.*save it as/],
  ['no type at all', dict("'__import__'"), /not a NumPy type/],
  ['zero-width text', dict("'<U0'", '(1000000000000,)'), /unsupported|holds the type/],
  ['2 GiB of text', dict("'|S1'", '(2000000000,)'), /2000000000 strings/],
  ['overflowing shape', dict("'<f8'", '(4000000000, 4000000000, 4000000000)'), /exceeds any memory/],
  ['terabytes', dict("'<f8'", '(1000000000000,)'), /2 GiB/],
  ['more than there is', dict("'<f8'", '(3,)'), /needs 24 bytes of data, but there are 8/],
  ['negative size', dict("'<f8'", '(-1,)'), /expected a size/],
  ['huge digits', dict("'<f8'", '(99999999999999999999,)'), /expected a size/],
  ['65 axes', dict("'<f8'", `(${'1, '.repeat(65)})`), /64 axes/],
  ['code', dict("__import__('os')"), /expected a quoted string/],
  ['text after the dict', header("{'descr': '<f8', 'fortran_order': False, 'shape': (), } + 1"), /text after/],
  ['missing key', header("{'descr': '<f8', 'shape': (), }"), /must have the keys/],
  ['repeated key', header("{'descr': '<f8', 'descr': '<f8', }"), /repeated key 'descr'/],
  ['unknown key', header("{'evil': '<f8', }"), /unexpected.*'evil'/],
  ['unclosed dict', header("{'descr': '<f8'"), /expected '}'/],
];

const tensors: [dtype: DType, values: number[]][] = [
  ['bool', [0, 1, 1, 0, 1, 0]],
  ['int8', [-128, -1, 0, 1, 2, 127]],
  ['int16', [-32768, -1, 0, 1, 2, 32767]],
  ['int32', [-(2 ** 31), -1, 0, 1, 2, 2 ** 31 - 1]],
  ['int64', [-(2 ** 53), -1, 0, 1, 2, 2 ** 53]],
  ['uint8', [0, 1, 2, 3, 4, 255]],
  ['uint16', [0, 1, 2, 3, 4, 65535]],
  ['uint32', [0, 1, 2, 3, 4, 2 ** 32 - 1]],
  ['uint64', [0, 1, 2, 3, 4, 2 ** 53]],
  ['float16', [0, -0, 1.5, -2, Infinity, NaN]],
  ['float32', [0, -0, 1.5, 2 ** -149, -Infinity, NaN]],
  ['float64', [0, -0, 0.1, 5e-324, 1e308, NaN]],
];

describe('formats/npy', () => {
  const file = temporaryFiles();

  for (const [name, dtype, shape, values] of written)
    it(`reads what NumPy wrote: ${name}`, async () => {
      const tensor = await readData(file(`${name}.npy`, fromBase64(golden[name])));
      assert.deepEqual([tensor.dtype, tensor.shape, Array.from<unknown>(plain(tensor))], [dtype, shape, values]);
    });

  for (const [name, reason] of refused)
    it(`refuses ${name} in a sentence`, async () => {
      await assert.rejects(readData(file(`${name}.npy`, fromBase64(golden[name]))), formatError(reason));
    });

  for (const [what, bytes, reason, offset] of hostile)
    it(`refuses ${what}`, async () => {
      await assert.rejects(readData(file('hostile.npy', bytes)), formatError(reason, offset));
    });

  for (const [dtype, values] of tensors)
    it(`gives back what it wrote: ${dtype}, every shape of six`, async () => {
      for (const shape of [[6], [2, 3], [3, 1, 2]]) {
        const tensor = tensorOf(dtype, shape, values);
        assert.deepEqual(await readData(file(`${dtype}.npy`, encodeNpy(tensor))), tensor);
      }
    });

  it('gives back text, scalars and empty arrays it wrote', async () => {
    const text: Tensor = { dtype: 'string', shape: [3], data: ['', 'Ωmega', '𝟙'] };
    for (const tensor of [text, tensorOf('float64', [], [0.1]), tensorOf('int8', [0, 4], [])])
      assert.deepEqual(await readData(file('round.npy', encodeNpy(tensor))), tensor);
  });

  it('writes the very bytes NumPy writes', () => {
    assert.deepEqual(Buffer.from(encodeNpy(tensorOf('float64', [], [0.1]))).toString('base64'), golden.scalar);
    assert.deepEqual(Buffer.from(encodeNpy(tensorOf('float32', [0, 3], []))).toString('base64'), golden.empty);
  });

  it('writes bfloat16 as the same numbers in float32', async () => {
    const tensor = await readData(file('b.npy', encodeNpy(tensorOf('bfloat16', [2], [1.5, -(2 ** 100)]))));
    assert.deepEqual(tensor, tensorOf('float32', [2], [1.5, -(2 ** 100)]));
  });

  it('will not write a shape that does not fit its elements', () => {
    assert.throws(() => encodeNpy({ dtype: 'float32', shape: [2], data: new Float32Array(3) }), ArgumentError);
  });
});

function plain({ data }: Tensor): ArrayLike<unknown> {
  return data;
}

/** A header of this text and eight bytes of data. */
function header(text: string, { version = 1, claim = text.length } = {}): Uint8Array {
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(claim);
  else length.writeUInt32LE(claim);
  const magic = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  return Buffer.concat([magic, length, Buffer.from(text), Buffer.alloc(8)]);
}

function dict(descr: string, shape = '(1,)'): Uint8Array {
  return header(`{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`);
}
