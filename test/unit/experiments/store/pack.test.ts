/** Results as JSON and arrays and back: by name for those there are, and deeply for generated ones of no kind at all. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pack, unpack } from '../../../../src/experiments/store/pack';
import { encodeNpz, openFile } from '../../../../src/formats';
import { random, type Random } from '../../../../src/shared/random';
import type { Result } from '../../../../src/shared/results';
import { float32, sizeOf, tensorOf, type DType, type Tensor } from '../../../../src/shared/tensor';
import { faithfulness } from '../../../panel/faithfulness';
import { attribution, curves, removeTemporaryFolders, temporaryFolder } from './samples';

after(removeTemporaryFolders);

describe('packed results', () => {
  it('name the arrays of an attribution as the command line does', () => {
    const upsampled = float32([2, 1, 4], new Float32Array(8));
    const { arrays, json } = pack({ ...attribution(), upsampled });
    assert.deepEqual(
      Object.keys(arrays).sort(),
      ['attribution', 'input', 'output', 'standard_error', 'target', 'upsampled'], // prettier-ignore
    );
    assert.deepEqual(arrays['target'], { dtype: 'int64', shape: [2], data: BigInt64Array.of(2n, 0n) });
    assert.ok(JSON.stringify(json).length < 2000);
  });

  it('name the arrays of curves by the curves', () => {
    assert.deepEqual(Object.keys(pack(curves()).arrays), [
      ...['curves.cover_1965_n_20.x', 'curves.cover_1965_n_20.y'],
      ...['curves.measured.x', 'curves.measured.y', 'curves.measured.low', 'curves.measured.high'],
    ]);
  });

  for (const result of [
    attribution(),
    curves(),
    faithfulness().result,
    { ...attribution(), attribution: float32([0, 3], []) },
  ]) {
    it(`bring back a result of kind ${result.kind}`, async () => {
      assert.deepEqual(await throughFiles(result), result);
    });
  }

  it('bring back 300 generated results, whatever is in them', async () => {
    for (let seed = 0; seed < 300; seed++) {
      const result = generated(random(seed), 0);
      assert.deepEqual(await throughFiles(result as Result), result, `seed ${seed}`);
    }
  });

  it('keep two things of one name apart', () => {
    const [x, y] = [Float64Array.of(1), Float64Array.of(2)];
    const result = { kind: 'curves', curves: [{ name: 'a', x }, { name: 'A!', x: y }], N: x, n: y } as unknown as Result; // prettier-ignore
    const { json, arrays } = pack(result);
    assert.deepEqual(Object.keys(arrays), ['curves.a.x', 'curves.a.x_2', 'n', 'n_2']);
    assert.deepEqual(unpack(json, arrays), result);
  });

  it('keep long lists of numbers among the arrays', () => {
    const gap = Array.from({ length: 1001 }, (_, i) => i / 3);
    const { json, arrays } = pack({ ...attribution(), targetOutput: gap });
    assert.equal(arrays['target_output']?.dtype, 'float64');
    assert.ok(JSON.stringify(json).length < 2000);
  });

  for (const [what, value] of [
    ['a function', () => 0],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a symbol', Symbol('x')],
  ] as const) {
    it(`refuse ${what}, and say where it is`, () => {
      assert.throws(
        () => pack({ kind: 'curves', a: [{ b: value }] } as unknown as Result),
        /^TypeError: a\.0\.b is not data/,
      );
    });
  }

  const one = { x: float32([1], [1]) };
  for (const [what, json, arrays, message] of [
    [
      'an array that is not there',
      { $array: { name: 'y', as: 'array', dtype: 'float32' } },
      one,
      /arrays\.npz: has no array "y"/,
    ],
    [
      'an array of another type',
      { $array: { name: 'x', as: 'array', dtype: 'int8' } },
      one,
      /"x" is float32, not int8/,
    ],
    [
      'a name that every object has',
      { $array: { name: 'toString', as: 'array', dtype: 'int8' } },
      one,
      /has no array "toString"/,
    ],
    ['a broken reference', { $array: 'x' }, one, /run\.json: its result is broken/],
    ['an unknown mark', { $date: 0 }, one, /"\$date" marks an unknown kind of value/],
    ['a number that is none', { $number: '__proto__' }, one, /"\$number" marks an unknown kind of value/],
    ['a mark among other keys', { a: 1, $number: 'NaN' }, one, /"\$number" is a mark among other keys/],
  ] as const) {
    it(`refuse to unpack ${what}`, () => {
      assert.throws(() => unpack({ inside: [json] }, arrays), { name: 'FormatError', message });
    });
  }
});

/** What comes back after JSON text and a .npz file. */
async function throughFiles(result: Result): Promise<unknown> {
  const { json, arrays } = pack(result);
  const text = JSON.stringify(json);
  if (!Object.keys(arrays).length) return unpack(JSON.parse(text), {});
  const file = join(temporaryFolder(), 'arrays.npz');
  writeFileSync(file, encodeNpz(arrays, 0));
  const npz = await openFile(file);
  const read = await Promise.all(npz.arrays.map(async ({ name }) => [name, await npz.read(name)] as const));
  return unpack(JSON.parse(text), Object.fromEntries(read));
}

const types: DType[] = ['float32', 'float64', 'float16', 'bfloat16', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'bool']; // prettier-ignore
const keys = [
  'x',
  'X',
  'standardError',
  '$array',
  '$$x',
  '__proto__',
  'constructor',
  '',
  'name',
  'Schlüssel',
  'a.b',
  '0',
];
const scalars = [0, -0, 1.5, -1e308, NaN, Infinity, -Infinity, 2 ** 53, null, undefined, true, '', '$number', 'ü\ud800\0', 10n ** 30n]; // prettier-ignore

function generated(source: Random, depth: number): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(source.uniform() * list.length)]!;
  const count = Math.floor(source.uniform() * 5);
  const many = <T>(make: () => T): T[] => Array.from({ length: count }, make);
  if (depth === 0) return object();
  switch (pick(['object', 'list', 'tensor', 'text tensor', 'array', 'part', 'numbers', 'scalar', 'scalar'])) {
    case 'object':
      return depth < 4 ? object() : null;
    case 'list':
      return depth < 4 ? many(() => generated(source, depth + 1)) : [];
    case 'tensor':
      return tensor();
    case 'text tensor':
      return { dtype: 'string', shape: [2], data: ['a\0', 'ü'] };
    case 'array':
      return pick([Float64Array, Float32Array, Int8Array, Uint16Array, Int32Array]).from(
        many(() => source.normal() * 50),
      );
    case 'part':
      return pick([new Float32Array(9).fill(2).subarray(3, 5), BigUint64Array.of(0n, 2n ** 64n - 1n).subarray(1)]);
    case 'numbers':
      return Array.from({ length: pick([0, 3, 1001]) }, () => pick([1, 2, -3, source.normal(), NaN, -0, 2 ** 60]));
    default:
      return pick(scalars);
  }

  function object(): unknown {
    return Object.fromEntries(many(() => [pick(keys), generated(source, depth + 1)]));
  }

  function tensor(): Tensor {
    const dtype = pick(types);
    const shape = pick([[], [0], [3], [2, 0, 2], [2, 3]]);
    const values = Array.from({ length: sizeOf(shape) }, () => (dtype === 'bool' ? 1 : Math.abs(source.normal() * 9)));
    return tensorOf(dtype, shape, values);
  }
}
