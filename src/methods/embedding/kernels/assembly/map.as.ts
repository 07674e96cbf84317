/**
 * A map in memory, as layout.ts writes it: arrays by where they begin. Not as parameters: in Node 20, a function that waits for other
 * threads was seen to lose the last of its fifteen. A map on a line is one of pairs whose second number is 0 and stays so.
 */
@unmanaged
export class Layout {
  n: i32;
  dimensions: i32;
  /** How repulsion is found, as layout.ts numbers the ways. */
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
  /** Of each point, 0 or 1. */
  fixed: usize;
  /** Per thread, as `divergence` leaves it. */
  stretches: usize;
  freedom: f32;
  openness: f32;
  longest: f32;
  exaggeration: f32;
  rate: f32;
  momentum: f32;
}
