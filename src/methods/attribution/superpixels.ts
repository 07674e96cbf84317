/**
 * Superpixels by simple linear iterative clustering (Achanta et al. 2012, doi:10.1109/TPAMI.2012.120), on the channels
 * as the network receives them.
 */
import { spanOf } from '../../shared/range';

/** Weight of space against colour, for channels scaled to a range of 1. */
const COMPACTNESS = 0.1;

/** After ten rounds the clusters no longer move (Achanta et al.). */
const ROUNDS = 10;

interface Centre {
  row: number;
  column: number;
  colour: Float64Array;
}

/**
 * The label of each place of a picture [channels, height, width]: about `count` connected regions of similar colour.
 */
export function superpixels(
  picture: Float32Array,
  [channels, height, width]: readonly [number, number, number],
  count: number,
): Int32Array {
  const places = height * width;
  const scale = 1 / (spanOf(picture) || 1);
  const step = Math.sqrt(places / Math.min(count, places));
  const centres = grid(height, width, step).map(({ row, column }): Centre => {
    const at = Math.floor(row) * width + Math.floor(column);
    return {
      row,
      column,
      colour: Float64Array.from({ length: channels }, (_, c) => picture[c * places + at]! * scale),
    };
  });
  const labels = new Int32Array(places);
  const nearest = new Float64Array(places);
  for (let round = 0; round < ROUNDS; round++) {
    nearest.fill(Infinity);
    centres.forEach((centre, label) => {
      const [top, bottom] = bounds(centre.row, step, height);
      const [left, right] = bounds(centre.column, step, width);
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const at = row * width + column;
          let colour = 0;
          for (let c = 0; c < channels; c++) colour += (picture[c * places + at]! * scale - centre.colour[c]!) ** 2;
          const space = (row + 0.5 - centre.row) ** 2 + (column + 0.5 - centre.column) ** 2;
          const distance = colour + (COMPACTNESS / step) ** 2 * space;
          if (distance < nearest[at]!) {
            nearest[at] = distance;
            labels[at] = label;
          }
        }
      }
    });
    move(centres, labels, picture, places, width, scale);
  }
  return connect(labels, height, width, places / (4 * centres.length));
}

/** Evenly spaced centres. */
function grid(height: number, width: number, step: number): { row: number; column: number }[] {
  const rows = Math.max(1, Math.round(height / step));
  const columns = Math.max(1, Math.round(width / step));
  return Array.from({ length: rows * columns }, (_, i) => ({
    row: ((Math.floor(i / columns) + 0.5) * height) / rows,
    column: (((i % columns) + 0.5) * width) / columns,
  }));
}

/** Two steps around a centre, so that every place is within reach of one. */
function bounds(centre: number, step: number, size: number): [number, number] {
  const reach = 2 * step;
  return [Math.max(0, Math.floor(centre - reach)), Math.min(size, Math.ceil(centre + reach))];
}

function move(
  centres: Centre[],
  labels: Int32Array,
  picture: Float32Array,
  places: number,
  width: number,
  scale: number,
): void {
  const members = new Int32Array(centres.length);
  const sums = centres.map(({ colour }) => ({ row: 0, column: 0, colour: new Float64Array(colour.length) }));
  labels.forEach((label, at) => {
    const sum = sums[label]!;
    members[label]!++;
    sum.row += Math.floor(at / width) + 0.5;
    sum.column += (at % width) + 0.5;
    for (let c = 0; c < sum.colour.length; c++) sum.colour[c]! += picture[c * places + at]! * scale;
  });
  sums.forEach(({ row, column, colour }, label) => {
    const n = members[label]!;
    if (n > 0) centres[label] = { row: row / n, column: column / n, colour: colour.map((value) => value / n) };
  });
}

/** Makes every region connected: pieces smaller than `least` join the piece found before them. */
function connect(labels: Int32Array, height: number, width: number, least: number): Int32Array {
  const result = new Int32Array(labels.length).fill(-1);
  let pieces = 0;
  for (let start = 0; start < labels.length; start++) {
    if (result[start] !== -1) continue;
    const piece = [start];
    let beside = -1;
    result[start] = pieces;
    for (let at = piece[0], next = 0; at !== undefined; at = piece[++next]) {
      for (const to of neighbours(at, height, width)) {
        if (result[to] === -1 && labels[to] === labels[start]) {
          result[to] = pieces;
          piece.push(to);
        } else if (result[to] !== -1 && result[to] !== pieces) beside = result[to]!;
      }
    }
    if (piece.length < least && beside >= 0) for (const at of piece) result[at] = beside;
    else pieces++;
  }
  return result;
}

function neighbours(at: number, height: number, width: number): number[] {
  const [row, column] = [Math.floor(at / width), at % width];
  return [
    ...(row > 0 ? [at - width] : []),
    ...(row < height - 1 ? [at + width] : []),
    ...(column > 0 ? [at - 1] : []),
    ...(column < width - 1 ? [at + 1] : []),
  ];
}
