/**
 * Which number of an array is drawn where in a small picture: a matrix, or tiles side by side. Larger arrays are
 * thinned, row by row and column by column, and the caption says so. Reading and colouring happen elsewhere.
 */

export interface PicturePlan {
  width: number;
  height: number;
  /** Numbers per pixel: 1, or 3 for red, green and blue. */
  channels: 1 | 3;
  /** [height, width, channels]: index of each number in its array, in elements; -1 for gaps. */
  indices: Float64Array;
  /** What is drawn, without a full stop. */
  caption: string;
}

/** Pixels before enlargement: 20,000 of them, however noisy, make a PNG of at most 66 kB. */
const widest = 200;
const highest = 100;
/** Nobody looks at more tiles than this one by one. */
const mostTiles = 64;

export interface Axis {
  size: number;
  /** "unit": the meaning of one row or column. */
  name: string;
}

/** Rows downwards, columns to the right. */
export function matrixPlan(rows: Axis, columns: Axis, indexOf: (row: number, column: number) => number): PicturePlan {
  const [down, right] = [Math.ceil(rows.size / highest), Math.ceil(columns.size / widest)];
  const [height, width] = [Math.ceil(rows.size / down), Math.ceil(columns.size / right)];
  const indices = new Float64Array(height * width);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) indices[y * width + x] = indexOf(y * down, x * right);
  return { width, height, channels: 1, indices, caption: `${axisText(rows, down)} × ${axisText(columns, right)}` };
}

export interface Tiles extends Axis {
  height: number;
  width: number;
  channels: 1 | 3;
}

/** The first tiles in rows, with a gap of one pixel between them. */
export function tilesPlan(
  tiles: Tiles,
  indexOf: (tile: number, y: number, x: number, channel: number) => number,
): PicturePlan {
  const { size, name, channels } = tiles;
  // A tile takes at most half the height, so that two rows can be compared.
  const step = Math.max(1, Math.ceil(tiles.height / (highest / 2)), Math.ceil(tiles.width / (widest / 2)));
  const [tall, wide] = [Math.ceil(tiles.height / step), Math.ceil(tiles.width / step)];
  const [perRow, perColumn] = [Math.floor((widest + 1) / (wide + 1)), Math.floor((highest + 1) / (tall + 1))];
  const shown = Math.min(size, mostTiles, perRow * perColumn);
  // A grid as square as the width allows: 8 tiles are easier to compare as 4 × 2 than in one line.
  const rows = Math.min(perColumn, Math.max(Math.ceil(shown / perRow), Math.floor(Math.sqrt(shown / 2)), 1));
  const columns = Math.ceil(shown / rows);
  const [height, width] = [rows * (tall + 1) - 1, columns * (wide + 1) - 1];
  const indices = new Float64Array(height * width * channels).fill(-1);
  for (let tile = 0; tile < shown; tile++) {
    const [top, left] = [Math.floor(tile / columns) * (tall + 1), (tile % columns) * (wide + 1)];
    for (let y = 0; y < tall; y++)
      for (let x = 0; x < wide; x++)
        for (let c = 0; c < channels; c++)
          indices[((top + y) * width + left + x) * channels + c] = indexOf(tile, y * step, x * step, c);
  }
  const which = shown < size ? `The first ${shown} of ${counted(size, name)}` : counted(size, name);
  const thinned = step > 1 ? `, every ${ordinal(step)} pixel` : '';
  return { width, height, channels, indices, caption: `${which}, ${tiles.height} × ${tiles.width} each${thinned}` };
}

function axisText({ size, name }: Axis, step: number): string {
  return step > 1 ? `${counted(size, name)} (every ${ordinal(step)})` : counted(size, name);
}

function counted(size: number, name: string): string {
  return `${size.toLocaleString('en-US')} ${name}${size === 1 ? '' : 's'}`;
}

function ordinal(n: number): string {
  const last = n % 100 >= 11 && n % 100 <= 13 ? 0 : n % 10;
  return `${n.toLocaleString('en-US')}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}
