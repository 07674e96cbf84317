/** Ranks of given neighbours: how near they are, counted among all points. */
import type { Neighbours } from '../../../shared/embedding';
import { throwIfCancelled } from '../../../shared/errors';
import { Kernels, threadCount } from '../kernels/kernels';
import type { Search } from '../neighbours/exact';
import type { PreparedRows } from '../rows';

/** Progress and cancellation are handled between calls. */
const SAMPLES_PER_CALL = 256;

/**
 * For each of the `samples`, the ranks of its `neighbours` among all others by distance in `rows`, from 1: [samples ×
 * k].
 */
export async function neighbourRanks(
  rows: PreparedRows,
  samples: Int32Array,
  { k, indices }: Neighbours,
  { signal, progress }: Search,
): Promise<Int32Array> {
  const { count: n, columns } = rows;
  const threads = n * samples.length * columns < 4e6 ? 1 : threadCount();
  const kernels = await Kernels.create(4 * (n * (columns + threads) + samples.length * (1 + 2 * k)) + 256, threads);
  try {
    const data = kernels.floats(n * columns);
    const scratch = kernels.floats(n * threads);
    const chosen = kernels.integers(samples.length);
    const targets = kernels.integers(samples.length * k);
    const ranks = kernels.integers(samples.length * k);
    rows.write(data);
    chosen.set(samples);
    for (let s = 0; s < samples.length; s++)
      targets.set(indices.subarray(samples[s]! * k, (samples[s]! + 1) * k), s * k);
    for (let from = 0; from < samples.length; from += SAMPLES_PER_CALL) {
      throwIfCancelled(signal);
      progress?.(from / samples.length);
      const part = [chosen, targets, ranks].map((array, i) => array.subarray(i === 0 ? from : from * k));
      const count = Math.min(SAMPLES_PER_CALL, samples.length - from);
      await kernels.run('ranks', data, n, columns, part[0]!, count, part[1]!, k, scratch, part[2]!);
    }
    return Int32Array.from(ranks);
  } finally {
    await kernels.dispose();
  }
}
