/** Which view an array gets, and which of its axes is which. */
import { deepEqual, equal } from 'node:assert/strict';
import { layoutOf, type LayoutKind } from '../../src/shared/picture/layout';
import { channelValues, slice } from '../../src/shared/picture/plane';

// Shape, kind, channels, [depth, height, width].
const shapes: [number[], LayoutKind, number, [number, number, number]][] = [
  [[1, 1, 28, 28], 'image', 1, [1, 28, 28]],
  [[16, 3, 224, 224], 'image', 3, [1, 224, 224]],
  [[1, 224, 224, 3], 'image', 3, [1, 224, 224]],
  [[1, 28, 28, 1], 'image', 1, [1, 28, 28]],
  [[2, 3, 5, 3], 'image', 3, [1, 5, 3]],
  [[1, 64, 7, 7], 'image', 64, [1, 7, 7]],
  [[1, 300, 200, 4], 'image', 4, [1, 300, 200]],
  [[4, 12], 'tabular', 1, [1, 1, 12]],
  [[4, 64], 'tabular', 1, [1, 1, 64]],
  [[4, 65], 'signal', 1, [1, 1, 65]],
  [[1, 1, 16000], 'signal', 1, [1, 1, 16000]],
  [[1, 12, 5000], 'signal', 12, [1, 1, 5000]],
  [[1, 5000, 12], 'signal', 12, [1, 1, 5000]],
  [[1, 128, 80], 'image', 1, [1, 128, 80]],
  [[1, 1, 24, 32, 40], 'volume', 1, [24, 32, 40]],
  [[1, 24, 32, 40, 3], 'volume', 3, [24, 32, 40]],
  [[5], 'tabular', 1, [1, 1, 1]],
  [[], 'tabular', 1, [1, 1, 1]],
  [[2, 2, 2, 2, 2, 3], 'signal', 1, [1, 1, 48]],
];

describe('layout of an array', () => {
  for (const [shape, kind, channels, [depth, height, width]] of shapes)
    it(`looks at [${shape.join(', ')}] as ${kind}`, () => {
      const layout = layoutOf(shape);
      equal(layout.kind, kind);
      equal(layout.channels, channels);
      deepEqual(layout.size, { depth, height, width });
      equal(layout.samples, shape[0] ?? 1);
      equal(
        layout.sampleSize * layout.samples,
        shape.reduce((product, size) => product * size, 1),
      );
    });

  for (const shape of [
    [2, 3, 4, 5],
    [2, 6, 5, 3],
    [2, 3, 2, 4, 5],
    [2, 2, 4, 5, 3],
  ])
    it(`finds each element of [${shape.join(', ')}] where it lies`, () => {
      const layout = layoutOf(shape);
      const last = shape.at(-1) === 3;
      // Every element says its own place: channel, depth, row, column, in digits.
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, flat) => {
        const place = coordinates(flat, shape).slice(1);
        const channel = last ? place.pop()! : place.shift()!;
        return [channel, ...place].reduce((digits, coordinate) => digits * 10 + coordinate, 0);
      });
      const spatial = shape.length - 2;
      const values = channelValues(data, layout, 1, 2);
      const { depth, height, width } = layout.size;
      for (let z = 0; z < depth; z++)
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++)
            equal(values[(z * height + y) * width + x], Number(`2${spatial === 3 ? z : ''}${y}${x}`));
    });
});

describe('channels and slices', () => {
  const layout = layoutOf([1, 2, 2, 3, 2]);
  const data = Float32Array.from({ length: 24 }, (_, index) => (index < 12 ? index : -2 * (index - 12)));

  it('sums, averages or picks channels, with sign', () => {
    deepEqual(
      [...channelValues(data, layout, 0, 'sum')],
      Array.from({ length: 12 }, (_, i) => -i || 0),
    );
    deepEqual(
      [...channelValues(data, layout, 0, 'mean')],
      Array.from({ length: 12 }, (_, i) => -i / 2 || 0),
    );
    equal(channelValues(data, layout, 0, 1)[5], -10);
  });

  const cuts = [
    ['depth', 1, 2, 3, [6, 7, 8, 9, 10, 11]],
    ['height', 0, 2, 2, [0, 1, 6, 7]],
    ['width', 1, 3, 2, [1, 3, 5, 7, 9, 11]],
  ] as const;
  for (const [axis, index, width, height, expected] of cuts)
    it(`cuts across ${axis}`, () => {
      const plane = slice(channelValues(data, layout, 0, 0), layout.size, axis, index);
      deepEqual([plane.width, plane.height, [...plane.values]], [width, height, [...expected]]);
    });
});

function coordinates(flat: number, shape: readonly number[]): number[] {
  return shape.map((size, axis) => Math.floor(flat / shape.slice(axis + 1).reduce((a, b) => a * b, 1)) % size);
}
