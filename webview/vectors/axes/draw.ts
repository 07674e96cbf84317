/** Words in the plane of two axes, drawn for the screen and for export. */
import type { AxesAnswer, Axis } from '../../../src/shared/vectors/requests';
import { ticks } from '../../../src/shared/picture/scale';
import { formatNumber } from '../../ui/format';
import type { Size } from '../../ui/plotHost';
import type { CanvasTheme } from '../../ui/theme';
import { placeLabels, type Box } from './labels';

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export interface PlaneTheme extends CanvasTheme {
  word: string;
  pole: string;
}

/** In pixels: points as {@link AxesAnswer.words}, and their names where there is room. */
export interface Drawn {
  places: { x: number; y: number }[];
  names: (Box | undefined)[];
}

/** Margin around the plane, for the numbers and the names of the axes. */
const edge = { left: 48, right: 12, top: 10, bottom: 40 };
const mostTicks = 8;
const radius = 4;
const fontSize = 12;

/** From `low` to `high` in CSS pixels from `from` on. */
interface Scale {
  low: number;
  high: number;
  at(value: number): number;
}

export function drawPlane(context: Context, { words, axes }: AxesAnswer, size: Size, theme: PlaneTheme): Drawn {
  const [left, bottom] = [edge.left, size.height - edge.bottom];
  const [x, y] = [
    scaleOf(words.map((word) => word.x), left, size.width - edge.right),
    scaleOf(words.map((word) => word.y), bottom, edge.top),
  ]; // prettier-ignore
  const fontOf = ({ pole }: { pole: boolean }) => `${pole ? '600 ' : ''}${fontSize}px ${theme.font}`;
  context.font = fontOf({ pole: false });
  drawFrame(context, { x, y }, axes, size, theme);
  const places = words.map((word) => ({ x: x.at(word.x), y: y.at(word.y) }));
  const inner = places.map((place, i) => {
    context.font = fontOf(words[i]!);
    return { x: place.x - left, y: place.y - edge.top, width: context.measureText(words[i]!.name).width };
  });
  const room = { width: size.width - left - edge.right, height: bottom - edge.top };
  const names = placeLabels(inner, { size: room, height: fontSize + 3, radius }).map(
    (box) => box && { ...box, left: box.left + left, top: box.top + edge.top },
  );
  for (const [i, word] of words.entries()) {
    context.fillStyle = word.pole ? theme.pole : theme.word;
    context.beginPath();
    context.arc(places[i]!.x, places[i]!.y, radius, 0, 2 * Math.PI);
    context.fill();
  }
  context.textBaseline = 'top';
  context.textAlign = 'left';
  for (const [i, box] of names.entries()) {
    if (!box) continue;
    context.font = fontOf(words[i]!);
    context.fillStyle = theme.foreground;
    context.fillText(words[i]!.name, box.left, box.top + 1, box.width);
  }
  return { places, names };
}

function drawFrame(
  context: Context,
  { x, y }: { x: Scale; y: Scale },
  axes: [Axis, Axis],
  size: Size,
  theme: PlaneTheme,
) {
  const bottom = size.height - edge.bottom;
  const right = size.width - edge.right;
  context.lineWidth = 1;
  context.textBaseline = 'top';
  context.textAlign = 'center';
  const stroke = (value: number) => {
    context.strokeStyle = value === 0 ? theme.muted : theme.border;
    context.globalAlpha = value === 0 ? 1 : 0.6;
  };
  const line = (fromX: number, fromY: number, toX: number, toY: number) => {
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
    context.stroke();
    context.globalAlpha = 1;
  };
  context.fillStyle = theme.muted;
  for (const tick of ticks(x.low, x.high, mostTicks)) {
    stroke(tick);
    line(x.at(tick), edge.top, x.at(tick), bottom);
    context.fillText(formatNumber(tick, 2), x.at(tick), bottom + 4);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of ticks(y.low, y.high, mostTicks)) {
    stroke(tick);
    line(edge.left, y.at(tick), right, y.at(tick));
    context.fillText(formatNumber(tick, 2), edge.left - 5, y.at(tick));
  }
  context.fillStyle = theme.foreground;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.fillText(axisText(axes[0]), (edge.left + right) / 2, size.height - 2, right - edge.left);
  context.save();
  context.translate(2, (edge.top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'top';
  context.fillText(axisText(axes[1]), 0, 0, bottom - edge.top);
  context.restore();
}

export function axisText({ from, to }: Axis): string {
  return `${from} → ${to}`;
}

/** Includes zero, since an axis is about the side of it. */
function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const margin = 0.08 * (most - least || 1);
  const [low, high] = [least - margin, most + margin];
  return { low, high, at: (value) => from + ((value - low) / (high - low)) * (to - from) };
}
