/**
 * Colours for numbers that only increase, from `low` to `high`: a line through CIELAB along which equal steps of value
 * look equally far apart and lightness rises (on dark backgrounds) or falls (on light ones) throughout, so that it
 * reads without hue too.
 */
import { labToSrgb, type MapId, type Rgb } from './diverging';

type Lab = readonly [number, number, number];

/** From the colour that recedes into the background to the one that stands out. */
const lines: Record<MapId, readonly Lab[]> = {
  dark: [[32, 22, -46], [48, -6, -32], [66, -34, 6], [82, -16, 58], [94, -8, 62]],
  light: [[86, -10, 46], [72, -32, 18], [54, -16, -24], [36, 14, -44], [18, 24, -38]],
}; // prettier-ignore

/** `count` colours, evenly spaced along the line. */
export function sequentialColours(map: MapId, count: number): Rgb[] {
  const line = lines[map];
  const lengths = line.slice(1).map((end, i) => Math.hypot(...end.map((value, axis) => value - line[i]![axis]!)));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return Array.from({ length: count }, (_, k) => {
    let left = (total * k) / Math.max(1, count - 1);
    let i = 0;
    while (i < lengths.length - 1 && left > lengths[i]!) left -= lengths[i++]!;
    const [from, to, part] = [line[i]!, line[i + 1]!, left / lengths[i]!];
    const mix = (axis: 0 | 1 | 2): number => from[axis] + (to[axis] - from[axis]) * Math.min(1, part);
    return labToSrgb([mix(0), mix(1), mix(2)]);
  });
}
