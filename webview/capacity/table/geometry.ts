/** Geometry of the table: cell sizes at each zoom, the visible part, and the cell at a place. Pixels are CSS pixels. */
import { LARGEST } from '../../../src/shared/capacity/cover';
import type { Cell } from './cells';

/** Cell sizes from the whole table at a glance to cells with their numbers. */
export const zooms = [
  { width: 1, height: 1 },
  { width: 2, height: 2 },
  { width: 4, height: 4 },
  { width: 10, height: 10 },
  { width: 24, height: 16 },
  { width: 54, height: 24 },
] as const;

export const closest = zooms.length - 1;

/** Space for the headers: N on the left, K on top. */
export const header = { width: 56, height: 26 };

export interface Frame {
  zoom: number;
  /** Scroll position of the cells. */
  left: number;
  top: number;
  /** Of the whole picture, headers included. */
  width: number;
  height: number;
}

export interface Block {
  /** First and last, inclusive. */
  fromN: number;
  toN: number;
  fromK: number;
  toK: number;
}

export function cellSize({ zoom }: Pick<Frame, 'zoom'>): { width: number; height: number } {
  return zooms[zoom]!;
}

/** Of all cells, headers included. */
export function contentSize(frame: Pick<Frame, 'zoom'>): { width: number; height: number } {
  const { width, height } = cellSize(frame);
  return { width: header.width + LARGEST * width, height: header.height + LARGEST * height };
}

/** The left edge of column K; its right edge is that of K + 1. */
export function xOf(frame: Frame, k: number): number {
  return header.width + (k - 1) * cellSize(frame).width - frame.left;
}

export function yOf(frame: Frame, n: number): number {
  return header.height + (n - 1) * cellSize(frame).height - frame.top;
}

/** All cells at least partly in view. */
export function visibleBlock(frame: Frame): Block {
  const { width, height } = cellSize(frame);
  const last = (offset: number, room: number, size: number) =>
    Math.min(LARGEST, Math.max(1, Math.ceil((offset + Math.max(room, 1)) / size)));
  const first = (offset: number, size: number) => Math.min(LARGEST, Math.floor(Math.max(offset, 0) / size) + 1);
  return {
    fromN: first(frame.top, height),
    toN: last(frame.top, frame.height - header.height, height),
    fromK: first(frame.left, width),
    toK: last(frame.left, frame.width - header.width, width),
  };
}

/** The cell at a place of the picture; undefined on headers and outside the table. */
export function cellAt(frame: Frame, x: number, y: number): Cell | undefined {
  const { width, height } = cellSize(frame);
  if (x < header.width || y < header.height || x >= frame.width || y >= frame.height) return undefined;
  const k = Math.floor((x - header.width + frame.left) / width) + 1;
  const n = Math.floor((y - header.height + frame.top) / height) + 1;
  return k <= LARGEST && n <= LARGEST ? { n, k } : undefined;
}

/** The smallest scroll that brings a cell fully into view. */
export function scrolledTo(frame: Frame, { n, k }: Cell): { left: number; top: number } {
  const { width, height } = cellSize(frame);
  const into = (offset: number, start: number, size: number, room: number) =>
    Math.min(start, Math.max(offset, start + size - room));
  return {
    left: into(frame.left, (k - 1) * width, width, frame.width - header.width),
    top: into(frame.top, (n - 1) * height, height, frame.height - header.height),
  };
}

/** The scroll position at another zoom that keeps the cell at a place where it is. */
export function zoomedAt(frame: Frame, zoom: number, x: number, y: number): Frame {
  const [before, after] = [cellSize(frame), cellSize({ zoom })];
  const along = (offset: number, place: number, old: number, size: number) =>
    Math.max(0, ((offset + place) / old) * size - place);
  return {
    ...frame,
    zoom,
    left: along(frame.left, Math.max(0, x - header.width), before.width, after.width),
    top: along(frame.top, Math.max(0, y - header.height), before.height, after.height),
  };
}

/** The block between two cells in either order. */
export function blockOf(a: Cell, b: Cell): Block {
  return {
    fromN: Math.min(a.n, b.n),
    toN: Math.max(a.n, b.n),
    fromK: Math.min(a.k, b.k),
    toK: Math.max(a.k, b.k),
  };
}

/** As [N, K] for a readable name: "N 1–20, K 1–10". */
export function blockText({ fromN, toN, fromK, toK }: Block): string {
  const range = (from: number, to: number) => (from === to ? `${from}` : `${from}–${to}`);
  return `N ${range(fromN, toN)}, K ${range(fromK, toK)}`;
}
