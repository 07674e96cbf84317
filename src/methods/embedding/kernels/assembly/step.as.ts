/** One iteration of t-SNE on all threads: attraction, repulsion, movement. */
import { attract2, attract3 } from './attraction.as';
import { repelExact2, repelExact3 } from './exact.as';
import { repelGrid, spread } from './grid.as';
import { move } from './movement.as';
import { meet } from './threads.as';
import { plant, repelTree } from './tree.as';

/** How repulsion is found, as layout.ts numbers the ways. */
const EXACT: i32 = 0;
const TREE: i32 = 1;
const GRID: i32 = 2;

/**
 * A map in memory, as layout.ts writes it: arrays by where they begin. Not as parameters: in Node 20, a function that waits for other
 * threads was seen to lose the last of its fifteen.
 */
@unmanaged
class Layout {
  n: i32;
  /** Numbers of a point: 2, or 4 of which the last is 0. */
  width: i32;
  way: i32;
  positions: usize;
  offsets: usize;
  neighbours: usize;
  weights: usize;
  attraction: usize;
  repulsion: usize;
  sums: usize;
  /** Of the tree or the grid. */
  space: usize;
  updates: usize;
  gains: usize;
  freedom: f32;
  openness: f32;
  longest: f32;
  exaggeration: f32;
  rate: f32;
  momentum: f32;
}

/** Attraction and repulsion of every point, and per thread the sum Z. */
export function forces(thread: i32, threads: i32, layout: usize): void {
  const map = changetype<Layout>(layout);
  // One thread makes the tree or spreads the points while the others begin with the neighbours.
  if (map.way == TREE && thread == 0) plant(map.n, map.width, map.positions, map.space);
  if (map.way == GRID && thread == 0) spread(map.n, map.positions, map.space);
  if (map.width == 2)
    attract2(
      thread,
      threads,
      map.n,
      map.positions,
      map.offsets,
      map.neighbours,
      map.weights,
      map.freedom,
      map.attraction,
    );
  else
    attract3(
      thread,
      threads,
      map.n,
      map.positions,
      map.offsets,
      map.neighbours,
      map.weights,
      map.freedom,
      map.attraction,
    );
  meet(threads);
  if (map.way == EXACT) {
    if (map.width == 2) repelExact2(thread, threads, map.n, map.positions, map.freedom, map.repulsion, map.sums);
    else repelExact3(thread, threads, map.n, map.positions, map.freedom, map.repulsion, map.sums);
  } else if (map.way == GRID) {
    repelGrid(thread, threads, map.n, map.positions, map.freedom, map.space, map.repulsion, map.sums);
  } else if (map.width == 2)
    repelTree<u64>(thread, map.n, map.freedom, map.openness, map.space, map.repulsion, map.sums);
  else repelTree<v128>(thread, map.n, map.freedom, map.openness, map.space, map.repulsion, map.sums);
}

export function step(thread: i32, threads: i32, layout: usize): void {
  forces(thread, threads, layout);
  meet(threads);
  const map = changetype<Layout>(layout);
  move(
    thread,
    threads,
    map.n,
    map.width,
    map.positions,
    map.updates,
    map.gains,
    map.attraction,
    map.repulsion,
    map.sums,
    map.exaggeration,
    map.rate,
    map.momentum,
    map.longest,
  );
}
