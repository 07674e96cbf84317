/** Planes of numbers to pixels, one pixel per number, 8-bit RGBA. The views place them on the screen. */
import type { Plane } from '../../src/shared/picture/plane';
import { colourOf, type DivergingMap, type Rgb } from '../../src/shared/picture/diverging';

export type Pixels = Uint8ClampedArray<ArrayBuffer>;

/** Signed numbers in diverging colours; NaN is transparent. */
export function paintHeat({ values }: Plane, limit: number, map: DivergingMap): Pixels {
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (let place = 0; place < values.length; place++) {
    const colour = colourOf(map, values[place]!, limit);
    if (colour) put(pixels, place, colour, 255);
  }
  return pixels;
}

/**
 * Signed numbers to lay over a picture: full colours whose opacity grows with |value| up to `opacity`, so that
 * unimportant places leave the picture as it is.
 */
export function paintCover({ values }: Plane, limit: number, map: DivergingMap, opacity: number): Pixels {
  const [negative, positive] = [map.colours[0]!, map.colours.at(-1)!];
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (let place = 0; place < values.length; place++) {
    const value = values[place]!;
    if (Number.isNaN(value)) continue;
    const strength = Math.min(1, Math.abs(value) / limit);
    put(pixels, place, value < 0 ? negative : positive, Math.round(255 * opacity * strength));
  }
  return pixels;
}

/** An input from black at `low` to white at `high`: three planes for RGB, one for grey. A constant picture is mid-grey. */
export function paintInput(planes: readonly Plane[], [low, high]: readonly [number, number]): Pixels {
  const size = planes[0]?.values.length ?? 0;
  const pixels = new Uint8ClampedArray(4 * size).fill(255);
  for (let colour = 0; colour < 3; colour++) {
    const { values } = planes[planes.length === 3 ? colour : 0]!;
    for (let place = 0; place < size; place++)
      pixels[4 * place + colour] = high > low ? (255 * (values[place]! - low)) / (high - low) : 128;
  }
  return pixels;
}

/** The same picture without colour (Rec. 709 weights), under coloured numbers. */
export function withoutColour(pixels: Pixels): Pixels {
  const grey = new Uint8ClampedArray(pixels);
  for (let i = 0; i < grey.length; i += 4) {
    const shade = 0.2126 * grey[i]! + 0.7152 * grey[i + 1]! + 0.0722 * grey[i + 2]!;
    grey.fill(shade, i, i + 3);
  }
  return grey;
}

function put(pixels: Pixels, place: number, [red, green, blue]: Rgb, alpha: number): void {
  const start = 4 * place;
  pixels[start] = red;
  pixels[start + 1] = green;
  pixels[start + 2] = blue;
  pixels[start + 3] = alpha;
}
