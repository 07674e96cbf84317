/**
 * A map on a line, spread out so that its points do not hide each other: the horizontal axis is the map's only one,
 * height means nothing. Each point gets a height within the local density of points, so that the outline is their
 * distribution (Sidiropoulos et al. 2018).
 */
import type { Framed } from './stage/frame';

const bins = 128;
/** Share of half the width, where the points are densest. */
const highest = 0.6;
/**
 * Multiples of it, modulo 1, fill an interval evenly, whatever their number: one per point, kept while the map settles.
 */
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/** [N × 1] in [−1, 1] to [N × 2]; NaN stays NaN. */
export function stacked({ points }: Framed): Framed {
  const density = densityOf(points);
  const most = density.reduce((a, b) => Math.max(a, b), 0);
  const placed = new Float32Array(2 * points.length);
  for (let i = 0; i < points.length; i++) {
    const x = points[i]!;
    const share = (((i + 1) * goldenRatio) % 1) * 2 - 1;
    placed[2 * i] = x;
    placed[2 * i + 1] = Number.isNaN(x) ? NaN : (share * highest * at(density, x)) / most;
  }
  return { points: placed, dimensions: 2 };
}

/** Points at each bin's middle, smoothed by a triangle two bins wide and then by three bins. */
function densityOf(points: Float32Array): Float64Array {
  const counts = new Float64Array(bins);
  for (const x of points) {
    if (Number.isNaN(x)) continue;
    const place = placeOf(x);
    const low = Math.floor(place);
    counts[low]! += 1 - (place - low);
    counts[Math.min(low + 1, bins - 1)]! += place - low;
  }
  return counts.map((count, i) => (counts[Math.max(i - 1, 0)]! + 2 * count + counts[Math.min(i + 1, bins - 1)]!) / 4);
}

function at(density: Float64Array, x: number): number {
  const place = placeOf(x);
  const low = Math.floor(place);
  const part = place - low;
  return density[low]! * (1 - part) + density[Math.min(low + 1, bins - 1)]! * part;
}

function placeOf(x: number): number {
  return Math.max(0, Math.min(bins - 1, ((x + 1) / 2) * (bins - 1)));
}
