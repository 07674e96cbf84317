/** From a file and an input to a tensor: shapes that fit and do not, types, and what is said about the source. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { toInput } from '../../../src/formats/fit';
import { loadInput } from '../../../src/formats/input';
import { encodeNpz } from '../../../src/formats/npz';
import { encodePng } from '../../../src/formats/png';
import { ArgumentError, CancelledError } from '../../../src/shared/errors';
import { float32, sizeOf, tensorOf, type DType } from '../../../src/shared/tensor';
import type { Dimension } from '../../../src/graph/graph';
import { temporaryFiles } from './files';

const shapes: [array: number[], input: Dimension[] | undefined, result: number[] | undefined][] = [
  [
    [2, 3],
    [2, 3],
    [2, 3],
  ],
  [
    [2, 3],
    ['N', 3],
    [2, 3],
  ],
  [[3], ['N', 3], [1, 3]],
  [
    [28, 28],
    [1, 1, 28, 28],
    [1, 1, 28, 28],
  ],
  [
    [28, 28],
    ['N', 28, 28, 1],
    [1, 28, 28, 1],
  ],
  [
    [64, 28, 28],
    ['N', 1, 28, 28],
    [64, 1, 28, 28],
  ],
  [
    [64, 28, 28],
    ['N', 28, 28, 1],
    [64, 28, 28, 1],
  ],
  [
    [3, 28, 28],
    ['N', 'C', 'H', 'W'],
    [1, 3, 28, 28],
  ],
  [[], ['N', 1], [1, 1]],
  [[], [], []],
  [[5, 7], undefined, [5, 7]],
  [[2, 4], ['N', 3], undefined],
  [[64, 28, 28], [1, 1, 28, 28], undefined],
  [[28], [1, 1, 28, 28], undefined],
  [[1, 3], [3], undefined],
  [[], ['N', 5], undefined],
];

const types: [from: DType, to: DType, values: number[], accepted: boolean][] = [
  ['float64', 'float32', [0.5, 1e-3], true],
  ['uint8', 'float32', [0, 255], true],
  ['uint8', 'float16', [0, 255], true],
  ['float32', 'int64', [1, -2], true],
  ['float32', 'int64', [1.5, 2], false],
  ['float32', 'int64', [NaN, 2], false],
  ['int64', 'uint8', [255, 0], true],
  ['int64', 'uint8', [256, 0], false],
  ['uint8', 'bool', [0, 1], true],
  ['uint8', 'bool', [0, 2], false],
];

describe('formats/input', () => {
  const file = temporaryFiles();

  for (const [array, shape, result] of shapes)
    it(`[${array.join()}] for [${shape?.join() ?? '?'}] is ${result ? `[${result.join()}]` : 'refused'}`, () => {
      const tensor = float32(array, new Float32Array(sizeOf(array)));
      const input = { name: 'x', dtype: 'float32' as const, ...(shape && { shape }) };
      if (result) return assert.deepEqual(toInput(tensor, input), { ...tensor, shape: result });
      const message = `An array of shape [${array.join(', ')}] does not fit the input "x" of shape [${shape?.join(', ')}].`;
      assert.throws(() => toInput(tensor, input), new ArgumentError(message));
    });

  for (const [from, to, values, accepted] of types)
    it(`${from} [${values.join()}] ${accepted ? 'becomes' : 'cannot become'} ${to}`, () => {
      const input = { name: 'x', dtype: to, shape: [2] };
      if (accepted) assert.deepEqual(toInput(tensorOf(from, [2], values), input), tensorOf(to, [2], values));
      else assert.throws(() => toInput(tensorOf(from, [2], values), input), ArgumentError);
    });

  it('keeps 64-bit integers exact', () => {
    const ids = { dtype: 'int64' as const, shape: [1], data: BigInt64Array.of(2n ** 62n + 1n) };
    assert.deepEqual(toInput(ids, { name: 'x', dtype: 'int64', shape: ['N'] }), ids);
  });

  it('loads an array, with its file and hash', async () => {
    const bytes = encodeNpz({ a: float32([2], [1, 2]), b: float32([3], [3, 4, 5]) });
    const path = file('in.npz', bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const loaded = await loadInput(`${path}#b`, { name: 'x', dtype: 'float64', shape: ['N', 3] });
    assert.deepEqual(loaded.tensor, tensorOf('float64', [1, 3], [3, 4, 5]));
    assert.deepEqual([loaded.dataset.description.array, loaded.count, loaded.sha256], ['b', 1, sha256]);
  });

  it('loads a picture with the preprocessing it used', async () => {
    const path = file('in.png', encodePng(tensorOf('uint8', [1, 2, 1], [0, 255])));
    const { tensor, preprocessing, dataset } = await loadInput(path, {
      name: 'x',
      dtype: 'float32',
      shape: [1, 1, 1, 2],
    });
    assert.deepEqual(tensor, float32([1, 1, 1, 2], [0, 1]));
    assert.equal(preprocessing?.scale, 1 / 255);
    assert.deepEqual(dataset.picture, { width: 2, height: 1, channels: 1 });
    const raw = await loadInput(
      path,
      { name: 'x', dtype: 'float32', shape: [1, 1, 1, 2] },
      { preprocessing: { scale: 1 } },
    );
    assert.deepEqual(raw.tensor, float32([1, 1, 1, 2], [0, 255]));
  });

  it('loads a table, and finds a file whose name has a #', async () => {
    const path = file('in#put.csv', 'a,b\n1,2\n3,4\n');
    const { tensor } = await loadInput(path, { name: 'x', dtype: 'float32', shape: ['N', 2] });
    assert.deepEqual(tensor, float32([2, 2], [1, 2, 3, 4]));
  });

  it('refuses preprocessing for arrays, and stops when cancelled', async () => {
    const path = file('in.csv', '1,2\n');
    const input = { name: 'x', dtype: 'float32' as const };
    await assert.rejects(loadInput(path, input, { preprocessing: { scale: 1 } }), ArgumentError);
    await assert.rejects(loadInput(path, input, { signal: AbortSignal.abort() }), CancelledError);
  });
});
