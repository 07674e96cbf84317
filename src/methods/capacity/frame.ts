/**
 * A labeled point set in the solvers' frame: centred and scaled to 1, so that solvers see numbers of one size whatever
 * the units of the data, and the way back.
 */
import type { PointSet, SeparationRequest } from '../../shared/capacity/requests';

/** The transformation of the points, which their weights must undo. */
export interface Frame {
  center: number[];
  /** For each coordinate. */
  scale: number[];
}

/**
 * Without a bias, points keep their origin, through which every plane passes. `alike` scales all coordinates by one
 * number, which keeps angles and the order of distances; else each has its own scale.
 */
export function frameOf({ points, bias }: PointSet, { alike }: { alike: boolean }): Frame {
  const center = points[0]!.map((_, k) =>
    bias ? points.reduce((sum, point) => sum + point[k]! / points.length, 0) : 0,
  );
  const spread = center.map((middle, k) =>
    points.reduce((most, point) => Math.max(most, Math.abs(point[k]! - middle)), 0),
  );
  const widest = Math.max(0, ...spread);
  return { center, scale: spread.map((own) => (alike ? widest : own) || 1) };
}

export function enter({ center, scale }: Frame, point: readonly number[]): number[] {
  return point.map((value, k) => (value - center[k]!) / scale[k]!);
}

/** Weights for the original points. */
export function leave({ center, scale }: Frame, weights: readonly number[], bias: boolean): number[] {
  const scaled = weights.slice(0, center.length).map((weight, k) => weight / scale[k]!);
  if (!bias) return scaled;
  return [...scaled, weights[center.length]! - scaled.reduce((sum, weight, k) => sum + weight * center[k]!, 0)];
}

/** Labels times points, with the bias' 1. */
export function signedRows({ points, labels, bias }: SeparationRequest, frame: Frame): number[][] {
  return points.map((point, i) => {
    const inside = enter(frame, point);
    return (bias ? [...inside, 1] : inside).map((value) => value * labels[i]!);
  });
}

export function toUnitRow(row: readonly number[]): number[] {
  const largest = Math.max(...row.map(Math.abs)) || 1;
  return row.map((value) => value / largest);
}

/** The smallest signed distance of a point from the plane, in float64. */
export function marginOf({ points, labels }: SeparationRequest, weights: readonly number[]): number {
  const inputs = points[0]!.length;
  const length = Math.hypot(...weights.slice(0, inputs));
  const bias = weights[inputs] ?? 0;
  let least = Infinity;
  points.forEach((point, i) => {
    const side = point.reduce((sum, value, k) => sum + value * weights[k]!, bias);
    least = Math.min(least, (side * labels[i]!) / length);
  });
  return least;
}
