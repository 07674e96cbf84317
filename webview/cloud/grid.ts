/**
 * Lays a map out on a square grid, one cell per point, so that pictures do not hide each other. Greedy: each point
 * takes the nearest free cell, those nearest to the middle of a cell first, so crowded places grow beyond their edges.
 */

/** Free cells per occupied one: without spare ones the last points would move across the whole map. */
const slack = 1.25;
/** For a larger map, evenly chosen points are laid out; the others have no place. */
export const mostOnGrid = 10_000;

export interface Grid {
  /** [N × 2] in [−1, 1]; NaN for points without a cell. */
  points: Float32Array;
  /** Cells along a side. */
  side: number;
  placed: number;
}

export function gridOf(points: Float32Array, dimensions: number): Grid {
  const present: number[] = [];
  for (let i = 0; i < points.length / dimensions; i++) if (!Number.isNaN(points[dimensions * i]!)) present.push(i);
  const step = Math.max(1, present.length / mostOnGrid);
  const chosen = Array.from({ length: Math.floor(present.length / step) }, (_, k) => present[Math.floor(k * step)]!);
  const side = Math.max(1, Math.ceil(Math.sqrt(slack * chosen.length)));
  const taken = new Uint8Array(side * side);
  const result = new Float32Array((2 * points.length) / dimensions).fill(NaN);
  const cellOf = (value: number): number => Math.max(0, Math.min(side - 1, ((value + 1) / 2) * side - 0.5));
  const wanted = chosen.map((index) => {
    const x = cellOf(points[dimensions * index]!);
    const y = cellOf(points[dimensions * index + 1]!);
    return { index, x, y, off: Math.hypot(x - Math.round(x), y - Math.round(y)) };
  });
  for (const { index, x, y } of wanted.sort((a, b) => a.off - b.off)) {
    const cell = nearestFree(taken, side, x, y);
    taken[cell] = 1;
    result[2 * index] = (((cell % side) + 0.5) / side) * 2 - 1;
    result[2 * index + 1] = ((Math.floor(cell / side) + 0.5) / side) * 2 - 1;
  }
  return { points: result, side, placed: chosen.length };
}

/** Searches along squares around the place, until no farther cell can be nearer. */
function nearestFree(taken: Uint8Array, side: number, x: number, y: number): number {
  const [column, row] = [Math.round(x), Math.round(y)];
  let best = -1;
  let least = Infinity;
  for (let radius = 0; radius < 2 * side && (radius - 0.5) ** 2 < least; radius++) {
    for (let i = column - radius; i <= column + radius; i++) {
      if (i < 0 || i >= side) continue;
      const isEdge = Math.abs(i - column) === radius;
      for (let j = row - radius; j <= row + radius; j += isEdge || radius === 0 ? 1 : 2 * radius) {
        const cell = j * side + i;
        if (j < 0 || j >= side || taken[cell]) continue;
        const distance = (i - x) ** 2 + (j - y) ** 2;
        if (distance < least) [best, least] = [cell, distance];
      }
    }
  }
  return best;
}
