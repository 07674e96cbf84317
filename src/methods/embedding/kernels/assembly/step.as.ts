/** One iteration of t-SNE on all threads: attraction, repulsion, movement. */
import { attract2, attract3 } from './attraction.as';
import { repelExact2, repelExact3 } from './exact.as';
import { move } from './movement.as';
import { meet } from './threads.as';

export function stepExact(
  thread: i32,
  threads: i32,
  n: i32,
  width: i32,
  positions: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  freedom: f32,
  attraction: usize,
  repulsion: usize,
  sums: usize,
  updates: usize,
  gains: usize,
  exaggeration: f32,
  rate: f32,
  momentum: f32,
  longest: f32,
  fixed: i32,
): void {
  attract(thread, threads, n, width, positions, offsets, neighbours, weights, freedom, attraction);
  if (width == 2) repelExact2(thread, threads, n, positions, freedom, repulsion, sums);
  else repelExact3(thread, threads, n, positions, freedom, repulsion, sums);
  meet(threads);
  move(
    thread,
    threads,
    n,
    width,
    positions,
    updates,
    gains,
    attraction,
    repulsion,
    sums,
    exaggeration,
    rate,
    momentum,
    longest,
    fixed,
  );
}

function attract(
  thread: i32,
  threads: i32,
  n: i32,
  width: i32,
  positions: usize,
  offsets: usize,
  neighbours: usize,
  weights: usize,
  freedom: f32,
  attraction: usize,
): void {
  if (width == 2) attract2(thread, threads, n, positions, offsets, neighbours, weights, freedom, attraction);
  else attract3(thread, threads, n, positions, offsets, neighbours, weights, freedom, attraction);
}
