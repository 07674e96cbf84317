/**
 * Diverging colours for signed numbers: straight lines in CIELAB from a neutral grey to a blue and to a red of equal
 * lightness, so that equal steps of value look equally far apart and |value| alone sets the lightness. Blue and red
 * stay distinct for all common forms of colour blindness. Zero is exactly the neutral colour.
 */

export type Rgb = readonly [number, number, number];
type Lab = readonly [number, number, number];

/** Colours from −1 to +1; the middle entry is that of zero. */
export interface DivergingMap {
  id: MapId;
  title: string;
  colours: readonly Rgb[];
}

export type MapId = 'light' | 'dark';

/** Steps on each side of zero: more than 8 bits per channel can show. */
const steps = 255;

/** The ends are the most colourful of their lightness for which the whole line stays inside sRGB. */
export const divergingMaps: Record<MapId, DivergingMap> = {
  light: {
    id: 'light',
    title: 'Blue, white, red',
    colours: diverging([97, 0, 0], [40, 5, -44], [40, 60, 34]),
  },
  dark: {
    id: 'dark',
    title: 'Blue, black, orange',
    colours: diverging([12, 0, 0], [72, -11, -42], [72, 36, 38]),
  },
};

/** The colour of `value`, with ±`limit` at the ends; values beyond take the end colours. NaN has none. */
export function colourOf(map: DivergingMap, value: number, limit: number): Rgb | undefined {
  if (Number.isNaN(value)) return undefined;
  const position = Math.max(-1, Math.min(1, value / limit));
  return map.colours[steps + Math.round(position * steps)];
}

/** Colours of a part of −1 … +1, for bars beside maps that use only that part. */
export function coloursOver({ colours }: DivergingMap, [from, to]: readonly [-1 | 0, 0 | 1]): readonly Rgb[] {
  return colours.slice((from + 1) * steps, (to + 1) * steps + 1);
}

/** For style sheets and canvases. */
export function cssColour([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

function diverging(neutral: Lab, negative: Lab, positive: Lab): Rgb[] {
  return Array.from({ length: 2 * steps + 1 }, (_, index) => {
    const position = (index - steps) / steps;
    const end = position < 0 ? negative : positive;
    const mix = (axis: 0 | 1 | 2) => neutral[axis] + (end[axis] - neutral[axis]) * Math.abs(position);
    return labToSrgb([mix(0), mix(1), mix(2)]);
  });
}

/** CIELAB with the D65 white (CIE 15:2004) to 8-bit sRGB (IEC 61966-2-1). */
export function labToSrgb([lightness, a, b]: Lab): Rgb {
  const fy = (lightness + 16) / 116;
  const x = 0.95047 * inverse(fy + a / 500);
  const y = inverse(fy);
  const z = 1.08883 * inverse(fy - b / 200);
  return [
    encode(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
    encode(-0.969266 * x + 1.8760108 * y + 0.041556 * z),
    encode(0.0556434 * x - 0.2040259 * y + 1.0572252 * z),
  ];
}

function inverse(t: number): number {
  return t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29);
}

function encode(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.max(0, Math.min(1, value)));
}
