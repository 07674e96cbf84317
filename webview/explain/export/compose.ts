/** The current view as one picture for papers and messages: heading, panes, legend, caption. */
import type { CanvasTheme } from '../../ui/theme';
import { formatNumber } from '../../ui/format';
import { coloursOver, cssColour, divergingMaps } from '../../../src/shared/picture/diverging';
import type { Layout } from '../../../src/shared/picture/layout';
import type { SampleNumbers } from '../numbers/sample';
import type { ShownView } from '../state';
import { featureOrder } from '../views/features';
import type { Pane } from '../../picture/picture';
import { panesOf, planesOf } from '../views/panes';
import { seenPositions } from '../views/signal';
import { drawSignal, type Box, type Context } from '../views/signalPlot';
import type { Viewport } from '../../picture/viewport';

export interface Composition {
  heading: string;
  subheading: string;
  /** Sentences below the legend. */
  caption: string[];
  numbers: SampleNumbers;
  layout: Layout;
  view: ShownView;
}

/** Lengths in CSS pixels; drawn at twice that for print. */
const density = 2;
const edge = 20;
const paneWidth = 400;
const gap = 16;
const head = 64;
const foot = 56;
const line = 17;
const rowHeight = 16;

/** The bytes of a PNG file. */
export async function composePng(composition: Composition, theme: CanvasTheme): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d')!;
  const { layout, numbers, view } = composition;
  const panes = isPicture(layout) ? panesOf(planesOf(numbers, layout, view), numbers, view) : [];
  const width = Math.max(2, panes.length) * (paneWidth + gap) - gap;
  context.font = `12px ${theme.font}`;
  const caption = composition.caption.flatMap((text) => wrap(context, text, width));
  const body = bodyHeight(panes, layout, numbers);
  canvas.width = density * (width + 2 * edge);
  canvas.height = density * (2 * edge + head + body + foot + caption.length * line);
  context.scale(density, density);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'top';

  context.fillStyle = theme.foreground;
  context.font = `600 14px ${theme.font}`;
  context.fillText(composition.heading, edge, edge, width);
  context.fillStyle = theme.muted;
  context.font = `12px ${theme.font}`;
  context.fillText(composition.subheading, edge, edge + 21, width);

  const box = { left: edge, top: edge + head, width, height: body };
  if (panes.length > 0) drawPanes(context, box, panes, view.viewport, theme);
  else if (layout.kind === 'signal') {
    const seen = seenPositions(view.viewport, numbers.attribution.length);
    drawSignal(context, box, { numbers, map: divergingMaps[view.map], ...seen }, theme);
  } else drawFeatures(context, box, numbers, view, theme);
  drawLegend(context, { ...box, top: box.top + body + 16, height: 10 }, numbers, view, theme);

  context.fillStyle = theme.muted;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  caption.forEach((text, index) => context.fillText(text, edge, box.top + body + foot + index * line));
  return await pngBytes(canvas);
}

function isPicture({ kind }: Layout): boolean {
  return kind === 'image' || kind === 'volume';
}

function bodyHeight(panes: readonly Pane[], layout: Layout, numbers: SampleNumbers): number {
  const pane = panes[0];
  if (pane) return (pictureWidth(panes) * pane.height) / pane.width;
  return layout.kind === 'signal' ? 320 : numbers.attribution.length * rowHeight;
}

/** High pictures are made narrower to fit a page. */
function pictureWidth(panes: readonly Pane[]): number {
  const { width, height } = panes[0]!;
  return Math.min(paneWidth, (2 * paneWidth * width) / height);
}

function drawPanes(
  context: Context,
  box: Box,
  panes: readonly Pane[],
  { zoom, x, y }: Viewport,
  theme: CanvasTheme,
): void {
  context.imageSmoothingEnabled = false;
  const width = pictureWidth(panes);
  panes.forEach((pane, index) => {
    const left = box.left + index * (paneWidth + gap);
    context.fillStyle = theme.muted;
    context.fillText(pane.title, left, box.top - 18);
    const part = { width: pane.width / zoom, height: pane.height / zoom };
    for (const { pixels } of pane.layers) {
      const picture = new OffscreenCanvas(pane.width, pane.height);
      picture.getContext('2d')?.putImageData(new ImageData(pixels, pane.width, pane.height), 0, 0);
      const from = { left: x * pane.width - part.width / 2, top: y * pane.height - part.height / 2 };
      context.drawImage(picture, from.left, from.top, part.width, part.height, left, box.top, width, box.height);
    }
  });
}

function drawFeatures(
  context: Context,
  box: Box,
  { attribution, limit, features }: SampleNumbers,
  view: ShownView,
  theme: CanvasTheme,
): void {
  const { colours } = divergingMaps[view.map];
  const half = (box.width - 160) / 2;
  const zero = box.left + 60 + half;
  featureOrder(attribution, view.sorted).forEach((feature, index) => {
    const top = box.top + index * rowHeight;
    const value = attribution[feature]!;
    const size = half * Math.min(1, Math.abs(value) / limit);
    context.fillStyle = cssColour(value < 0 ? colours[0]! : colours.at(-1)!);
    context.fillRect(value < 0 ? zero - size : zero, top + 2, size, rowHeight - 4);
    context.fillStyle = theme.foreground;
    context.textAlign = 'left';
    context.fillText(features?.[feature] ?? `feature ${feature}`, box.left, top + 2, 56);
    context.textAlign = 'right';
    context.fillText(formatNumber(value), box.left + box.width, top + 2);
  });
  context.fillStyle = theme.muted;
  context.fillRect(zero, box.top, 1, box.height);
}

function drawLegend(context: Context, box: Box, { limit, span }: SampleNumbers, view: ShownView, theme: CanvasTheme) {
  const colours = coloursOver(divergingMaps[view.map], span);
  colours.forEach((colour, index) => {
    context.fillStyle = cssColour(colour);
    const start = (box.width * index) / colours.length;
    context.fillRect(box.left + start, box.top, box.width - start, box.height);
  });
  context.fillStyle = theme.foreground;
  context.textBaseline = 'top';
  const [from, to] = span;
  for (const position of [-1, 0, 1].filter((one) => one >= from && one <= to)) {
    const x = box.left + ((position - from) / (to - from)) * box.width;
    context.textAlign = position === from ? 'left' : position === to ? 'right' : 'center';
    context.fillRect(Math.min(x, box.left + box.width - 1), box.top + box.height, 1, 4);
    context.fillText(formatNumber(position * limit, 3), x, box.top + box.height + 6);
  }
}

function wrap(context: Context, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

async function pngBytes(canvas: OffscreenCanvas): Promise<Uint8Array> {
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}
