/** Paths of selected points through the steps of a film: one line each. */
import { framed } from '../stage/frame';

/** More lines than this hide what they show. */
const most = 200;

/**
 * For each selected point [steps × dimensions] through the first `steps` of the maps `among`, in their shared frame.
 */
export function trailsOf(
  chosen: readonly number[],
  among: readonly Float32Array[],
  steps: number,
  dimensions: number,
): Float32Array[] {
  if (steps < 2 || chosen.length === 0 || chosen.length > most) return [];
  const maps = among.slice(0, steps).map((map) => framed(map, dimensions, among).points);
  return chosen.map((index) => {
    const line = new Float32Array(maps.length * dimensions);
    for (const [step, points] of maps.entries())
      line.set(points.subarray(index * dimensions, (index + 1) * dimensions), step * dimensions);
    return line;
  });
}
