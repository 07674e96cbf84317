/** The k nearest neighbours of every point among all others, exactly: blocked products on all threads (kernels/assembly/nearest.as.ts). */
import type { Neighbours } from '../../../shared/embedding';
import { throwIfCancelled } from '../../../shared/errors';
import { Kernels, threadCount } from '../kernels/kernels';
import type { PreparedRows } from '../rows';

/** Rows per call: progress and cancellation are handled between calls. */
const ROWS_PER_CALL = 1024;
/** Rows whose lists a thread holds at once, as in the kernel. */
const BLOCK = 32;

export interface Search {
  signal?: AbortSignal | undefined;
  progress?: ((fraction: number) => void) | undefined;
}

/**
 * `k` is at most the number of rows minus one. With `among`, only the first `among` rows are candidates, and only the
 * others are searched for: the first rows' entries stay empty.
 */
export async function exactNeighbours(
  rows: PreparedRows,
  k: number,
  { signal, progress }: Search,
  among?: number,
): Promise<Neighbours> {
  const { count, columns } = rows;
  const candidates = among ?? count;
  const padded = Math.ceil(candidates / 8) * 8;
  const capacity = Math.max(2 * k, k + 32);
  const threads = count * count * columns < 4e6 ? 1 : threadCount();
  const lists = threads * BLOCK * (capacity * 2 + 2);
  const kernels = await Kernels.create(
    4 * (count * columns + padded * (columns + 1) + lists + 2 * count * k) + 256,
    threads,
  );
  try {
    const points = kernels.floats(count * columns);
    const packed = kernels.floats(padded * columns);
    const halves = kernels.floats(padded);
    const scratch = kernels.floats(lists);
    const indices = kernels.integers(count * k);
    const distances = kernels.floats(count * k);
    rows.write(points);
    await kernels.run('packRows', points, candidates, columns, 0, packed, halves);
    for (let from = among ?? 0; from < count; from += ROWS_PER_CALL) {
      throwIfCancelled(signal);
      progress?.(from / count);
      const to = Math.min(from + ROWS_PER_CALL, count);
      await kernels.run(
        'nearestRows',
        from,
        to,
        points,
        candidates,
        columns,
        packed,
        halves,
        k,
        capacity,
        scratch,
        indices,
        distances,
      );
    }
    return answerOf(rows, k, indices, distances);
  } finally {
    await kernels.dispose();
  }
}

/** A copy, outside the kernels' memory, with distances in the metric instead of squared ones. */
export function answerOf(rows: PreparedRows, k: number, indices: Int32Array, squared: Float32Array): Neighbours {
  const distances = new Float32Array(squared.length);
  for (let i = 0; i < squared.length; i++) distances[i] = rows.distance(squared[i]!);
  return { k, indices: new Int32Array(indices), distances };
}
