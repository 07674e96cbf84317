/** A chart as a picture: title, plot as shown, and the curves' names in their colours. */
import { colourOf, type Chart } from '../../ui/curves';
import type { CanvasTheme } from '../../ui/theme';

const edge = 16;
const head = 36;
const line = 18;

/** The bytes of a PNG file, at the screen's resolution. */
export async function chartPng(plot: HTMLCanvasElement, { curves }: Chart, theme: CanvasTheme): Promise<Uint8Array> {
  const density = plot.width / plot.clientWidth;
  const [width, height] = [plot.clientWidth + 2 * edge, head + plot.clientHeight + curves.length * line + 2 * edge];
  const canvas = new OffscreenCanvas(width * density, height * density);
  const context = canvas.getContext('2d')!;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(plot, edge * density, head * density);
  context.scale(density, density);
  context.fillStyle = theme.foreground;
  context.font = `600 14px ${theme.font}`;
  context.textBaseline = 'top';
  context.fillText('Labelings that one neuron can produce', edge, 12);
  context.font = `12px ${theme.font}`;
  curves.forEach(({ name, from }, i) => {
    const top = head + plot.clientHeight + edge + i * line;
    context.fillStyle = colourOf(i);
    if (from === 'theory') context.fillRect(edge, top + 5, 16, 3);
    else context.fillRect(edge + 4, top + 2, 8, 8);
    context.fillStyle = theme.foreground;
    context.fillText(name, edge + 24, top);
  });
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}
