/** Attributions as pictures without a browser, with the panel's colours and scale. */
import { colourOf, divergingMaps, type Rgb } from '../shared/picture/diverging';
import { layoutOf } from '../shared/picture/layout';
import { mapOf } from '../shared/picture/map';
import { channelValues, slice, type Plane } from '../shared/picture/plane';
import { symmetricLimit } from '../shared/picture/scale';
import type { AttributionResult } from '../shared/results';
import type { Tensor } from '../shared/tensor';

/** Side in pixels to which small heatmaps are enlarged, each number a square. */
const SIDE = 448;

/** One heatmap per sample, side by side: RGB pixels [H, W, 3]. Channels are summed; a volume is cut in the middle. */
export function heatmaps(result: AttributionResult): Tensor {
  const tiles = planes(result);
  const { width, height } = tiles[0]!;
  const zoom = Math.max(1, Math.floor(SIDE / Math.max(width, height)));
  const columns = Math.ceil(Math.sqrt(tiles.length));
  const rows = Math.ceil(tiles.length / columns);
  const shape = [rows * height * zoom, columns * width * zoom, 3];
  const data = new Uint8Array(shape[0]! * shape[1]! * 3).fill(255);
  tiles.forEach((plane, n) => {
    const colour = painter(plane);
    const top = Math.floor(n / columns) * height * zoom;
    const left = (n % columns) * width * zoom;
    for (let y = 0; y < height * zoom; y++)
      for (let x = 0; x < width * zoom; x++)
        data.set(colour(Math.floor(x / zoom), Math.floor(y / zoom)), ((top + y) * shape[1]! + left + x) * 3);
  });
  return { dtype: 'uint8', shape, data };
}

/**
 * The first sample in 24-bit colour, two numbers per character: the upper half in the foreground, the lower half in the
 * background.
 */
export function drawInTerminal(result: AttributionResult, columns: number): string {
  const [plane] = planes(result) as [Plane];
  const colour = painter(plane);
  const step = Math.max(1, Math.ceil(plane.width / columns));
  const at = (x: number, y: number): string => colour(x, Math.min(y, plane.height - 1)).join(';');
  const lines: string[] = [];
  for (let y = 0; y < plane.height; y += 2 * step) {
    let line = '';
    for (let x = 0; x < plane.width; x += step) line += `\x1b[38;2;${at(x, y)};48;2;${at(x, y + step)}m▀`;
    lines.push(`${line}\x1b[0m`);
  }
  return lines.join('\n');
}

function planes(result: AttributionResult): Plane[] {
  const map = mapOf(result);
  const layout = layoutOf(map.shape);
  return Array.from({ length: layout.samples }, (_, n) => {
    const values = channelValues(map.data, layout, n, 'sum');
    return slice(values, layout.size, 'depth', Math.floor(layout.size.depth / 2));
  });
}

function painter({ values, width }: Plane): (x: number, y: number) => Rgb {
  const { limit } = symmetricLimit(values, 'percentile');
  return (x, y) => colourOf(divergingMaps.light, values[y * width + x]!, limit) ?? [127, 127, 127];
}
