/** From state to what the stage draws, each part computed again only when its inputs change. */
import type { Column } from '../../src/shared/dataset';
import type { CloudLook } from '../../src/shared/cloud/question';
import type { MapId } from '../../src/shared/picture/diverging';
import { gridOf, type Grid } from './grid';
import { colouringOf, type Colouring } from './look/colouring';
import { letThrough, type Filter } from './look/filter';
import { labelsOf } from './look/labels';
import { looksOf } from './look/looks';
import { paletteOf } from './look/palette';
import type { Sprite } from './sprites';
import { stacked } from './stack';
import { trailsOf } from './film/trails';
import { framed, type Framed } from './stage/frame';
import { emptyScene, type Scene } from './stage/scene';

export interface ShownOf {
  positions: Float32Array | undefined;
  dimensions: number;
  /** All maps that share a frame with this one: the steps of a film. */
  among: readonly Float32Array[];
  /** The index of this one among them. */
  step: number;
  /** Milliseconds from the previous step. */
  lasts: number | undefined;
  column: Column | undefined;
  look: CloudLook;
  map: MapId;
  filter: Filter;
  selected: readonly number[];
  hovered: number;
  links: readonly number[];
  onGrid: boolean;
  spriteOf: ((index: number) => Sprite | undefined) | undefined;
}

/** Some space between the pictures of neighbouring cells. */
const cellFill = 0.94;

export class Shown {
  readonly #framed = memo((positions: Float32Array, dimensions: number, among: readonly Float32Array[]) => {
    const map = framed(positions, dimensions, among);
    return dimensions === 1 ? stacked(map) : map;
  });
  readonly #grid = memo(gridOf);
  readonly #colouring = memo(colouringOf);
  readonly #palette = memo(paletteOf);
  readonly #labels = memo(labelsOf);
  readonly #looks = memo(
    (colouring: Colouring, filter: Filter, selected: readonly number[], points: Float32Array, dimensions: number) =>
      looksOf({ colouring, filter, selected, points, dimensions }),
  );
  readonly #trails = memo(trailsOf);
  readonly #through = memo(letThrough);
  colouring: Colouring = { colours: new Uint8Array(), legend: { kind: 'none' } };
  palette: Uint8Array = emptyScene.palette;
  grid: Grid | undefined;
  /** Indices of the points that the legend lets through. */
  through: readonly number[] = [];
  /** The map in the camera's units, on the grid or not; a map on a line is spread out in the plane. */
  framed: Framed | undefined;

  scene(of: ShownOf): Scene {
    const { positions, column, look, map, hovered, links, spriteOf } = of;
    this.palette = this.#palette(column?.kind ?? 'categories', map);
    if (!positions) return emptyScene;
    const cloud = this.#framed(positions, of.dimensions, of.among);
    this.framed = cloud;
    const count = positions.length / of.dimensions;
    this.grid = of.onGrid ? this.#grid(cloud.points, cloud.dimensions) : undefined;
    const points = this.grid?.points ?? cloud.points;
    const dimensions = this.grid ? 2 : cloud.dimensions;
    this.colouring = this.#colouring(column, count);
    this.through = this.#through(of.filter, this.colouring, points, dimensions);
    const { size, opacity } = look;
    return {
      points,
      dimensions,
      lasts: of.lasts,
      // On a line, height means nothing.
      trails: this.grid || of.dimensions === 1 ? [] : this.#trails(of.selected, of.among, of.step + 1, of.dimensions),
      looks: this.#looks(this.colouring, of.filter, of.selected, points, dimensions),
      palette: this.palette,
      size,
      opacity,
      // On the grid names would cover pictures, whose frames have the colours of the legend.
      labels:
        look.labels && !this.grid
          ? this.#labels(this.colouring, points, dimensions).filter(({ entry }) => !of.filter.off.has(entry))
          : [],
      hovered,
      links,
      spriteOf: look.pictures || this.grid ? spriteOf : undefined,
      cell: this.grid ? (2 / this.grid.side) * cellFill : 0,
    };
  }
}

function memo<Of extends readonly unknown[], Made>(make: (...of: Of) => Made): (...of: Of) => Made {
  let last: { of: Of; made: Made } | undefined;
  return (...of) => {
    if (!last?.of.every((value, i) => value === of[i])) last = { of, made: make(...of) };
    return last.made;
  };
}
