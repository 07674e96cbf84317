/**
 * A map in memory, as layout.ts writes it: arrays by their addresses. These are not parameters, because in Node 20 a
 * function that waits for other threads was seen to lose the last of its fifteen. A map on a line consists of pairs
 * whose second number stays 0.
 */
@unmanaged
export class Layout {
  n: i32;
  dimensions: i32;
  /** The kinds of repulsion, as numbered in layout.ts. */
  way: i32;
  positions: usize;
  offsets: usize;
  neighbours: usize;
  weights: usize;
  attraction: usize;
  repulsion: usize;
  sums: usize;
  /** Memory of the tree or the grid. */
  space: usize;
  updates: usize;
  gains: usize;
  /** Of each point, 0 or 1. */
  fixed: usize;
  /** Per thread, written by `divergence`. */
  stretches: usize;
  freedom: f32;
  openness: f32;
  longest: f32;
  exaggeration: f32;
  rate: f32;
  momentum: f32;
}
