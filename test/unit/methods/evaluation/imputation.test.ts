/** ROAD: the filled-in values against a dense solve and against pictures whose answer is known; its score by hand. */
import assert from 'node:assert/strict';
import { Matrix, solve } from 'ml-matrix';
import { imputerFor } from '../../../../src/methods/evaluation/impute';
import { placesOf } from '../../../../src/methods/evaluation/places';
import { shuffled } from '../../../../src/methods/shuffled';
import { random } from '../../../../src/shared/random';
import type { Shape } from '../../../../src/shared/tensor';
import { assertClose } from '../../../helpers/models';
import { linear, linearPicture, workshop } from './helper';

/** [shape of the input, missing places]. */
const pictures: [Shape, number][] = [
  [[1, 1, 8, 8], 1],
  [[1, 1, 8, 8], 40],
  [[1, 1, 8, 8], 63],
  [[1, 3, 5, 7], 20],
  [[1, 1, 30], 17],
  [[1, 1, 4, 5, 6], 70],
];

describe('remove and debias', () => {
  const { measure, evaluate } = workshop();

  for (const [shape, count] of pictures) {
    it(`${count} missing places of [${shape.join()}] solve the dense system`, () => {
      const draw = random(count);
      const places = placesOf(shape);
      const values = Float64Array.from({ length: places.count }, () => draw.normal());
      const missing = shuffled(places.count, draw).slice(0, count);
      const expected = denseSolution(places.sides, values, missing);
      imputerFor(places, 1e-12)(values, missing);
      assertClose(values, expected, 1e-8);
    });
  }

  it('a ramp is filled in as it was, where the missing places are away from the border', () => {
    const ramp = Float64Array.from({ length: 49 }, (_, i) => 2 * (i % 7) - 3 * Math.floor(i / 7));
    const values = ramp.slice();
    const missing = [16, 17, 18, 24, 31, 32];
    for (const place of missing) values[place] = 99;
    imputerFor(placesOf([1, 1, 7, 7]), 1e-12)(values, missing);
    assertClose(values, Array.from(ramp), 1e-9);
  });

  it('one missing place is the mean of its neighbours, diagonal ones at half weight', () => {
    const values = Float64Array.from([1, 2, 3, 4, 99, 6, 7, 8, 9.6]);
    imputerFor(placesOf([1, 1, 3, 3]), 1e-12)(values, [4]);
    assertClose([values[4]!], [(2 + 4 + 6 + 8) / 6 + (1 + 3 + 7 + 9.6) / 12], 1e-9);
  });

  it('scores 1 where the one place that counts goes first, −1 where it goes last', async () => {
    const bright = Array.from({ length: 16 }, (_, i) => Number(i === 5));
    const problem = linearPicture([1, 4, 4], bright, [bright]);
    const dark = bright.map((value) => -value);
    const { scores } = await measure(problem, [bright, dark], 'road', { shares: [1 / 16], noise: 0 });
    assertClose([scores[0]![0]!, scores[1]![0]!], [1, -1], 1e-6);
  });

  it('random orders have 0 in the mean, and a perfect map is above them', async () => {
    const draw = random(3);
    const w = Array.from({ length: 64 }, () => draw.normal());
    const samples = Array.from({ length: 20 }, () => w.map(() => draw.normal()));
    const { measures } = await evaluate(linearPicture([1, 8, 8], w, samples), ['input-x-gradient'], [['road', { reading: 'target' }]]); // prettier-ignore
    const { random: chance, methods } = measures[0]!;
    assert.ok(Math.abs(chance!.score) < 4 * chance!.standardError!, `${chance!.score} ± ${chance!.standardError}`);
    assert.ok(methods[0]!.score > 10 * chance!.standardError!);
  });

  it('refuses a table, whose columns have no neighbours', async () => {
    await assert.rejects(measure(linear([1, 2], [[1, 1]]), [[1, 2]], 'road', {}), /neighbouring positions/);
  });
});

/** The same system, written out from the distance between places. */
function denseSolution(sides: readonly number[], values: Float64Array, missing: readonly number[]): number[] {
  const [, height, width] = sides as [number, number, number];
  const where = (place: number) => [
    Math.floor(place / (height * width)),
    Math.floor(place / width) % height,
    place % width,
  ];
  const weight = (a: number, b: number): number => {
    const distances = where(a).map((at, axis) => Math.abs(at - where(b)[axis]!));
    const differing = distances.reduce((sum, distance) => sum + distance, 0);
    return differing === 0 || Math.max(...distances) > 1 ? 0 : 1 / differing;
  };
  const matrix = Matrix.zeros(values.length, values.length);
  const right = Matrix.zeros(values.length, 1);
  for (let i = 0; i < values.length; i++) {
    if (!missing.includes(i)) {
      matrix.set(i, i, 1);
      right.set(i, 0, values[i]!);
      continue;
    }
    for (let j = 0; j < values.length; j++) {
      matrix.set(i, j, matrix.get(i, j) - weight(i, j));
      matrix.set(i, i, matrix.get(i, i) + weight(i, j));
    }
  }
  return solve(matrix, right).to1DArray();
}
