/** Labelings of point sets: published counts, every labeling tried one by one, and sets that are hard to take. */
import assert from 'node:assert/strict';
import { countLabelings } from '../../../src/methods/capacity/countLabelings';
import { labelings } from '../../../src/shared/capacity/cover';
import type { PointSet } from '../../../src/shared/capacity/requests';
import { ArgumentError, CancelledError } from '../../../src/shared/errors';
import { random } from '../../../src/shared/random';
import { countByTrial, randomPoints } from './feasible';

describe('countLabelings', () => {
  // Linearly separable Boolean functions of n variables (OEIS A000609).
  const cubes = [2, 4, 14, 104, 1882, 94572];
  for (const [n, count] of cubes.entries()) {
    it(`of the corners of the ${n}-cube: ${count}`, async () => {
      const { count: counted, generalPosition } = await countLabelings({ points: cube(n), bias: true }, {});
      assert.equal(counted, String(count));
      assert.equal(generalPosition, String(labelings(2 ** n, n, true)));
    });
  }

  it('is what trying every labeling gives, for sets in any position', async () => {
    const numbers = random(1);
    for (let trial = 0; trial < 120; trial++) {
      const [count, inputs] = [1 + Math.floor(numbers.uniform() * 7), 1 + Math.floor(numbers.uniform() * 3)];
      const set = { points: randomPoints(numbers, count, inputs, 1 + (trial % 3)), bias: trial % 2 === 0 };
      const { count: counted, generalPosition, generalPositionHolds } = await countLabelings(set, {});
      assert.equal(counted, String(countByTrial(set.points, set.bias)), JSON.stringify(set));
      assert.equal(generalPositionHolds, counted === generalPosition);
    }
  });

  it('does not depend on the order, nor on the scale of a coordinate', async () => {
    const points = randomPoints(random(2), 12, 3, 2);
    const others = [
      [...points].reverse(),
      points.map((point) => point.map((value) => value * 2 ** -1060)),
      points.map((point) => point.map((value) => value * 2 ** 1000)),
      points.map(([x, y, z]) => [x! * 2 ** 900, y!, z! * 2 ** -900]),
    ];
    const { count } = await countLabelings({ points, bias: true }, {});
    for (const other of others) assert.equal((await countLabelings({ points: other, bias: true }, {})).count, count);
  });

  it('is Cover’s number for points in general position, with words or without', async () => {
    const { normal } = random(3);
    for (const [count, inputs] of [
      [20, 10],
      [60, 3],
      [9, 30],
      [31, 29],
    ] as const) {
      // prettier-ignore
      const points = Array.from({ length: count }, () => Array.from({ length: inputs }, normal));
      const answer = await countLabelings({ points, bias: false }, {});
      assert.equal(answer.count, String(labelings(count, inputs)));
      assert.equal(answer.generalPositionHolds, true);
      assert.match(answer.notes.at(-1)!, /^The distinct points are in general position, proved/);
    }
  });

  it('sees one dependence among long numbers', async () => {
    const { uniform } = random(4);
    const points = Array.from({ length: 9 }, () => [
      2 * Math.floor(uniform() * 2 ** 50),
      2 * Math.floor(uniform() * 2 ** 50),
    ]);
    // In the middle of two others: of the 45 lines through two points, three are one, so that 2 labelings of 92 are lost.
    points.push([0, 1].map((k) => (points[0]![k]! + points[1]![k]!) / 2));
    const answer = await countLabelings({ points, bias: true }, {});
    assert.deepEqual([answer.count, answer.generalPosition], ['90', '92']);
    assert.match(answer.notes.at(-1)!, /with integers of \d+ bits/);
  });

  const notes: [what: string, set: PointSet, count: string, note: RegExp][] = [
    ['a zero point without a bias', { points: [[0, 0], [1, 0], [0, 1]], bias: false }, '0', /^Point 1 is zero: .* allow 4\.$/],
    ['a zero point with a bias', { points: [[0, 0], [1, 0], [0, 1]], bias: true }, '8', /^Counted by deletion and restriction/],
    ['equal points', { points: [[1, 2], [3, 4], [1, 2], [1, 2]], bias: true }, '4', /^Points 1, 3 and 4 are the same/],
    ['points on a line through 0', { points: [[1, 2], [-2, -4], [0, 1]], bias: false }, '4', /^Points 1 and 2 are on one line through 0/],
    ['points on a line', { points: [[0, 0], [1, 1], [2, 2], [3, 3]], bias: true }, '8', /^The points span 2 of their 3 dimensions/],
    ['points of no coordinates', { points: [[], []], bias: true }, '2', /^Points 1 and 2 are the same/],
  ]; // prettier-ignore
  for (const [what, set, count, note] of notes) {
    it(`tells of ${what}`, async () => {
      const answer = await countLabelings(set, {});
      assert.equal(answer.count, count);
      assert.match(answer.notes[0]!, note);
      assert.ok(answer.notes.every((sentence) => sentence.endsWith('.')));
    });
  }

  it('reports progress that rises to 1, lets others in between, and stops when cancelled', async () => {
    const seen: number[] = [];
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const set = { points: cube(5), bias: true };
    await countLabelings(set, { onProgress: ({ fraction }) => seen.push(fraction) });
    clearInterval(timer);
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
    assert.equal(seen.at(-1), 1);
    assert.ok(ticks > 1, 'timers fire meanwhile');
    const controller = new AbortController();
    const onProgress = () => {
      controller.abort();
    };
    const long = { points: cube(6), bias: true };
    await assert.rejects(countLabelings(long, { signal: controller.signal, onProgress }), CancelledError);
  });

  const refused: [what: string, points: number[][], message: RegExp][] = [
    ['no points', [], /^There are no points; give at least one\.$/],
    ['rows of different length', [[1, 2], [3]], /^Point 2 has 1 coordinates but point 1 has 2/],
    ['NaN', [[1, 2], [3, NaN]], /^Coordinate 2 of point 2 is NaN/],
    ['infinity', [[-Infinity, 2]], /^Coordinate 1 of point 1 is -Infinity/],
    ['too many points', Array.from({ length: 2001 }, (_, i) => [i]), /^At most 2,000 points .* have 2,001 × 1\b/],
    ['too many inputs', [Array.from({ length: 2001 }, (_, i) => i)], /^At most 2,000 points .* have 1 × 2,001\b/],
    ['what would take long', randomPoints(random(5), 200, 20, 1000), /would take too long; use fewer points/],
    ['what would take long to look at', randomPoints(random(5), 2000, 1900, 1), /would take too long/],
  ]; // prettier-ignore
  for (const [what, points, message] of refused) {
    it(`refuses ${what} in one sentence`, async () => {
      await assert.rejects(
        countLabelings({ points, bias: true }, {}),
        (error: Error) => error instanceof ArgumentError && message.test(error.message),
      );
    });
  }
});

function cube(n: number): number[][] {
  return Array.from({ length: 2 ** n }, (_, corner) => Array.from({ length: n }, (_, k) => (corner >> k) & 1));
}
