/** How many samples go into one run of the engine. */
import { peakBytes } from '../engine/cost';
import type { BoundGraph } from '../graph/graph';

/** Larger batches bring nothing on a CPU: the activations of one sample fall out of its caches. */
const MAX_BATCH = 16;

/**
 * Bytes at which more rows are no longer faster: integrated gradients of ResNet-18 take as long with 4 rows per run as with 13,
 * and peak at 341 MB in place of 603 MB. The forward pass of the same keeps its 16.
 */
const ENOUGH_BYTES = 2 ** 27;

/**
 * Rows per run: as many as the budget and {@link ENOUGH_BYTES} allow of what one row needs, at most {@link MAX_BATCH} and evened
 * out, so that 50 rows of at most 16 go as 13, 13, 13, 11. `one` is the graph bound to a batch of one, where its shapes
 * are known.
 */
export function rowsPerRun(count: number, one: BoundGraph | undefined, memoryBudget: number): number {
  const perRow = one ? Math.max(1, peakBytes(one)) : 1;
  const most = Math.max(1, Math.min(MAX_BATCH, count, Math.floor(Math.min(memoryBudget, ENOUGH_BYTES) / perRow)));
  return Math.ceil(count / Math.ceil(count / most));
}
