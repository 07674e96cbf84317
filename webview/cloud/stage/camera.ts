/**
 * The viewpoint on the points. The points lie in [−1, 1] along their widest axis (see frame.ts); a camera is plain
 * data, and one matrix from it serves the graphics card, the pointer and the labels.
 */

import type { Size } from '../../ui/plotHost';

export interface Camera {
  dimensions: 2 | 3;
  /** 1 shows all points. */
  zoom: number;
  /** The place at the middle of the view, before rotation. */
  x: number;
  y: number;
  z: number;
  /** Radians: rotation of the points about the vertical axis, and then their tilt towards the eye. */
  yaw: number;
  pitch: number;
}

/** Column by column, as in WebGL. */
export type Matrix = Float32Array;

/** Share of the view's shorter side that the points fill at zoom 1. */
const filled = 0.92;
/** Distance of the eye in halves of the points' width: near enough for depth, far enough to avoid distortion. */
const eye = 4;
const mostZoom = 20_000;
const leastZoom = 0.2;

export function wholeCloud(dimensions: number): Camera {
  return { dimensions: dimensions === 3 ? 3 : 2, zoom: 1, x: 0, y: 0, z: 0, yaw: 0.5, pitch: 0.35 };
}

export function matrixOf(camera: Camera, { width, height }: Size): Matrix {
  const short = Math.min(width, height);
  const [sx, sy] = [(filled * camera.zoom * short) / width, (filled * camera.zoom * short) / height];
  const { x, y, z } = camera;
  if (camera.dimensions === 2) return Float32Array.of(sx, 0, 0, 0, 0, sy, 0, 0, 0, 0, 0, 0, -x * sx, -y * sy, 0, 1);
  const [right, up, near] = axesOf(camera);
  const row = (axis: Axis, scale: number): number[] => [
    ...axis.map((value) => value * scale),
    -(axis[0] * x + axis[1] * y + axis[2] * z) * scale,
  ];
  // Perspective: w is the distance from the eye, 1 at the middle. Depth reaches beyond the points' farthest corner.
  const first = row(right, sx);
  const second = row(up, sy);
  const third = row(near, -1 / (2 * eye));
  const fourth = row(near, -1 / eye);
  fourth[3]! += 1;
  return Float32Array.from({ length: 16 }, (_, i) => [first, second, third, fourth][i % 4]![i >> 2]!);
}

/** Screen position of each point in pixels, [N × 2]; NaN for missing points and those behind the eye. */
export function projectAll(points: Float32Array, dimensions: number, matrix: Matrix, size: Size): Float32Array {
  const count = points.length / dimensions;
  const screen = new Float32Array(2 * count);
  const [a, b, , d, e, f, , h, i, j, , l, m, n, , p] = matrix as unknown as number[];
  const [halfWidth, halfHeight] = [size.width / 2, size.height / 2];
  for (let k = 0; k < count; k++) {
    const x = points[dimensions * k]!;
    const y = points[dimensions * k + 1]!;
    const z = dimensions === 3 ? points[3 * k + 2]! : 0;
    const w = d! * x + h! * y + l! * z + p!;
    const seen = w > 0.02 ? 1 / w : NaN;
    screen[2 * k] = halfWidth * (1 + (a! * x + e! * y + i! * z + m!) * seen);
    screen[2 * k + 1] = halfHeight * (1 - (b! * x + f! * y + j! * z + n!) * seen);
  }
  return screen;
}

/** Zooms, keeping the screen place (`atX`, `atY`), in pixels, fixed; in space, the middle. */
export function zoomAt(
  camera: Camera,
  factor: number,
  size: Size,
  atX = size.width / 2,
  atY = size.height / 2,
): Camera {
  const zoom = Math.max(leastZoom, Math.min(mostZoom, camera.zoom * factor));
  const next = { ...camera, zoom };
  if (camera.dimensions === 3) return next;
  const [before, after] = [pixelsPerUnit(camera, size), pixelsPerUnit(next, size)];
  next.x += (atX - size.width / 2) * (1 / before - 1 / after);
  next.y -= (atY - size.height / 2) * (1 / before - 1 / after);
  return next;
}

/** Moves the points by screen pixels. */
export function panBy(camera: Camera, right: number, down: number, size: Size): Camera {
  const unit = pixelsPerUnit(camera, size);
  if (camera.dimensions === 2) return { ...camera, x: camera.x - right / unit, y: camera.y + down / unit };
  const [across, up] = axesOf(camera);
  const move = (axis: 0 | 1 | 2): number => (across[axis] * -right + up[axis] * down) / unit;
  return { ...camera, x: camera.x + move(0), y: camera.y + move(1), z: camera.z + move(2) };
}

/** Rotates the points as if the pointer held their front. */
export function orbitBy(camera: Camera, right: number, down: number): Camera {
  const turn = 0.008;
  const pitch = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, camera.pitch + down * turn));
  return { ...camera, yaw: camera.yaw + right * turn, pitch };
}

/** Screen pixels per unit of the points, at the middle. */
export function pixelsPerUnit({ zoom }: Camera, { width, height }: Size): number {
  return (filled * zoom * Math.min(width, height)) / 2;
}

type Axis = readonly [number, number, number];

/** The screen's right, its up, and the direction towards the eye, in the points' space. */
function axesOf({ yaw, pitch }: Camera): readonly [Axis, Axis, Axis] {
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return [
    [cy, 0, sy],
    [sy * sp, cp, -cy * sp],
    [-sy * cp, sp, cy * cp],
  ];
}
