/** Scales a map into the cube that the camera looks at, so that one that grows while settling stays in view. */

export interface Framed {
  /** [N × dimensions], the widest axis of the frame from −1 to 1; NaN stays NaN. */
  points: Float32Array;
  dimensions: number;
}

/** `among` are the maps that share one frame, including this one. */
export function framed(
  positions: Float32Array,
  dimensions: number,
  among: readonly Float32Array[] = [positions],
): Framed {
  const low = new Array<number>(dimensions).fill(Infinity);
  const high = new Array<number>(dimensions).fill(-Infinity);
  for (const map of among)
    for (let i = 0; i < map.length; i++) {
      const value = map[i]!;
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
