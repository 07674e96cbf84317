/** The exports of the module. Every kernel takes (thread, threads, …): all threads call it at once. */
export { project } from './components.as';
export { packRows, nearestRows } from './nearest.as';
export { searchBuckets } from './buckets.as';
export { calibrate } from './affinities.as';
export { ranks } from './ranks.as';
export { divergence, forces, step } from './step.as';
export { place, prepare } from './placement.as';
export { descend } from './umap.as';
