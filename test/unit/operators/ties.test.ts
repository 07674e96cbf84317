/**
 * Where several elements of a pooling window are its maximum, the first in row-major order gets the whole gradient. Expected
 * gradients are PyTorch's, of integer inputs with many ties and dy = 1, 2, 3 …
 */
import assert from 'node:assert/strict';
import { gradient } from '../../../src/differentiate/gradient';
import { Engine } from '../../../src/engine/engine';
import type { PlainAttribute } from '../../../src/graph/attributes';
import { float32, sizeOf, toNumbers } from '../../../src/shared/tensor';
import { build } from './cases/case';

interface Row {
  name: string;
  op: string;
  attributes: Record<string, PlainAttribute>;
  shape: number[];
  values: number[];
  expected: number[];
}

const rows: Row[] = [
  {
    name: 'overlapping windows, padded',
    op: 'MaxPool',
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
    shape: [1, 1, 5, 6],
    values: [1, 2, 1, 0, 1, 0, 0, 2, 1, 1, 1, 0, 2, 2, 0, 1, 0, 0, 2, 2, 0, 2, 0, 1, 0, 2, 2, 0, 1, 2],
    expected: [0, 3, 0, 0, 3, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 8, 0, 15, 0, 0, 0, 0, 0, 0, 0, 0],
  },
  {
    name: 'tiled windows, all equal',
    op: 'MaxPool',
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    shape: [1, 1, 4, 4],
    values: new Array<number>(16).fill(0),
    expected: [1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0],
  },
  {
    name: 'three axes',
    op: 'MaxPool',
    attributes: { kernel_shape: [2, 2, 2] },
    shape: [1, 1, 3, 4, 4],
    values: [
      0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0,
      1, 1, 0, 0, 1, 1, 1, 0, 1, 1,
    ],
    expected: [
      0, 3, 0, 3, 4, 0, 11, 0, 0, 15, 9, 0, 0, 0, 0, 0, 0, 21, 12, 0, 13, 0, 29, 0, 0, 33, 18, 0, 0, 0, 0, 0, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ],
  },
  {
    name: 'the whole plane',
    op: 'GlobalMaxPool',
    attributes: {},
    shape: [1, 1, 2, 3],
    values: [1, 3, 3, 3, 0, 2],
    expected: [0, 1, 0, 0, 0, 0],
  },
];

describe('ties in max pooling go to the first maximum', () => {
  const engine = new Engine();
  after(() => engine.dispose());

  for (const { name, op, attributes, shape, values, expected } of rows) {
    it(`${op}: ${name}`, async () => {
      const { graph, feeds } = build({ name, op, attributes, inputs: [{ shape, values }] });
      const backward = gradient(graph, 'y0', ['x0']);
      const sizes = graph.types.get('y0')!.shape;
      const seed = float32(sizes, Array.from({ length: sizeOf(sizes) }, (_, i) => i + 1)); // prettier-ignore
      const program = await engine.compile(backward.graph, { device: 'cpu' });
      const results = await program.run({ ...feeds, [backward.seed]: seed });
      assert.deepEqual(Array.from(toNumbers(results[backward.gradients[0]!]!)), expected);
    });
  }
});
