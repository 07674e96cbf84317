/** What the stage shows, as plain data, and which of its points are drawn as pictures. */
import { Flag } from '../gl/points';
import type { CloudLabel } from '../look/labels';
import type { Sprite } from '../sprites';
import type { Size } from '../../ui/plotHost';

export interface Scene {
  /** [N × dimensions] as returned by `framed`. */
  points: Float32Array;
  dimensions: number;
  /** Milliseconds from the previous map to this one; by default, as long as that one was shown. */
  lasts?: number | undefined;
  /** Paths of selected points: their places in the maps of a film up to this one, a line [steps × dimensions] each. */
  trails?: readonly Float32Array[];
  /** [N × 2] as returned by `looksOf`. */
  looks: Uint8Array;
  /** [256 × 4] */
  palette: Uint8Array;
  /** Diameter in CSS pixels. */
  size: number;
  opacity: number;
  labels: readonly CloudLabel[];
  hovered: number;
  links: readonly number[];
  /** Where pictures are to be drawn. */
  spriteOf: ((index: number) => Sprite | undefined) | undefined;
  /** Side of a cell on the grid, in the points' units; 0 elsewhere. */
  cell: number;
}

export const emptyScene: Scene = {
  points: new Float32Array(),
  dimensions: 2,
  looks: new Uint8Array(),
  palette: new Uint8Array(1024),
  size: 6,
  opacity: 1,
  labels: [],
  hovered: -1,
  links: [],
  spriteOf: undefined,
  cell: 0,
};

/** More pictures than this hide each other; on a grid, they are too many to draw at once. */
const mostScattered = 350;
const mostOnGrid = 12_000;
/** Smaller ones show nothing. */
const smallest = 5;

/** `unit` is pixels per unit of the points. */
export function visiblePictures(
  { spriteOf, looks, cell }: Scene,
  screen: Float32Array,
  { width, height }: Size,
  unit: number,
): { pictures: number[]; pictureSize: number } {
  const none = { pictures: [], pictureSize: 0 };
  const onGrid = cell * unit;
  if (!spriteOf || (cell > 0 && onGrid < smallest)) return none;
  const most = cell > 0 ? mostOnGrid : mostScattered;
  const pictures: number[] = [];
  const margin = 40;
  for (let i = 0; i < screen.length / 2; i++) {
    const x = screen[2 * i]!;
    const y = screen[2 * i + 1]!;
    const isIn = x > -margin && x < width + margin && y > -margin && y < height + margin;
    if (!isIn || looks[2 * i + 1] === Flag.hidden) continue;
    if (pictures.length === most) return none;
    pictures.push(i);
  }
  if (cell > 0) return { pictures, pictureSize: onGrid };
  const room = Math.sqrt((width * height) / Math.max(1, pictures.length));
  return { pictures, pictureSize: Math.max(16, Math.min(56, room * 0.45)) };
}
