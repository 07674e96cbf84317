/**
 * Places names of points so that none overlaps another or a point: in the first free of eight places beside its point.
 */

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Labelled {
  x: number;
  y: number;
  /** Of the name in pixels. */
  width: number;
}

export interface LabelOptions {
  /** Of the plane, in pixels; names stay in it. */
  size: { width: number; height: number };
  /** Of a name. */
  height: number;
  /** Of a point. */
  radius: number;
}

/** For each point, in order of priority, the place of its name; undefined if there is none. */
export function placeLabels(points: readonly Labelled[], { size, height, radius }: LabelOptions): (Box | undefined)[] {
  const dots = points.map(({ x, y }): Box => ({
    left: x - radius,
    top: y - radius,
    width: 2 * radius,
    height: 2 * radius,
  }));
  const placed: Box[] = [];
  return points.map(({ x, y, width }, own) => {
    const isFree = (box: Box): boolean =>
      isWithin(box, size) &&
      !placed.some((other) => overlap(box, other)) &&
      !dots.some((dot, i) => i !== own && overlap(box, dot));
    const gap = radius + 3;
    const [right, left, middle] = [x + gap, x - gap - width, x - width / 2];
    const [above, beside, below] = [y - gap - height, y - height / 2, y + gap];
    const places = [
      ...[[right, beside], [left, beside], [middle, above], [middle, below]],
      ...[[right, above], [left, above], [right, below], [left, below]],
    ] as [number, number][]; // prettier-ignore
    const box = places.map(([left, top]): Box => ({ left, top, width, height })).find(isFree);
    if (box) placed.push(box);
    return box;
  });
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}

function isWithin({ left, top, width, height }: Box, size: LabelOptions['size']): boolean {
  return left >= 0 && top >= 0 && left + width <= size.width && top + height <= size.height;
}
