/**
 * Names of categories where most of their points are: at the median of each axis, which is more robust than the mean.
 */
import type { Colouring } from './colouring';
import { greyIndex } from './palette';

export interface CloudLabel {
  text: string;
  colour: number;
  /** In the points' space. */
  place: readonly number[];
  entry: number;
}

/** Medians of this many evenly chosen points are within a hundredth of the spread. */
const enough = 2000;

/** Largest categories first, which is the order of placement. */
export function labelsOf({ legend, entries }: Colouring, points: Float32Array, dimensions: number): CloudLabel[] {
  if (legend.kind !== 'categories' || !entries) return [];
  const members = legend.entries.map((): number[] => []);
  const skips = legend.entries.map(({ count }) => Math.max(1, Math.floor(count / enough)));
  const seen = new Int32Array(members.length);
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    const isTaken = (seen[entry] ?? 0) % (skips[entry] ?? 1) === 0;
    seen[entry]!++;
    if (isTaken && !Number.isNaN(points[dimensions * i]!)) members[entry]!.push(i);
  }
  return legend.entries
    .flatMap(({ title, colour, count }, entry) => {
      const own = members[entry]!;
      if (own.length === 0 || colour === greyIndex) return [];
      const place = Array.from({ length: dimensions }, (_, axis) => {
        const values = Float32Array.from(own, (i) => points[dimensions * i + axis]!).sort();
        return values[values.length >> 1]!;
      });
      return [{ text: title, colour, place, entry, count }];
    })
    .sort((a, b) => b.count - a.count);
}
