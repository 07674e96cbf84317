/**
 * The colours of points: ten for categories, distinct for all common forms of colour blindness, and a line of 255 for
 * numbers.
 */
import type { MapId, Rgb } from '../../../src/shared/picture/diverging';
import { sequentialColours } from '../../../src/shared/picture/sequential';

/** Petroff 2021, "Accessible color sequences for data visualization", arXiv:2107.02270, ten colours. */
const categoryHex = [
  '#3f90da', '#ffa90e', '#bd1f01', '#94a4a2', '#832db6', '#a96b59', '#e76300', '#b9ac70', '#717581', '#92dadd',
]; // prettier-ignore

export const categoryColours: readonly Rgb[] = categoryHex.map(rgbOf);
/** For missing numbers, categories beyond the tenth, and points without a column. */
export const greyIndex = 255;
/** Numbers are drawn in 255 steps: 0 is the lowest. */
export const steps = 255;

const greys: Record<MapId, Rgb> = { dark: [120, 120, 120], light: [150, 150, 150] };

/** [256 × 4] for the graphics card: the first ten are the categories', or all but the last the line's. */
export function paletteOf(kind: 'categories' | 'numbers', map: MapId): Uint8Array {
  const colours = kind === 'categories' ? categoryColours : sequentialColours(map, steps);
  const bytes = new Uint8Array(256 * 4).fill(255);
  colours.forEach((colour, i) => bytes.set(colour, 4 * i));
  bytes.set(greys[map], 4 * greyIndex);
  return bytes;
}

export function colourAt(palette: Uint8Array, index: number): Rgb {
  return [palette[4 * index]!, palette[4 * index + 1]!, palette[4 * index + 2]!];
}

function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
