/** One iteration of t-SNE on all threads: attraction, repulsion, movement. */
import { attract, stretch } from './attraction.as';
import { repelExact } from './exact.as';
import { repelGrid, spread } from './grid.as';
import { convolveLine, repelLine } from './line.as';
import { Layout } from './map.as';
import { move } from './movement.as';
import { meet } from './threads.as';
import { plant, repelTree } from './tree.as';

/** The kinds of repulsion, as numbered in layout.ts. */
const EXACT: i32 = 0;
const TREE: i32 = 1;
const GRID: i32 = 2;

/** Attraction and repulsion of every point, and per thread the sum Z. */
export function forces(thread: i32, threads: i32, layout: usize): void {
  const map = changetype<Layout>(layout);
  if (map.dimensions < 3) forcesOf<u64>(thread, threads, map);
  else forcesOf<v128>(thread, threads, map);
}

export function step(thread: i32, threads: i32, layout: usize): void {
  forces(thread, threads, layout);
  meet(threads);
  move(thread, threads, changetype<Layout>(layout));
}

/** The divergence minus the entropy term of P; `exact` recomputes Z over all pairs. */
export function divergence(thread: i32, _threads: i32, layout: usize, exact: i32): void {
  const map = changetype<Layout>(layout);
  if (map.dimensions < 3) divergenceOf<u64>(thread, map, exact);
  else divergenceOf<v128>(thread, map, exact);
}

/** T has the size of a point. */
function forcesOf<T>(thread: i32, threads: i32, map: Layout): void {
  const n = map.n, positions = map.positions, space = map.space, freedom = map.freedom;
  const onLine = map.way == GRID && map.dimensions == 1;
  // One thread builds the tree or spreads the points while the others begin with the neighbours.
  if (thread == 0) {
    if (map.way == TREE) plant(n, <i32>sizeof<T>() >> 2, positions, space);
    else if (onLine) convolveLine(n, positions, freedom, space);
    else if (map.way == GRID) spread(n, positions, space);
  }
  attract<T>(n, positions, map.offsets, map.neighbours, map.weights, freedom, map.attraction);
  meet(threads);
  if (map.way == EXACT) repelExact<T>(thread, n, positions, freedom, map.repulsion, map.sums);
  else if (map.way == TREE) repelTree<T>(thread, n, freedom, map.openness, space, map.repulsion, map.sums);
  else if (onLine) repelLine(thread, n, positions, space, map.repulsion, map.sums);
  else repelGrid(thread, threads, n, positions, freedom, space, map.repulsion, map.sums);
}

function divergenceOf<T>(thread: i32, map: Layout, exact: i32): void {
  stretch<T>(thread, map.n, map.positions, map.offsets, map.neighbours, map.weights, map.freedom, map.stretches);
  if (exact) repelExact<T>(thread, map.n, map.positions, map.freedom, 0, map.sums);
}
