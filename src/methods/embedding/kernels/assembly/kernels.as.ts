/** What the module exports. Every kernel takes (thread, threads, …): all threads call it at once. */
export { project } from './components.as';
export { packRows, nearestRows } from './nearest.as';
export { searchBuckets } from './buckets.as';
export { calibrate } from './affinities.as';
export { attract2, attract3, stretch2, stretch3 } from './attraction.as';
export { repelExact2, repelExact3 } from './exact.as';
export { move } from './movement.as';
export { ranks } from './ranks.as';
export { forces, step } from './step.as';
export { descend } from './umap.as';
