/** A bar of colours on a canvas: one pixel each, which style sheets stretch. */
import type { Rgb } from '../../src/shared/picture/diverging';

export function paintColourBar(canvas: HTMLCanvasElement, colours: readonly Rgb[]): void {
  const pixels = new ImageData(colours.length, 1);
  colours.forEach((colour, i) => pixels.data.set([...colour, 255], 4 * i));
  canvas.width = colours.length;
  canvas.height = 1;
  canvas.getContext('2d')!.putImageData(pixels, 0, 0);
}
