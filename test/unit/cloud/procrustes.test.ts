/** Maps laid over each other: known motions are found again, and others' numbers agree. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { random } from '../../../src/shared/random';
import { aligned, alignedMaps, procrustes } from '../../../src/shared/cloud/procrustes';

describe('the alignment of two maps', () => {
  for (const dimensions of [1, 2, 3])
    for (const mirrored of [false, true])
      it(`finds a known ${mirrored ? 'reflection' : 'turn'}, shift and size again in ${dimensions}-D`, () => {
        const target = points(50, dimensions);
        const turn = orthogonal(dimensions, mirrored);
        const moved = target.map((_, at) => {
          const [row, axis] = [Math.floor(at / dimensions) * dimensions, at % dimensions];
          let sum = 0;
          for (let i = 0; i < dimensions; i++) sum += target[row + i]! * turn[i]![axis]!;
          return 0.125 * sum + 3 - axis;
        });
        const alignment = procrustes(target, moved, dimensions);
        ok(alignment.disparity < 1e-10, `${alignment.disparity}`);
        close([alignment.scale], [8]);
        // What undoes an orthogonal matrix is its transpose.
        close(alignment.rotation, Array.from({ length: dimensions ** 2 }, (_, k) => turn[k % dimensions]![Math.floor(k / dimensions)]!)); // prettier-ignore
        close(aligned(moved, alignment), target, 2e-6);
      });

  // scipy 1.17.1: `orthogonal_procrustes` of both maps centred and of size 1, and the disparity of `scipy.spatial.procrustes`.
  const a = [0.887, 2.728, 2.187, 0.323, 2.098, -2.776, -2.915, 2.82, 2.265, -0.684, 1.825, -2.924, 0.167, -2.969, 1.415, -1.37, 2.775, 2.995, -2.907, -2.951, 2.968]; // prettier-ignore
  const b = [5, -2.081, 4.428, 1.967, 4.994, -4.813, 1.333, 0.181, -4.552, 2.185, 4.46, -0.243, -0.71, -4.973, -4.934, 3.063, -4.914, -3.477, -4.639, 4.874, 1.461]; // prettier-ignore

  it('agrees with scipy in the plane', () => {
    const [target, map] = [Float32Array.from(a.slice(0, 14)), Float32Array.from(b.slice(0, 14))];
    const alignment = procrustes(target, map, 2);
    close(alignment.rotation, [0.996929698069786, 0.07830183335328395, -0.07830183335328372, 0.9969296980697859]);
    close([alignment.disparity], [0.9308110020604875]);
    close(aligned(map, alignment), [2.903851, -0.9974959, 2.3065455, 1.6892609, 3.043844, -2.8314583, 0.3234142, 0.3273891, -3.7320846, 1.3621873, 2.4445254, 0.2076544, -0.7760951, -3.2395378]); // prettier-ignore
  });

  it('agrees with scipy in space, where the best is a reflection', () => {
    const [target, map] = [Float32Array.from(a), Float32Array.from(b)];
    const alignment = procrustes(target, map, 3);
    close(alignment.rotation, [0.357122173582181, 0.9156508856942737, -0.18451885720226877, -0.007145112322352455, -0.19486169651682028, -0.9808047035982691, 0.9340303530966434, -0.35158551556894285, 0.06304700418165116]); // prettier-ignore
    close([alignment.disparity], [0.6686395270258556]);
    close([procrustes(map, target, 3).disparity], [0.6686395270258556]);
    close(aligned(map, alignment).slice(0, 6), [3.4475235, 2.0167878, 2.1500545, -2.5379453, 1.4609595, -2.1173791]);
  });

  it('takes only the points that have a place in both', () => {
    const target = points(20, 2);
    const moved = target.map((_, at) => (at % 2 === 0 ? -target[at + 1]! : target[at - 1]!));
    target.fill(NaN, 0, 2);
    moved.fill(NaN, 6, 8);
    const over = aligned(moved, procrustes(target, moved, 2));
    close(over.slice(8), target.slice(8));
    ok(Number.isFinite(over[0]), 'one that has no place in the other map keeps its own');
    ok(Number.isNaN(over[6]));
  });

  it('only moves what has nothing to turn', () => {
    for (const map of [Float32Array.of(7, 7, 7, 7), Float32Array.of(7, 7, NaN, NaN)]) {
      const over = aligned(map, procrustes(Float32Array.of(0, 0, 2, 0), map, 2));
      ok(over[0] === 1 || over[0] === 0);
      equal(over[1], 0);
    }
    equal(procrustes(Float32Array.of(NaN), Float32Array.of(NaN), 1).scale, 1);
  });

  it('lays each map of a sequence over the last that is there', () => {
    const first = points(30, 2);
    const second = first.map((_, at) => 3 * (at % 2 === 0 ? -first[at + 1]! : first[at - 1]!));
    const third = first.map((value) => 5 - value / 7);
    const maps = alignedMaps([undefined, first, undefined, second, third], 2);
    deepEqual([maps[0], maps[2]], [undefined, undefined]);
    equal(maps[1]!.positions, first);
    equal(maps[1]!.disparity, undefined);
    for (const map of maps.slice(3)) {
      close(map!.positions, first, 2e-6);
      ok(map!.disparity! < 1e-10);
    }
  });
});

function points(count: number, dimensions: number): Float32Array {
  const source = random(3);
  return Float32Array.from({ length: count * dimensions }, () => source.normal());
}

/** Turns by fixed angles in the planes of the axes, and a mirror. */
function orthogonal(dimensions: number, mirrored: boolean): number[][] {
  const sign = mirrored ? -1 : 1;
  if (dimensions === 1) return [[sign]];
  const [c, s] = [Math.cos(2.1), Math.sin(2.1)];
  if (dimensions === 2) return [[sign * c, sign * s], [-s, c]]; // prettier-ignore
  const [e, f] = [Math.cos(-0.7), Math.sin(-0.7)];
  return [[sign * c, sign * s * e, sign * s * f], [-s, c * e, c * f], [0, -f, e]]; // prettier-ignore
}

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, within = 1e-6): void {
  equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++)
    ok(Math.abs(actual[i]! - expected[i]!) <= within * Math.max(1, Math.abs(expected[i]!)), `${i}: ${actual[i]} ≠ ${expected[i]}`); // prettier-ignore
}
