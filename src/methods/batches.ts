/** How many samples go into one run of the engine. */
import { costOf, peakBytes } from '../engine/cost';
import type { BoundGraph } from '../graph/graph';

/** Larger batches of a large network gain nothing on a CPU: the activations of one sample already exceed its caches. */
const USUAL_ROWS = 16;

/**
 * Multiply-adds beyond which the fixed cost of a run no longer matters: a network for 8×8 digits (87 thousand per row)
 * takes 31 µs per row with 16 rows, 7 µs with 128; its gradient (195 thousand) 40 µs with 16 and 15 µs with 64. One for
 * 28×28 digits (4 million) takes 80 µs with 16 and with 1024.
 */
const ENOUGH_WORK = 1e7;

/** For the 8×8 digits network, 512 and 1024 rows take longer than 256. */
const MOST_ROWS = 256;

/**
 * Bytes beyond which more rows are not faster: integrated gradients of ResNet-18 take as long with 4 rows per run as
 * with 13, and peak at 341 MB instead of 603 MB. Its forward pass keeps 16.
 */
const ENOUGH_BYTES = 2 ** 27;

/**
 * Rows per run: {@link USUAL_ROWS}, or enough to reach {@link ENOUGH_WORK}, within the budget and {@link ENOUGH_BYTES};
 * evened out, so that 50 rows of at most 16 run as 13, 13, 13, 11. `one` is the graph bound to a batch of one, if its
 * shapes are known.
 */
export function rowsPerRun(count: number, one: BoundGraph | undefined, memoryBudget: number): number {
  const perRow = one ? Math.max(1, peakBytes(one)) : 1;
  const working = one ? Math.min(MOST_ROWS, Math.ceil(ENOUGH_WORK / Math.max(1, costOf(one)))) : 1;
  const fitting = Math.floor(Math.min(memoryBudget, ENOUGH_BYTES) / perRow);
  const most = Math.max(1, Math.min(Math.max(USUAL_ROWS, working), count, fitting));
  return Math.ceil(count / Math.ceil(count / most));
}
