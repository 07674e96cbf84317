/** The visible part of the plane, as a square of {@link side} units, and the lines and half planes in it. */

/** Lower left corner and side, in the units of the points. */
export interface PlaneView {
  x: number;
  y: number;
  size: number;
}

/** A place in the plane. */
export type Place = readonly [number, number];

/** w₀·x + w₁·y + b = 0 */
export interface Line {
  weights: Place;
  bias: number;
}

/** Side of the drawn square, in its own units; the browser scales it. */
export const side = 480;

export const unitView: PlaneView = { x: -0.75, y: -0.75, size: 2.5 };

export function toScreen({ x, y, size }: PlaneView, [a, b]: readonly number[]): Place {
  return [((a! - x) / size) * side, side - ((b! - y) / size) * side];
}

export function toPlane({ x, y, size }: PlaneView, [left, top]: Place): [number, number] {
  return [x + (left / side) * size, y + ((side - top) / side) * size];
}

/** Contains all points with a margin; never smaller than the surroundings of the unit square. */
export function fitted(points: readonly (readonly number[])[]): PlaneView {
  const finite = points.filter((point) => point.every((value) => Number.isFinite(value)));
  const range = (axis: 0 | 1) => {
    const values = [0, 1, ...finite.map((point) => point[axis]!)];
    return [Math.min(...values), Math.max(...values)] as const;
  };
  const [[left, right], [bottom, top]] = [range(0), range(1)];
  const size = 1.6 * Math.max(right - left, top - bottom) + 0.9;
  return Number.isFinite(size) ? { x: (left + right - size) / 2, y: (bottom + top - size) / 2, size } : unitView;
}

/** The step of the grid: 1, 2.5 or 5 times a power of ten, about ten of them in view. */
export function gridStep({ size }: PlaneView): number {
  const least = size / 14;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2.5, 5, 10].map((factor) => factor * power).find((step) => step >= least)!;
}

/** The nearest grid crossing, without float64 residue. */
export function snapped(point: Place, step: number): [number, number] {
  const snap = (value: number) => Number((Math.round(value / step) * step).toPrecision(12));
  return [snap(point[0]), snap(point[1])];
}

/** To a thousandth of the view, so that coordinates stay readable. */
export function rounded(point: Place, { size }: PlaneView): [number, number] {
  return snapped(point, 10 ** Math.floor(Math.log10(size / 500)));
}

/** The part of the view where least ≤ w·p + b ≤ most, as a polygon in the plane; empty if there is none. */
export function between(view: PlaneView, { weights, bias }: Line, least: number, most: number): Place[] {
  const { x, y, size } = view;
  const square: Place[] = [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
  ];
  const value = ([a, b]: Place) => weights[0] * a + weights[1] * b + bias;
  const above = clip(square, (p) => value(p) - least);
  return clip(above, (p) => most - value(p));
}

/** The ends of the line in the view; undefined if it misses the view. */
export function ends(view: PlaneView, line: Line): readonly [Place, Place] | undefined {
  const inside = between(view, line, 0, Infinity);
  const on = inside.filter(
    ([a, b]) => Math.abs(line.weights[0] * a + line.weights[1] * b + line.bias) < 1e-9 * scaleOf(view, line),
  );
  const [first] = on;
  const last = on.findLast((point) => first && Math.hypot(point[0] - first[0], point[1] - first[1]) > 1e-9 * view.size);
  return first && last ? [first, last] : undefined;
}

function scaleOf(view: PlaneView, { weights, bias }: Line): number {
  const far = Math.max(Math.abs(view.x), Math.abs(view.y)) + view.size;
  return Math.hypot(...weights) * far + Math.abs(bias);
}

/** Sutherland and Hodgman 1974: the part of a convex polygon where `value` is not negative. */
function clip(polygon: readonly Place[], value: (p: Place) => number): Place[] {
  return polygon.flatMap((point, i) => {
    const next = polygon[(i + 1) % polygon.length]!;
    const [here, there] = [value(point), value(next)];
    const kept: Place[] = here >= 0 ? [point] : [];
    if (here >= 0 === there >= 0 || !Number.isFinite(here) || !Number.isFinite(there)) return kept;
    const share = here / (here - there);
    return [...kept, [point[0] + share * (next[0] - point[0]), point[1] + share * (next[1] - point[1])] as const];
  });
}

/** Counter-clockwise around their middle: the outline of points in convex position. */
export function around(points: readonly Place[]): Place[] {
  const middle = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [middle(0), middle(1)];
  return points.toSorted((a, b) => Math.atan2(a[1] - y, a[0] - x) - Math.atan2(b[1] - y, b[0] - x));
}
