/**
 * The two lines of Cover's theorem in the table: up to N = K points every labeling can be produced, at N = 2K half of
 * them. With a bias, an extra weight, they are at N = K + 1 and N = 2(K + 1).
 */
import type { CanvasTheme } from '../../ui/theme';
import type { Cell } from './cells';
import type { Context } from './draw';
import { header, xOf, yOf, type Block, type Frame } from './geometry';

export interface Boundary {
  /** Points per weight. */
  ratio: 1 | 2;
  name: string;
  meaning: string;
  dash: readonly number[];
}

export function boundaries(bias: boolean): Boundary[] {
  return [
    { ratio: 1, name: bias ? 'N = K + 1' : 'N = K', meaning: 'every labeling', dash: [] },
    { ratio: 2, name: bias ? 'N = 2(K + 1)' : 'N = 2K', meaning: 'half of them', dash: [7, 4] },
  ];
}

export function drawBoundaries(context: Context, frame: Frame, bias: boolean, block: Block): void {
  for (const boundary of boundaries(bias)) {
    const points = stairs(frame, boundary.ratio, bias, block);
    if (points.length === 0) continue;
    trace(context, points, 'white', 5, []);
    trace(context, points, 'black', 2, boundary.dash);
  }
}

/** Beside the lines, and not over the focused cell. */
export function drawNames(
  context: Context,
  frame: Frame,
  bias: boolean,
  block: Block,
  { focus, theme }: { focus: Cell; theme: CanvasTheme },
): void {
  for (const boundary of boundaries(bias))
    drawName(context, frame, stairs(frame, boundary.ratio, bias, block), boundary, focus, theme);
}

type Point = readonly [number, number];

/** Below the last cell of each column on its near side: N = ratio · (K + bias). */
function stairs(frame: Frame, ratio: number, bias: boolean, { fromK, toK, fromN, toN }: Block): Point[] {
  const last = (k: number) => ratio * (k + Number(bias));
  const points: Point[] = [];
  for (let k = fromK; k <= toK; k++) {
    if (last(k + 1) < fromN || last(k - 1) > toN) continue;
    const y = yOf(frame, last(k) + 1) - 0.5;
    points.push([xOf(frame, k) - 0.5, y], [xOf(frame, k + 1) - 0.5, y]);
  }
  return points;
}

function trace(
  context: Context,
  points: readonly Point[],
  colour: string,
  width: number,
  dash: readonly number[],
): void {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'miter';
  context.setLineDash([...dash]);
  context.stroke();
  context.setLineDash([]);
}

/** Where the line leaves the picture, beside it, so that few cells are covered. */
function drawName(
  context: Context,
  frame: Frame,
  points: readonly Point[],
  { name, meaning, ratio }: Boundary,
  focus: Cell,
  theme: CanvasTheme,
): void {
  const inside = points.filter(
    ([x, y]) => x > header.width && x <= frame.width && y > header.height && y <= frame.height,
  );
  const end = inside.at(-1);
  if (!end) return;
  const text = `${name}: ${meaning}`;
  context.font = `600 11px ${theme.font}`;
  const [width, height] = [context.measureText(text).width + 12, 19];
  // Each on the far side of its line from the other, so that the two never meet.
  const beside = ratio === 1 && end[0] + width + 14 < frame.width ? end[0] + 8 : end[0] - width - 10;
  const left = Math.max(beside, header.width + 4);
  const within = (top: number) => Math.min(Math.max(top, header.height + 4), frame.height - height - 6);
  const [focusTop, focusBottom] = [yOf(frame, focus.n), yOf(frame, focus.n + 1)];
  const covers = (top: number) =>
    left < xOf(frame, focus.k + 1) &&
    left + width > xOf(frame, focus.k) &&
    top < focusBottom &&
    top + height > focusTop;
  const nearest = within(end[1] - height - 4);
  const top =
    [nearest, within(focusBottom + 4), within(focusTop - height - 4)].find((place) => !covers(place)) ?? nearest;
  context.fillStyle = theme.background;
  context.strokeStyle = theme.border;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left + 0.5, top + 0.5, width, height, 4);
  context.fill();
  context.stroke();
  context.fillStyle = theme.foreground;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, left + 6, top + height / 2 + 1);
}
