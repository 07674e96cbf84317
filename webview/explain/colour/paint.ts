/** Planes of numbers to pixels, one pixel per number, 8-bit RGBA. Where they go on the screen is the views' business. */
import type { Plane } from '../numbers/plane';
import { colourOf, type DivergingMap } from './diverging';

export type Pixels = Uint8ClampedArray<ArrayBuffer>;

/** Signed numbers in diverging colours; NaN is left transparent. */
export function paintHeat(plane: Plane, limit: number, map: DivergingMap): Pixels {
  return paint(plane, (place) => {
    const colour = colourOf(map, plane.values[place]!, limit);
    return colour ? [...colour, 255] : [0, 0, 0, 0];
  });
}

/**
 * Signed numbers to lie over a picture: full colours whose cover grows with |value| up to `opacity`, so that places which
 * do not matter leave the picture as it is.
 */
export function paintCover(plane: Plane, limit: number, map: DivergingMap, opacity: number): Pixels {
  const [negative, positive] = [map.colours[0]!, map.colours.at(-1)!];
  return paint(plane, (place) => {
    const value = plane.values[place]!;
    if (Number.isNaN(value)) return [0, 0, 0, 0];
    const strength = Math.min(1, Math.abs(value) / limit);
    return [...(value < 0 ? negative : positive), Math.round(255 * opacity * strength)];
  });
}

/** An input from black at `low` to white at `high`: three planes for RGB, one for grey. A constant picture is mid-grey. */
export function paintInput(planes: readonly Plane[], [low, high]: readonly [number, number]): Pixels {
  const shade = (value: number) => (high > low ? (255 * (value - low)) / (high - low) : 128);
  const [red, green = red, blue = red] = planes as [Plane, Plane?, Plane?];
  return paint(red, (place) => [
    shade(red.values[place]!),
    shade(green.values[place]!),
    shade(blue.values[place]!),
    255,
  ]);
}

/** The same picture without colour (Rec. 709 weights), to lie under coloured numbers. */
export function withoutColour(pixels: Pixels): Pixels {
  const grey = new Uint8ClampedArray(pixels);
  for (let i = 0; i < grey.length; i += 4) {
    const shade = 0.2126 * grey[i]! + 0.7152 * grey[i + 1]! + 0.0722 * grey[i + 2]!;
    grey.fill(shade, i, i + 3);
  }
  return grey;
}

function paint({ width, height }: Plane, colour: (place: number) => readonly number[]): Pixels {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let place = 0; place < width * height; place++) pixels.set(colour(place), 4 * place);
  return pixels;
}
