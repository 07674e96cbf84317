/**
 * The ten digits as pen strokes, in the ways people write them. A glyph stands in a box from 0 to 1, x to the right and y
 * downwards; distortion, ink and pixels are `draw.ts`'s.
 */

export type Point = readonly [x: number, y: number];

/** Where the pen went, from where it was put down to where it was lifted. */
export type Stroke = readonly Point[];

export type Glyph = readonly Stroke[];

/** Degrees between two points of an arc. */
const ARC_STEP = 12;
/** Points between two of those that a curve goes through. */
const CURVE_STEPS = 6;

/** glyphs[digit]: its variants. */
export const glyphs: readonly (readonly Glyph[])[] = [
  [
    [arc([0.5, 0.5], [0.29, 0.45], -90, 270)],
    [arc([0.5, 0.5], [0.22, 0.45], -90, 270)],
    [arc([0.5, 0.5], [0.28, 0.44], -75, 268)],
  ],
  [
    [line([0.5, 0.05], [0.5, 0.95])],
    [line([0.34, 0.2], [0.52, 0.05], [0.52, 0.95])],
    [line([0.34, 0.22], [0.52, 0.05], [0.52, 0.95]), line([0.3, 0.95], [0.74, 0.95])],
  ],
  [
    [[...arc([0.49, 0.29], [0.26, 0.24], 190, 385), ...line([0.2, 0.95], [0.82, 0.95])]],
    [[...arc([0.49, 0.29], [0.26, 0.24], 200, 380), ...curve([0.62, 0.55], [0.4, 0.78], [0.2, 0.93]), [0.84, 0.9]]],
    [
      [
        ...curve([0.24, 0.28], [0.46, 0.06], [0.72, 0.26], [0.52, 0.64], [0.26, 0.92], [0.2, 0.8]),
        ...curve([0.34, 0.78], [0.56, 0.92], [0.84, 0.88]),
      ],
    ],
  ],
  [
    [[...arc([0.46, 0.27], [0.26, 0.22], -155, 90), ...arc([0.46, 0.71], [0.3, 0.24], -90, 150)]],
    [[...line([0.22, 0.06], [0.76, 0.06], [0.44, 0.42]), ...arc([0.45, 0.68], [0.29, 0.26], -80, 150)]],
  ],
  [
    [curve([0.3, 0.06], [0.25, 0.34], [0.22, 0.56]), line([0.22, 0.56], [0.84, 0.56]), line([0.7, 0.08], [0.66, 0.95])],
    [curve([0.26, 0.1], [0.26, 0.46], [0.42, 0.55], [0.7, 0.5]), line([0.72, 0.08], [0.68, 0.95])],
    [line([0.64, 0.95], [0.64, 0.05], [0.16, 0.64], [0.86, 0.64])],
  ],
  [
    [[...line([0.76, 0.06], [0.34, 0.06], [0.3, 0.44]), ...arc([0.46, 0.68], [0.3, 0.26], -120, 150)]],
    [line([0.34, 0.08], [0.78, 0.06]), [[0.34, 0.08], [0.3, 0.42], ...arc([0.47, 0.66], [0.27, 0.27], -110, 140)]],
    [curve([0.74, 0.1], [0.5, 0.06], [0.32, 0.2], [0.42, 0.42], [0.68, 0.6], [0.66, 0.86], [0.4, 0.95], [0.22, 0.86])],
  ],
  [
    [
      curve(
        [0.68, 0.06],
        [0.42, 0.24],
        [0.27, 0.52],
        [0.28, 0.82],
        [0.5, 0.95],
        [0.72, 0.78],
        [0.62, 0.56],
        [0.3, 0.66],
      ),
    ],
    [line([0.56, 0.05], [0.3, 0.58]), arc([0.5, 0.7], [0.24, 0.25], 205, 565)],
    [
      curve(
        [0.5, 0.05],
        [0.32, 0.36],
        [0.26, 0.68],
        [0.42, 0.94],
        [0.66, 0.86],
        [0.68, 0.66],
        [0.5, 0.58],
        [0.3, 0.74],
      ),
    ],
  ],
  [
    [line([0.18, 0.08], [0.8, 0.08], [0.44, 0.95])],
    [line([0.2, 0.08], [0.8, 0.08], [0.48, 0.95]), line([0.42, 0.5], [0.78, 0.5])],
    [[[0.16, 0.2], [0.18, 0.08], ...curve([0.8, 0.08], [0.6, 0.46], [0.5, 0.95])]],
  ],
  [
    [arc([0.5, 0.28], [0.23, 0.22], 90, 450), arc([0.5, 0.72], [0.28, 0.22], -90, 270)],
    [
      curve(
        ...([
          [0.74, 0.16],
          [0.5, 0.05],
          [0.28, 0.2],
          [0.42, 0.42],
          [0.66, 0.6],
          [0.74, 0.78],
        ] as const),
        ...([
          [0.5, 0.95],
          [0.26, 0.78],
          [0.36, 0.58],
          [0.62, 0.4],
          [0.74, 0.16],
        ] as const),
      ),
    ],
  ],
  [
    [[...arc([0.48, 0.3], [0.27, 0.25], 0, -360), ...line([0.75, 0.3], [0.66, 0.95])]],
    [
      arc([0.48, 0.3], [0.26, 0.25], 0, 360),
      curve([0.74, 0.24], [0.75, 0.56], [0.66, 0.84], [0.42, 0.95], [0.24, 0.88]),
    ],
    [curve([0.74, 0.14], [0.5, 0.05], [0.26, 0.26], [0.44, 0.52], [0.7, 0.38], [0.76, 0.1], [0.74, 0.5], [0.58, 0.95])],
  ],
];

function line(...points: Point[]): Stroke {
  return points;
}

/** Part of an ellipse; degrees run clockwise from the right, as y does downwards. */
function arc([x, y]: Point, [radiusX, radiusY]: Point, from: number, to: number): Stroke {
  const steps = Math.ceil(Math.abs(to - from) / ARC_STEP);
  return Array.from({ length: steps + 1 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
}

/** A smooth curve through all points: the uniform spline of Catmull and Rom 1974, its ends repeated. */
function curve(...points: Point[]): Stroke {
  const at = (i: number): Point => points[Math.min(Math.max(i, 0), points.length - 1)]!;
  const pieces = points.slice(1).flatMap((_, i) =>
    Array.from({ length: CURVE_STEPS }, (_, step): Point => {
      const t = (step + 1) / CURVE_STEPS;
      const between = (axis: 0 | 1): number => {
        const [a, b, c, d] = [at(i - 1)[axis], at(i)[axis], at(i + 1)[axis], at(i + 2)[axis]];
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      };
      return [between(0), between(1)];
    }),
  );
  return [points[0]!, ...pieces];
}
