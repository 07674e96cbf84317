/** Brings a map, whatever its scale, into the cube that the camera looks at, so that one that grows as it settles stays in view. */

export interface Framed {
  /** [N × dimensions], the widest axis from −1 to 1; NaN stays NaN. */
  points: Float32Array;
  dimensions: number;
}

export function framed(positions: Float32Array, dimensions: number): Framed {
  const low = new Array<number>(dimensions).fill(Infinity);
  const high = new Array<number>(dimensions).fill(-Infinity);
  for (let i = 0; i < positions.length; i++) {
    const value = positions[i]!;
    const axis = i % dimensions;
    if (value < low[axis]!) low[axis] = value;
    if (value > high[axis]!) high[axis] = value;
  }
  const reach = Math.max(...low.map((value, axis) => (high[axis]! - value) / 2));
  // One point, or all in one place: the middle.
  const scale = reach > 0 && Number.isFinite(reach) ? 1 / reach : 0;
  const points = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const axis = i % dimensions;
    points[i] = (positions[i]! - (low[axis]! + high[axis]!) / 2) * scale;
  }
  return { points, dimensions };
}
