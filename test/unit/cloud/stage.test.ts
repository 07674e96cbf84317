/** Where points are on screen, whom the pointer means, and how a map is laid on a grid. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { gridOf } from '../../../webview/cloud/grid';
import { combined } from '../../../webview/cloud/selection';
import {
  matrixOf,
  orbitBy,
  panBy,
  projectAll,
  wholeCloud,
  zoomAt,
  type Camera,
} from '../../../webview/cloud/stage/camera';
import { framed } from '../../../webview/cloud/stage/frame';
import { inside, nearest, type Place } from '../../../webview/cloud/stage/pick';

const size = { width: 800, height: 500 };
const anyone = () => true;

describe('the camera of a cloud', () => {
  it('shows the whole of a map, whatever its scale', () => {
    for (const scale of [1e-4, 1, 1e6]) {
      const { points } = framed(Float32Array.of(3 * scale, 0, 5 * scale, 1 * scale, 7 * scale, 2 * scale), 2);
      close(points, [-1, -0.5, 0, 0, 1, 0.5]);
    }
    close(framed(Float32Array.of(4, 4, 4, 4), 2).points, [0, 0, 0, 0]);
    const missing = framed(Float32Array.of(NaN, NaN, -1, 0, 1, 0), 2).points;
    ok(Number.isNaN(missing[0]) && missing[2] === -1);
  });

  it('takes 92 % of the shorter side', () => {
    close(seen([-1, 0, 1, 0, 0, 1], wholeCloud(2)), [400 - 230, 250, 400 + 230, 250, 400, 250 - 230]);
  });

  it('zooms around the pointer', () => {
    const points = [0.3, -0.2];
    const [x, y] = seen(points, wholeCloud(2));
    const camera = zoomAt(wholeCloud(2), 7, size, x, y);
    close(seen(points, camera), [x!, y!]);
    equal(camera.zoom, 7);
  });

  it('moves the points with the hand, in the plane and in space', () => {
    for (const dimensions of [2, 3]) {
      const points = Float32Array.of(0.1, 0.2, 0).slice(0, dimensions);
      const camera = { ...wholeCloud(dimensions), zoom: 3 };
      const place = (from: Camera) => projectAll(points, dimensions, matrixOf(from, size), size);
      const [before, after] = [place(camera), place(panBy(camera, 12, -7, size))];
      // In space what is nearer moves farther; this point is near the middle.
      ok(Math.abs(after[0]! - before[0]! - 12) < (dimensions === 2 ? 0.01 : 1));
      ok(Math.abs(after[1]! - before[1]! + 7) < (dimensions === 2 ? 0.01 : 1));
    }
  });

  it('turns without moving the middle, and shows what is nearer larger', () => {
    const camera = { ...wholeCloud(3), yaw: 0, pitch: 0 };
    const place = (points: number[], from: Camera) =>
      projectAll(Float32Array.from(points), 3, matrixOf(from, size), size);
    close(place([0, 0, 0], orbitBy(camera, 100, 30)), [400, 250]);
    const [near, , far] = place([0.5, 0, 1, 0.5, 0, -1], camera);
    ok(near! > far!, 'the eye is on the side of positive z');
    // Perspective from 4: x / (1 − z / 4).
    close([near!, far!], [400 + (230 * 0.5) / 0.75, 400 + (230 * 0.5) / 1.25]);
    ok(Number.isNaN(place([0, 0, 5], camera)[0]), 'behind the eye is nowhere');
  });
});

describe('whom the pointer means', () => {
  const screen = Float32Array.of(10, 10, 20, 10, 30, 30, NaN, NaN);

  it('is the nearest within reach', () => {
    equal(nearest(screen, [14, 10], 10, anyone), 0);
    equal(nearest(screen, [16, 10], 10, anyone), 1);
    equal(nearest(screen, [60, 60], 10, anyone), -1);
    equal(
      nearest(screen, [10, 10], 11, (index) => index !== 0),
      1,
    );
  });

  it('is all that a lasso encloses, by the even–odd rule', () => {
    deepEqual(inside(screen, [[0, 0], [25, 0], [25, 25], [0, 25]], anyone), [0, 1]);
    // A star of five strokes leaves its middle out.
    const star: Place[] = [0, 2, 4, 1, 3].map((k) => [50 * Math.sin((2 * Math.PI * k) / 5), -50 * Math.cos((2 * Math.PI * k) / 5)]);
    deepEqual(inside(Float32Array.of(0, 0, 0, -40), star, anyone), [1]);
    deepEqual(inside(screen, [], anyone), []);
  }); // prettier-ignore

  it('joins or leaves those that were chosen before', () => {
    deepEqual(combined([5, 9], [1, 9], 'add'), [1, 5, 9]);
    deepEqual(combined([5, 9], [1, 9], 'remove'), [5]);
    deepEqual(combined([5, 9], [1, 9], 'replace'), [1, 9]);
  });
});

describe('a map on a grid', () => {
  it('has a cell of its own for each point', () => {
    const points = Float32Array.from({ length: 2 * 500 }, (_, i) => Math.sin(i * i) * Math.cos(i) ** 5);
    points.fill(NaN, 10, 12);
    const { points: placed, side } = gridOf(points, 2);
    const cells = new Set<string>();
    for (let i = 0; i < 500; i++) {
      if (i === 5) continue;
      const cell = [placed[2 * i]!, placed[2 * i + 1]!].map((value) => ((value + 1) / 2) * side - 0.5);
      for (const index of cell) ok(Math.abs(index - Math.round(index)) < 1e-3 && index > -0.1 && index < side);
      cells.add(cell.map(Math.round).join());
    }
    equal(cells.size, 499);
    ok(Number.isNaN(placed[10]));
  });

  it('leaves points where they are when each has a cell to itself', () => {
    const side = 5;
    const centres = Array.from({ length: 20 }, (_, i) => [
      ((i % side) + 0.5) / side,
      (Math.floor(i / side) + 0.5) / side,
    ]);
    const points = Float32Array.from(centres.flat(), (value) => 2 * value - 1);
    const grid = gridOf(points, 2);
    equal(grid.side, side);
    close(grid.points, [...points]);
  });

  it('puts all duplicates next to each other', () => {
    const { points } = gridOf(new Float32Array(2 * 9), 2);
    ok(
      points.every((value) => Math.abs(value) < 0.8),
      [...points].join(),
    );
  });

  it('holds one point, and none', () => {
    equal(gridOf(Float32Array.of(0, 0), 2).placed, 1);
    equal(gridOf(new Float32Array(), 2).placed, 0);
  });
});

function seen(points: number[], camera: Camera): number[] {
  return [...projectAll(Float32Array.from(points), 2, matrixOf(camera, size), size)];
}

function close(actual: ArrayLike<number>, expected: readonly number[]): void {
  equal(actual.length, expected.length);
  expected.forEach((value, i) =>
    ok(
      Math.abs(actual[i]! - value) < 1e-3 * Math.max(1, Math.abs(value)),
      `${[...Array.from(actual)].join()} is not ${expected.join()}`,
    ),
  );
}
