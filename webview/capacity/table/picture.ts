/** The visible table as a picture for papers and messages, with a title above and the meaning of the colours below. */
import { cssColour } from '../../../src/shared/picture/diverging';
import { boundaries } from './boundaries';
import { heatColours } from './colours';
import { drawTable, type Context, type TableTheme, type TableView } from './draw';

/** In CSS pixels. */
const edge = 16;
const head = 44;
const foot = 40;

/** The bytes of a PNG file. */
export async function pictureOf(view: TableView, theme: TableTheme): Promise<Uint8Array> {
  const { frame, density, probabilities } = view;
  const size = { width: frame.width + 2 * edge, height: frame.height + head + foot + edge };
  const canvas = new OffscreenCanvas(size.width * density, size.height * density);
  const context = canvas.getContext('2d')!;
  context.scale(density, density);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, size.width, size.height);
  context.textBaseline = 'top';
  context.fillStyle = theme.foreground;
  context.font = `600 14px ${theme.font}`;
  const bias = probabilities.bias ? ' and a bias' : '';
  context.fillText(`Labelings of N points that one neuron with K inputs${bias} can produce`, edge, 12, frame.width);
  context.save();
  context.translate(edge, head);
  drawTable(context, view, theme);
  context.restore();
  drawLegend(context, { top: head + frame.height + 12, bias: probabilities.bias }, theme);
  const bytes = await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer();
  return new Uint8Array(bytes);
}

function drawLegend(context: Context, { top, bias }: { top: number; bias: boolean }, theme: TableTheme): void {
  const width = 160;
  context.font = `12px ${theme.font}`;
  context.textBaseline = 'top';
  context.textAlign = 'left';
  context.fillStyle = theme.foreground;
  context.fillText('P  0', edge, top);
  const left = edge + 28;
  heatColours.forEach((colour, i) => {
    context.fillStyle = cssColour(colour);
    const start = (width * i) / heatColours.length;
    context.fillRect(left + start, top + 1, width - start, 11);
  });
  context.fillStyle = theme.foreground;
  const lines = boundaries(bias).map(
    ({ name, meaning, dash }) => `${name} (${dash.length ? 'dashed' : 'solid'}): ${meaning}`,
  );
  context.fillText(`1     ${lines.join('     ')}`, left + width + 6, top);
}
