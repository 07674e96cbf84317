/**
 * What the canvas draws over the points: pictures instead of points, lines to neighbours, names, rings and the lasso.
 */
import { cssColour } from '../../../src/shared/picture/diverging';
import type { CanvasTheme } from '../../ui/theme';
import { Flag, opacityOf } from '../gl/points';
import type { CloudLabel } from '../look/labels';
import { colourAt } from '../look/palette';
import type { Sprite } from '../sprites';
import type { Place } from './pick';

export interface Overlay {
  /** CSS pixels; the context is scaled to them. */
  width: number;
  height: number;
  /** [N × 2] */
  screen: Float32Array;
  looks: Uint8Array;
  palette: Uint8Array;
  theme: CanvasTheme;
  labels: readonly { label: CloudLabel; at: Place }[];
  hovered: number;
  /** Neighbours of the hovered point, nearest first. */
  links: readonly number[];
  line: readonly Place[];
  /** One line of places [n × 2] each. */
  trails: readonly Float32Array[];
  /** Points drawn as pictures of this many pixels. */
  pictures: readonly number[];
  pictureSize: number;
  spriteOf: (index: number) => Sprite | undefined;
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export function drawOverlay(context: Context, overlay: Overlay): void {
  context.clearRect(0, 0, overlay.width, overlay.height);
  drawTrails(context, overlay);
  drawPictures(context, overlay);
  drawLinks(context, overlay);
  drawLabels(context, overlay);
  drawLine(context, overlay);
}

/** With a frame in the point's colour if there is room. */
function drawPictures(
  context: Context,
  { screen, looks, palette, theme, pictures, pictureSize, spriteOf }: Overlay,
): void {
  const framed = pictureSize >= 14;
  for (const index of pictures) {
    const sprite = spriteOf(index);
    if (!sprite) continue;
    const scale = pictureSize / Math.max(sprite.width, sprite.height);
    const [wide, high] = [sprite.width * scale, sprite.height * scale];
    const [x, y] = [screen[2 * index]! - wide / 2, screen[2 * index + 1]! - high / 2];
    const flag = looks[2 * index + 1];
    context.globalAlpha = opacityOf(flag!, 1);
    context.imageSmoothingEnabled = scale < 1;
    context.drawImage(sprite.sheet, sprite.x, sprite.y, sprite.width, sprite.height, x, y, wide, high);
    const frame = (by: number, width: number, style: string): void => {
      context.lineWidth = width;
      context.strokeStyle = style;
      context.strokeRect(x - by, y - by, wide + 2 * by, high + 2 * by);
    };
    if (flag === Flag.chosen) frame(2, 2, theme.foreground);
    if (framed) frame(0, 2, cssColour(colourAt(palette, looks[2 * index]!)));
  }
  context.globalAlpha = 1;
}

/** Fainter towards their start. */
function drawTrails(context: Context, { trails, theme }: Overlay): void {
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  for (const trail of trails)
    for (let at = 2; at < trail.length; at += 2) {
      const [x, y, toX, toY] = trail.subarray(at - 2, at + 2) as unknown as [number, number, number, number];
      if (Number.isNaN(x + y + toX + toY)) continue;
      context.globalAlpha = (0.5 * at) / trail.length;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(toX, toY);
      context.stroke();
    }
  context.globalAlpha = 1;
}

function drawLinks(context: Context, { screen, hovered, links, theme }: Overlay): void {
  if (hovered < 0) return;
  const place = (index: number): Place => [screen[2 * index]!, screen[2 * index + 1]!];
  const [x, y] = place(hovered);
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.globalAlpha = 0.55;
  context.beginPath();
  for (const index of links) {
    context.moveTo(x, y);
    context.lineTo(...place(index));
  }
  context.stroke();
  context.globalAlpha = 1;
  for (const index of links) ring(context, place(index), 4.5, 1, theme);
  ring(context, [x, y], 8, 2, theme);
}

/** A foreground ring on a background one, visible on any colour. */
function ring(context: Context, [x, y]: Place, radius: number, width: number, theme: CanvasTheme): void {
  for (const [style, line] of [
    [theme.background, width + 2],
    [theme.foreground, width],
  ] as const) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = style;
    context.lineWidth = line;
    context.stroke();
  }
}

/** A name gives way to earlier ones in its place. */
function drawLabels(context: Context, { labels, theme, width, height }: Overlay): void {
  context.font = `600 13px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  const taken: [left: number, top: number, right: number, bottom: number][] = [];
  for (const { label, at } of labels) {
    const [x, y] = at;
    const half = context.measureText(label.text).width / 2 + 4;
    const box: (typeof taken)[number] = [x - half, y - 10, x + half, y + 10];
    const isOut = !(x > -half && x < width + half && y > -10 && y < height + 10);
    if (isOut || taken.some((other) => meet(box, other))) continue;
    taken.push(box);
    context.strokeStyle = theme.background;
    context.lineWidth = 4;
    context.strokeText(label.text, x, y);
    context.fillStyle = theme.foreground;
    context.fillText(label.text, x, y);
  }
}

function meet(a: readonly number[], b: readonly number[]): boolean {
  return a[0]! < b[2]! && b[0]! < a[2]! && a[1]! < b[3]! && b[1]! < a[3]!;
}

function drawLine(context: Context, { line, theme }: Overlay): void {
  if (line.length < 2) return;
  context.beginPath();
  for (const place of line) context.lineTo(...place);
  context.closePath();
  context.fillStyle = theme.foreground;
  context.globalAlpha = 0.08;
  context.fill('evenodd');
  context.globalAlpha = 1;
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1.5;
  context.setLineDash([5, 4]);
  context.stroke();
  context.setLineDash([]);
}
