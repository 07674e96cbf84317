/**
 * Colours for probabilities: a straight line in CIELAB from a dark blue to a light yellow, both inside sRGB with all
 * between them. Equal steps of P look equally far apart, lightness grows with P throughout, and blue and yellow stay
 * distinct for all common forms of colour blindness and in grey.
 */
import { labToSrgb, type Rgb } from '../../../src/shared/picture/diverging';

const none = [24, 20, -46] as const;
const all = [92, -6, 48] as const;

/** More than 8 bits per channel can show. */
const steps = 1024;

export const heatColours: readonly Rgb[] = Array.from({ length: steps + 1 }, (_, i) => {
  const mix = (axis: 0 | 1 | 2) => none[axis] + ((all[axis] - none[axis]) * i) / steps;
  return labToSrgb([mix(0), mix(1), mix(2)]);
});

/** The colour of P, 0 to 1. */
export function heatColour(probability: number): Rgb {
  return heatColours[Math.round(probability * steps)]!;
}

/**
 * Black or white, whichever is easier to read on a colour: one of them always has a contrast of at least 4.5 : 1 (WCAG
 * 2.2).
 */
export function inkOn(colour: Rgb): 'black' | 'white' {
  // Where both have the same contrast: (L + 0.05)² = 1.05 · 0.05.
  return luminance(colour) > Math.sqrt(1.05 * 0.05) - 0.05 ? 'black' : 'white';
}

/** Relative luminance of sRGB (IEC 61966-2-1), 0 to 1. */
export function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const encoded = value / 255;
    return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
