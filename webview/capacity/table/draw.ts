/**
 * Draws the visible part of the table: colours, numbers if they fit, headers, the two boundaries, focus and selection.
 */
import type { CanvasTheme } from '../../ui/theme';
import type { Cell, Probabilities } from './cells';
import { cellText } from './cells';
import { drawBoundaries, drawNames } from './boundaries';
import { heatColour, inkOn } from './colours';
import { blockOf, cellSize, closest, header, visibleBlock, xOf, yOf, type Block, type Frame } from './geometry';

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export interface TableTheme extends CanvasTheme {
  /** Of the focused cell. */
  focus: string;
}

export interface TableView {
  frame: Frame;
  probabilities: Probabilities;
  focus: Cell;
  /** The selection is the block between this and the focus. */
  anchor: Cell;
  /** In device pixels per CSS pixel. */
  density: number;
}

export function drawTable(context: Context, view: TableView, theme: TableTheme): void {
  const { frame, probabilities } = view;
  const block = visibleBlock(frame);
  context.save();
  context.fillStyle = theme.background;
  context.fillRect(0, 0, frame.width, frame.height);
  context.beginPath();
  context.rect(header.width, header.height, frame.width - header.width, frame.height - header.height);
  context.clip();
  drawHeat(context, frame, probabilities, block);
  if (frame.zoom >= closest - 2) drawGaps(context, frame, block, theme.background);
  if (frame.zoom === closest) drawNumbers(context, frame, probabilities, block, theme);
  drawBoundaries(context, frame, probabilities.bias, block);
  drawSelection(context, view, theme);
  drawNames(context, frame, probabilities.bias, block, { focus: view.focus, theme });
  context.restore();
  drawHeaders(context, view, block, theme);
}

/** One pixel per cell, enlarged to the size of the cells. */
function drawHeat(context: Context, frame: Frame, probabilities: Probabilities, block: Block): void {
  const { fromN, toN, fromK, toK } = block;
  const [rows, columns] = [toN - fromN + 1, toK - fromK + 1];
  const pixels = new ImageData(columns, rows);
  for (let n = fromN, at = 0; n <= toN; n++) {
    const row = probabilities.row(n);
    for (let k = fromK; k <= toK; k++, at += 4) {
      const [red, green, blue] = heatColour(row[k - 1]!);
      pixels.data[at] = red;
      pixels.data[at + 1] = green;
      pixels.data[at + 2] = blue;
      pixels.data[at + 3] = 255;
    }
  }
  const picture = new OffscreenCanvas(columns, rows);
  picture.getContext('2d')!.putImageData(pixels, 0, 0);
  const { width, height } = cellSize(frame);
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, xOf(frame, fromK), yOf(frame, fromN), columns * width, rows * height);
}

/** A line of one pixel between cells. */
function drawGaps(context: Context, frame: Frame, { fromN, toN, fromK, toK }: Block, background: string): void {
  context.fillStyle = background;
  context.globalAlpha = frame.zoom === closest ? 1 : 0.35;
  for (let n = fromN; n <= toN; n++) context.fillRect(0, yOf(frame, n + 1) - 1, frame.width, 1);
  for (let k = fromK; k <= toK; k++) context.fillRect(xOf(frame, k + 1) - 1, 0, 1, frame.height);
  context.globalAlpha = 1;
}

function drawNumbers(
  context: Context,
  frame: Frame,
  probabilities: Probabilities,
  { fromN, toN, fromK, toK }: Block,
  { font }: TableTheme,
): void {
  const { width, height } = cellSize(frame);
  context.font = `11px ${font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let n = fromN; n <= toN; n++) {
    const row = probabilities.row(n);
    for (let k = fromK; k <= toK; k++) {
      const probability = row[k - 1]!;
      context.fillStyle = inkOn(heatColour(probability));
      context.fillText(cellText(probability), xOf(frame, k) + width / 2, yOf(frame, n) + height / 2 + 0.5);
    }
  }
}

/** Visible on every colour of the map: a light line around a dark one. */
function drawSelection(context: Context, { frame, focus, anchor }: TableView, theme: TableTheme): void {
  const { width, height } = cellSize(frame);
  const outline = ({ fromN, toN, fromK, toK }: Block, lineWidth: number, colour: string) => {
    const least = 6;
    const size = { width: (toK - fromK + 1) * width, height: (toN - fromN + 1) * height };
    const grow = { x: Math.max(0, least - size.width) / 2, y: Math.max(0, least - size.height) / 2 };
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.strokeRect(
      xOf(frame, fromK) - grow.x - 0.5,
      yOf(frame, fromN) - grow.y - 0.5,
      size.width + 2 * grow.x,
      size.height + 2 * grow.y,
    );
  };
  const selection = blockOf(anchor, focus);
  for (const [block, inner] of [
    [selection, 1],
    [blockOf(focus, focus), 2],
  ] as const) {
    outline(block, inner + 4, 'white');
    outline(block, inner + 2, 'black');
    outline(block, inner, inner === 2 ? theme.focus : 'white');
  }
}

function drawHeaders(context: Context, { frame, focus }: TableView, block: Block, theme: TableTheme): void {
  const { fromN, toN, fromK, toK } = block;
  const { width, height } = cellSize(frame);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, frame.width, header.height);
  context.fillRect(0, 0, header.width, frame.height);
  context.fillStyle = theme.border;
  context.fillRect(0, header.height - 1, frame.width, 1);
  context.fillRect(header.width - 1, 0, 1, frame.height);
  const say = (text: string, x: number, y: number, strong: boolean) => {
    context.font = `${strong ? '700 ' : ''}11px ${theme.font}`;
    context.fillStyle = strong ? theme.foreground : theme.muted;
    context.fillText(text, x, y);
  };
  clipped(context, [header.width, 0, frame.width - header.width, header.height], () => {
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const step = niceStep(48 / width);
    for (const k of labelled(fromK, toK, step, focus.k, 40 / width))
      say(String(k), xOf(frame, k) + width / 2, header.height / 2, k === focus.k);
  });
  clipped(context, [0, header.height, header.width, frame.height - header.height], () => {
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    const step = niceStep(20 / height);
    for (const n of labelled(fromN, toN, step, focus.n, 16 / height))
      say(String(n), header.width - 8, Math.max(yOf(frame, n) + height / 2, header.height + 7), n === focus.n);
  });
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  say('N ↓  K →', 5, header.height / 2, false);
}

/** Every step-th number, and the focused one with space around it. */
function labelled(from: number, to: number, step: number, focus: number, room: number): number[] {
  const first = Math.max(1, Math.ceil(from / step)) * step;
  const numbers: number[] = step > 1 && from === 1 ? [1] : [];
  for (let number = first; number <= to; number += step) numbers.push(number);
  const apart = numbers.filter((number) => number !== focus && Math.abs(number - focus) >= room);
  return focus >= from && focus <= to ? [...apart, focus] : apart;
}

/** 1, 2 or 5 times a power of ten, at least the given number. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least - 1e-9)!;
}

function clipped(context: Context, [x, y, width, height]: readonly number[], draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(x!, y!, width!, height!);
  context.clip();
  draw();
  context.restore();
}
