/** The heatmaps of a comparison as one picture, each under its title. */
import type { Pane } from '../picture/picture';
import { canvasTheme } from '../ui/theme';

const tile = 280;
const gap = 16;
const caption = 22;

export async function pictureOf(
  shown: readonly { pane: Pane; title: string }[],
  element: Element,
): Promise<Uint8Array> {
  const columns = Math.ceil(Math.sqrt(shown.length));
  const rows = Math.ceil(shown.length / columns);
  const canvas = new OffscreenCanvas(columns * (tile + gap) + gap, rows * (tile + caption + gap) + gap);
  const context = canvas.getContext('2d')!;
  const { background, foreground, font } = canvasTheme(element);
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  context.font = `13px ${font}`;
  for (const [i, { pane, title }] of shown.entries()) {
    const x = gap + (i % columns) * (tile + gap);
    const y = gap + Math.floor(i / columns) * (tile + caption + gap);
    context.fillStyle = foreground;
    context.fillText(title, x, y + 14, tile);
    const scale = tile / Math.max(pane.width, pane.height);
    for (const { pixels } of pane.layers) {
      const bitmap = await createImageBitmap(new ImageData(pixels, pane.width, pane.height));
      context.drawImage(bitmap, x, y + caption, pane.width * scale, pane.height * scale);
    }
  }
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}
