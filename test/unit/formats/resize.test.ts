/** Resizing against values worked out by hand and arrays that Pillow 9.4.0 made in its float mode ('F'). */
import assert from 'node:assert/strict';
import { resize, type Box, type Interpolation } from '../../../src/formats/resize';

// Row by row, 7 × 5: the squares of 0 to 34.
const squares = Array.from({ length: 35 }, (_, index) => index ** 2);
const fromPillow: [Interpolation, width: number, height: number, box: Box | undefined, values: number[]][] = [
  ['bilinear', 3, 2, undefined, [97.92208, 136.57753, 183.63635, 513.92206, 612.57751, 719.63629]],
  ['nearest', 3, 2, undefined, [64, 100, 144, 484, 576, 676]],
  [
    'bilinear', 4, 4, { left: 1, top: 0.5, width: 5, height: 4 },
    [34.19231, 47.5, 62.66667, 82.1923, 148.34616, 179.33331, 210.83331, 248.03847, 360.5, 409.16663, 457, 511.88461, 670.65387, 737, 801.16663, 873.73071],
  ],
  [
    'nearest', 4, 4, { left: 1, top: 0.5, width: 5, height: 4 },
    [64, 81, 121, 144, 225, 256, 324, 361, 484, 529, 625, 676, 841, 900, 1024, 1089],
  ],
  ['bilinear', 7, 5, undefined, squares],
  ['nearest', 7, 5, undefined, squares],
]; // prettier-ignore

const byHand: [what: string, source: number[], target: number, expected: number[]][] = [
  // Centres of the four lie at 0.25, 0.75, 1.25, 1.75: a quarter of the way into the neighbour, the ends held.
  ['doubled', [0, 8], 4, [0, 2, 6, 8]],
  // Reach 2 around centres 1 and 3: triangle weights 0.75 0.75 0.25 (sum 1.75) and their mirror.
  ['halved', [0, 1, 2, 3], 2, [(0.75 + 0.5) / 1.75, (0.25 * 1 + 0.75 * 2 + 0.75 * 3) / 1.75]],
  ['constant', [5, 5, 5, 5, 5], 3, [5, 5, 5]],
];

describe('formats/resize', () => {
  for (const [interpolation, width, height, box, values] of fromPillow)
    it(`${interpolation} to ${width} × ${height}${box ? ' of a part' : ''} agrees with Pillow`, () => {
      const source = { width: 7, height: 5, channels: 1, data: Float32Array.from(squares) };
      near(resize(source, width, height, interpolation, box).data, values, 1e-3);
    });

  for (const [what, source, target, expected] of byHand)
    it(`a row ${what}, and the same as a column`, () => {
      const data = Float32Array.from(source);
      near(resize({ width: source.length, height: 1, channels: 1, data }, target, 1, 'bilinear').data, expected, 1e-6);
      near(resize({ width: 1, height: source.length, channels: 1, data }, 1, target, 'bilinear').data, expected, 1e-6);
    });

  it('keeps channels apart', () => {
    const data = Float32Array.of(0, 100, 8, 108);
    const { data: out } = resize({ width: 2, height: 1, channels: 2, data }, 4, 1, 'bilinear');
    near(out, [0, 100, 2, 102, 6, 106, 8, 108], 1e-6);
  });

  it('at equal sizes gives back the very numbers', () => {
    const data = Float32Array.from(squares, Math.sin);
    for (const interpolation of ['bilinear', 'nearest'] as const)
      assert.deepEqual(resize({ width: 7, height: 5, channels: 1, data }, 7, 5, interpolation).data, data);
  });
});

function near(actual: Float32Array, expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, index) => {
    assert.ok(Math.abs(value - expected[index]!) <= tolerance, `${index}: ${value}, not ${expected[index]}`);
  });
}
