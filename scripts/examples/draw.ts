/**
 * Draws a digit as a hand would: a glyph, distorted, written with a pen of some width, seen as 28 × 28 grey levels with a little
 * noise. White on black. All chances come from the random numbers given, so that a seed names a picture.
 */
import type { Random } from '../../src/shared/random';
import { glyphs, type Point, type Stroke } from './glyphs';

/** Pixels per side. */
export const SIDE = 28;
/** Pixels per side of the box a glyph stands in; the glyph itself is then 20 high, as in MNIST, before it is distorted. */
const BOX_SIDE = 22;
/** Nodes per side of the grid whose random shifts bend the glyph. */
const GRID = 4;

/** Grey levels 0 to 1 of one picture, row by row. */
export type Picture = Float32Array;

/** One picture of a digit (0 to 9), in any of its variants. */
export function drawDigit(digit: number, random: Random): Picture {
  const between = range(random);
  const strokes = handwriting(digit, random);
  const picture = ink(strokes, between(1.6, 3.6), between(0.8, 1.8));
  const brightness = between(0.8, 1);
  const noise = Math.max(0, between(-0.06, 0.06));
  return picture.map((level) => {
    const seen = level * brightness + (noise && noise * random.normal());
    // Levels of a byte, so that a picture in a file is the same picture.
    return Math.round(255 * Math.min(Math.max(seen, 0), 1)) / 255;
  });
}

/** The strokes of a digit, in pixels of a picture of 28 × 28. */
export function handwriting(digit: number, random: Random): Stroke[] {
  const between = range(random);
  const variants = glyphs[digit]!;
  const glyph = variants[Math.floor(random.uniform() * variants.length)]!;
  const bend = elastic(random, between(0, 0.07));
  const place = affine({
    rotation: (between(-15, 15) * Math.PI) / 180,
    shear: between(-0.3, 0.2),
    scale: [between(0.8, 1.1), between(0.85, 1.1)],
  });
  const middle: Point = [SIDE / 2 + between(-2, 2), SIDE / 2 + between(-2, 2)];
  return centred(
    glyph.map((stroke) => stroke.map((point) => place(bend(point)))),
    middle,
  );
}

function range(random: Random): (low: number, high: number) => number {
  return (low, high) => low + (high - low) * random.uniform();
}

/**
 * Shifts points by a smooth random field: normal shifts of this deviation at the nodes of a grid over the box, linear between
 * them (after Simard et al. 2003).
 */
function elastic(random: Random, deviation: number): (point: Point) => Point {
  const shifts = Array.from({ length: GRID * GRID }, (): Point => [
    random.normal() * deviation,
    random.normal() * deviation,
  ]);
  return ([x, y]) => {
    const cell = (value: number): number => Math.min(Math.max(Math.floor(value * (GRID - 1)), 0), GRID - 2);
    const [column, row] = [cell(x), cell(y)];
    const [u, v] = [x * (GRID - 1) - column, y * (GRID - 1) - row];
    const shift = (axis: 0 | 1): number => {
      const at = (down: number, right: number): number => shifts[(row + down) * GRID + column + right]![axis];
      return (1 - v) * ((1 - u) * at(0, 0) + u * at(0, 1)) + v * ((1 - u) * at(1, 0) + u * at(1, 1));
    };
    return [x + shift(0), y + shift(1)];
  };
}

interface Affine {
  /** Radians, clockwise. */
  rotation: number;
  /** Pixels to the right per pixel downwards. */
  shear: number;
  scale: Point;
}

/** From the glyph's box to pixels around its middle. */
function affine({ rotation, shear, scale }: Affine): (point: Point) => Point {
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  return ([boxX, boxY]) => {
    const y = (boxY - 0.5) * BOX_SIDE * scale[1];
    const x = (boxX - 0.5) * BOX_SIDE * scale[0] + shear * y;
    return [cos * x - sin * y, sin * x + cos * y];
  };
}

/** Moves the strokes' centre of mass to `middle`; MNIST is centred in this way too. */
function centred(strokes: readonly Stroke[], middle: Point): Stroke[] {
  let [length, x, y] = [0, 0, 0];
  for (const [from, to] of strokes.flatMap(segments)) {
    const part = Math.hypot(to[0] - from[0], to[1] - from[1]);
    length += part;
    x += (part * (from[0] + to[0])) / 2;
    y += (part * (from[1] + to[1])) / 2;
  }
  const [dx, dy] = [middle[0] - x / length, middle[1] - y / length];
  return strokes.map((stroke) => stroke.map(([px, py]): Point => [px + dx, py + dy]));
}

function segments(stroke: Stroke): [from: Point, to: Point][] {
  return stroke.slice(1).map((to, i) => [stroke[i]!, to]);
}

/**
 * Ink of a round pen: full inside its width, falling to 0 over `softness` pixels across the edge, which is anti-aliasing and a
 * slight blur at once.
 */
export function ink(strokes: readonly Stroke[], width: number, softness: number, side = SIDE): Picture {
  const picture = new Float32Array(side * side);
  const reach = width / 2 + softness / 2;
  for (const [from, to] of strokes.flatMap(segments)) {
    const extent = (axis: 0 | 1): [number, number] => [
      Math.max(0, Math.floor(Math.min(from[axis], to[axis]) - reach)),
      Math.min(side - 1, Math.ceil(Math.max(from[axis], to[axis]) + reach)),
    ];
    const [[left, right], [top, bottom]] = [extent(0), extent(1)];
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const distance = distanceTo(from, to, [column + 0.5, row + 0.5]);
        const level = Math.min(Math.max((reach - distance) / softness, 0), 1);
        picture[row * side + column] = Math.max(picture[row * side + column]!, level);
      }
    }
  }
  return picture;
}

/** From a point to the nearest of a line between two others. */
function distanceTo([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(Math.max(along, 0), 1);
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
