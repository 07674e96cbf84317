/**
 * Draws a signal and its attribution on a canvas: lines above, coloured bars on a zero line below, one position axis
 * for both. The same for the screen and for export; it keeps no state.
 */
import type { CanvasTheme } from '../../ui/theme';
import { formatNumber } from '../../ui/format';
import { cssColour, type DivergingMap } from '../../../src/shared/picture/diverging';
import type { SampleNumbers } from '../numbers/sample';
import { ticks } from '../../../src/shared/picture/scale';

/** A canvas of the page, or one only for export. */
export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Space for the numbers of the vertical axes and of the position axis. */
const margin = { left: 52, right: 8, top: 8, bottom: 20, between: 14 };

/** Where in the box the data is drawn. */
export function plotArea(box: Box): { left: number; width: number } {
  return { left: box.left + margin.left, width: Math.max(1, box.width - margin.left - margin.right) };
}

export interface SignalPlot {
  numbers: SampleNumbers;
  map: DivergingMap;
  /** Visible positions, from the first to just after the last. */
  from: number;
  to: number;
  /** A position to mark. */
  marked?: number | undefined;
}

export function drawSignal(context: Context, box: Box, plot: SignalPlot, theme: CanvasTheme): void {
  const { left, width } = plotArea(box);
  const inner = box.height - margin.top - margin.bottom - margin.between;
  const above = { left, width, top: box.top + margin.top, height: inner * 0.55 };
  const below = { left, width, top: above.top + above.height + margin.between, height: inner * 0.45 };
  context.save();
  context.font = `11px ${theme.font}`;
  context.lineWidth = 1;
  drawLines(context, above, plot, theme);
  drawBars(context, below, plot, theme);
  drawPositions(context, below, plot, theme);
  if (plot.marked !== undefined) {
    const x = left + (width * (plot.marked + 0.5 - plot.from)) / (plot.to - plot.from);
    context.fillStyle = theme.foreground;
    context.globalAlpha = 0.6;
    context.fillRect(Math.round(x), above.top, 1, below.top + below.height - above.top);
  }
  context.restore();
}

function drawLines(context: Context, box: Box, { numbers, from, to }: SignalPlot, theme: CanvasTheme) {
  const [low, high] = numbers.range;
  const [bottom, top] = high > low ? [low, high] : [low - 1, high + 1];
  const y = (value: number) => box.top + box.height * (1 - (value - bottom) / (top - bottom));
  verticalAxis(context, box, ticks(bottom, top, 4), y, theme);
  clipped(context, box, () => {
    context.strokeStyle = theme.foreground;
    context.globalAlpha = numbers.input.length > 1 ? 0.65 : 1;
    for (const line of numbers.input) {
      context.beginPath();
      for (let i = Math.max(0, from - 1); i < Math.min(line.length, to + 1); i++)
        context.lineTo(box.left + (box.width * (i + 0.5 - from)) / (to - from), y(line[i]!));
      context.stroke();
    }
  });
}

function drawBars(context: Context, box: Box, plot: SignalPlot, theme: CanvasTheme): void {
  const { numbers, map, from, to } = plot;
  const { limit, attribution } = numbers;
  // Length shows the amount; the end colours, unlike those near zero, are visible on any background.
  const [negative, positive] = [map.colours[0]!, map.colours.at(-1)!];
  const y = (value: number) => box.top + (box.height / 2) * (1 - Math.max(-1, Math.min(1, value / limit)));
  verticalAxis(context, box, [-limit, 0, limit], y, theme);
  const columns = Math.min(to - from, Math.max(1, Math.round(box.width)));
  for (let column = 0; column < columns; column++) {
    // With more positions than pixels, each column shows its strongest, so that no peak is lost.
    const first = from + Math.floor((column * (to - from)) / columns);
    const last = from + Math.floor(((column + 1) * (to - from)) / columns);
    const value = strongest(attribution, first, Math.max(first + 1, last));
    if (!(Math.abs(value) > 0)) continue;
    // Edges on whole pixels: neighbours neither overlap nor leave half-pixel gaps, which would show as stripes.
    const start = Math.round(box.left + (box.width * column) / columns);
    const end = Math.round(box.left + (box.width * (column + 1)) / columns);
    const wide = Math.max(1, end - start - (end - start > 3 ? 1 : 0));
    const high = Math.abs(y(value) - y(0));
    context.fillStyle = cssColour(value < 0 ? negative : positive);
    context.fillRect(start, Math.min(y(value), y(0)), wide, high);
  }
  context.fillStyle = theme.foreground;
  context.fillRect(box.left, Math.round(y(0)), box.width, 1);
}

function strongest(values: Float32Array, first: number, last: number): number {
  let best = values[first] ?? NaN;
  for (let i = first + 1; i < last; i++) if (Math.abs(values[i]!) > Math.abs(best)) best = values[i]!;
  return best;
}

function drawPositions(context: Context, box: Box, { from, to }: SignalPlot, theme: CanvasTheme): void {
  context.fillStyle = theme.muted;
  context.textBaseline = 'top';
  context.textAlign = 'center';
  const count = Math.max(2, Math.floor(box.width / 80));
  for (const position of ticks(from, to - 1, count).filter(Number.isInteger)) {
    const x = box.left + (box.width * (position + 0.5 - from)) / (to - from);
    context.fillText(String(position), x, box.top + box.height + 5);
  }
}

function verticalAxis(
  context: Context,
  box: Box,
  values: readonly number[],
  y: (value: number) => number,
  theme: CanvasTheme,
): void {
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const value of values) {
    context.fillStyle = theme.muted;
    context.fillText(formatNumber(value, 3), box.left - 6, y(value));
    context.globalAlpha = 0.2;
    context.fillRect(box.left, Math.round(y(value)), box.width, 1);
    context.globalAlpha = 1;
  }
}

function clipped(context: Context, box: Box, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(box.left, box.top - 2, box.width, box.height + 4);
  context.clip();
  draw();
  context.restore();
}
