/**
 * Which points the pointer hits: the nearest on screen, or those inside a lasso. Both scan the screen positions from
 * `projectAll`, in two and three dimensions; a million take some 3 ms, so there is no index to maintain.
 */

export type Place = readonly [x: number, y: number];

/** The nearest point within `reach` pixels; −1 if there is none. Skips points that `isOpen` rejects. */
export function nearest(
  screen: Float32Array,
  [x, y]: Place,
  reach: number,
  isOpen: (index: number) => boolean,
): number {
  let best = -1;
  let least = reach * reach;
  for (let i = 0; i < screen.length / 2; i++) {
    const dx = screen[2 * i]! - x;
    const dy = screen[2 * i + 1]! - y;
    const distance = dx * dx + dy * dy;
    if (distance <= least && isOpen(i)) [best, least] = [i, distance];
  }
  return best;
}

/** Points inside a closed line, by the even–odd rule, ascending. */
export function inside(screen: Float32Array, line: readonly Place[], isOpen: (index: number) => boolean): number[] {
  const [left, right] = [Math.min(...line.map(([x]) => x)), Math.max(...line.map(([x]) => x))];
  const [top, bottom] = [Math.min(...line.map(([, y]) => y)), Math.max(...line.map(([, y]) => y))];
  const found: number[] = [];
  for (let i = 0; i < screen.length / 2; i++) {
    const x = screen[2 * i]!;
    const y = screen[2 * i + 1]!;
    if (x >= left && x <= right && y >= top && y <= bottom && isInside(x, y, line) && isOpen(i)) found.push(i);
  }
  return found;
}

function isInside(x: number, y: number, line: readonly Place[]): boolean {
  let odd = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [xi, yi] = line[i]!;
    const [xj, yj] = line[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}
