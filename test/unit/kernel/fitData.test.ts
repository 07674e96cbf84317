/** Whether data fits a model, told from headers: the same answer as loading it whole, for every kind of file and input. */
import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import { encodeNpy, encodeNpz, encodePng, loadInput } from '../../../src/formats';
import { fitData } from '../../../src/kernel/fitData';
import { float32, tensorOf, type Shape } from '../../../src/shared/tensor';
import { baseline } from '../formats/golden-pictures';
import { temporaryFolder } from '../../helpers/models';

const zeros = (shape: Shape) => float32([...shape], new Float32Array(shape.reduce((a, b) => a * b, 1)));
const table = (columns: number, rows: number): string =>
  [
    Array.from({ length: columns }, (_, i) => `x${i}`).join(),
    ...Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, i) => row / (i + 7) + 0.01).join()),
  ].join('\n');
const words = (width: number, rows: number): string =>
  Array.from({ length: rows }, (_, i) => `w${i} ${Array.from({ length: width }, (_, k) => `0.${i + k + 1}`).join(' ')}`).join('\n'); // prettier-ignore

describe('kernel/fitData', () => {
  const folder = temporaryFolder();
  const write = (name: string, data: Uint8Array | string): string => {
    const path = folder.path(name);
    writeFileSync(path, data);
    return path;
  };
  const grey = (height: number, width: number) => encodePng(tensorOf('uint8', [height, width, 1], new Uint8Array(height * width))); // prettier-ignore

  const files: [name: string, data: () => Uint8Array | string, shape: string][] = [
    ['ten.csv', () => table(10, 12), '10 columns'],
    ['wide.csv', () => table(300, 12), '300 columns'],
    ['long.csv', () => table(10, 3000), '10 columns'],
    ['rows.npy', () => encodeNpy(zeros([5, 10])), 'samples of 10'],
    ['digits.npy', () => encodeNpy(zeros([5, 28, 28])), 'samples of 28 × 28'],
    ['words.vec', () => words(300, 4), 'samples of 300'],
    ['headed.vec', () => `4 10\n${words(10, 4)}`, 'samples of 10'],
    ['photo.png', () => grey(64, 48), '48 × 64 pixels'],
    ['digit.png', () => grey(28, 28), '28 × 28 pixels'],
    ['photo.jpg', () => Buffer.from(baseline, 'base64'), '24 × 16 pixels'],
  ];
  const inputs: Shape[] = [[1, 10], [1, 784], [1, 1, 28, 28], [1, 3, 224, 224], [1, 300]]; // prettier-ignore
  for (const [name, data, shape] of files)
    for (const [batch, ...sample] of inputs)
      it(`of ${name} for ${sample.join(' × ')} is what loading says`, async () => {
        const path = write(name, data());
        const input = { name: 'x', dtype: 'float32' as const, shape: ['?', ...sample] };
        const loads = await loadInput(path, input).then(
          () => true,
          () => false,
        );
        const misfit = `has ${shape}, the model takes ${sample.join(' × ')}`;
        assert.equal(batch, 1);
        assert.deepEqual(await fitData(input, [path]), [loads ? { shape } : { shape, misfit }]);
      });

  it('asks of several arrays that one fits', async () => {
    const path = write('several.npz', encodeNpz({ a: zeros([5, 10]), b: zeros([5, 3]) }));
    const fit = (size: number) => fitData({ name: 'x', dtype: 'float32', shape: ['?', size] }, [path]);
    assert.deepEqual(await fit(3), [{ shape: '2 arrays' }]);
    assert.deepEqual(await fit(4), [{ shape: '2 arrays', misfit: 'none of its 2 arrays fits, the model takes 4' }]);
  });

  it('reads no further than the head: what follows may be anything', async () => {
    const path = write('cut.csv', `${table(10, 3000)}\nand, then, not, a, table`);
    const input = { name: 'x', dtype: 'float32' as const, shape: ['?', 10] };
    await assert.rejects(loadInput(path, input));
    assert.deepEqual(await fitData(input, [path]), [{ shape: '10 columns' }]);
    const cut = write('cut.png', grey(28, 28));
    truncateSync(cut, 40);
    assert.deepEqual(await fitData({ ...input, shape: ['?', 784] }, [cut]), [{ shape: '28 × 28 pixels' }]);
  });

  it('is silent about what cannot be read', async () => {
    const paths = [write('empty.npy', ''), write('broken.png', 'no picture'), folder.path('nowhere.csv')];
    assert.deepEqual(await fitData({ name: 'x', dtype: 'float32', shape: ['?', 10] }, paths), [{}, {}, {}]);
  });
});
