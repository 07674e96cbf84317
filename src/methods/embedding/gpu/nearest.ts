/**
 * The k nearest neighbours of every point, exactly, on the GPU: definition, order and ties as in neighbours/exact.ts.
 */
import type { Neighbours } from '../../../shared/embedding';
import { DeviceError, throwIfCancelled } from '../../../shared/errors';
import { answerOf, type Search } from '../neighbours/exact';
import type { PreparedRows } from '../rows';
import type { Gpu } from './device';
import { MOST_NEIGHBOURS, nearestSource, TILE } from './nearestShaders';
import { allocate, Program, read, submit } from './program';

/**
 * Per submission: squared differences, some 20 to 200 ms on most GPUs, whose drivers give up after 2 s; and distances
 * held at once, 64 MB.
 */
const MOST_DIFFERENCES = 2 ** 32;
const MOST_DISTANCES = 2 ** 24;
/** As the shaders' binding 0. */
const SETTINGS_BYTES = 20;

/** `k` is at most the number of rows minus one. Throws DeviceError if the GPU cannot, CancelledError. */
export async function gpuNeighbours(
  gpu: Gpu,
  rows: PreparedRows,
  k: number,
  { signal, progress }: Search,
): Promise<Neighbours> {
  const { count, columns } = rows;
  if (k > MOST_NEIGHBOURS)
    throw new DeviceError(
      `The GPU finds at most ${MOST_NEIGHBOURS} neighbours per point, not ${k}; the CPU finds them.`,
    );
  const quads = Math.ceil(columns / 4);
  const fitting = Math.min(MOST_DIFFERENCES / (count * quads * 4), MOST_DISTANCES / count);
  const atOnce = Math.min(Math.max(Math.floor(fitting / TILE), 1) * TILE, count);
  const buffers = await allocate(gpu, `The neighbour search for ${count} points`, {
    settings: SETTINGS_BYTES,
    rows: count * quads * 16,
    distances: atOnce * count * 4,
    nearest: atOnce * k * 8,
  });
  try {
    const program = await Program.create(
      gpu,
      nearestSource(k),
      ['measure', 'choose'],
      [
        { buffer: buffers.settings, type: 'uniform' },
        { buffer: buffers.rows, type: 'read-only-storage' },
        { buffer: buffers.distances },
        { buffer: buffers.nearest },
      ],
    );
    gpu.device.queue.writeBuffer(buffers.rows, 0, quadsOf(rows, quads));
    const indices = new Int32Array(count * k);
    const squared = new Float32Array(count * k);
    for (let first = 0; first < count; first += atOnce) {
      throwIfCancelled(signal);
      progress?.(first / count);
      const last = Math.min(first + atOnce, count);
      gpu.device.queue.writeBuffer(buffers.settings, 0, new Uint32Array([count, quads, k, first, last]));
      submit(gpu, (pass) => {
        program.encode(pass, 'measure', [Math.ceil(count / TILE), Math.ceil((last - first) / TILE)]);
        program.encode(pass, 'choose', [last - first]);
      });
      const pairs = await read(gpu, buffers.nearest, (last - first) * k * 8);
      const [found, distances] = [new Int32Array(pairs), new Float32Array(pairs)];
      for (let e = 0; e < found.length / 2; e++) {
        indices[first * k + e] = found[2 * e]!;
        squared[first * k + e] = distances[2 * e + 1]!;
      }
    }
    return answerOf(rows, k, indices, squared);
  } finally {
    for (const buffer of Object.values(buffers)) buffer.destroy();
  }
}

/** The rows, zero-padded to whole quadruples. */
function quadsOf(rows: PreparedRows, quads: number): Float32Array<ArrayBuffer> {
  const { count, columns } = rows;
  const filled = new Float32Array(count * quads * 4);
  // Packed at the end, then spread from the front: no row is overwritten before it is read.
  const packed = filled.subarray(filled.length - count * columns);
  rows.write(packed);
  for (let row = 0; row < count; row++) {
    const from = filled.length - (count - row) * columns;
    filled.copyWithin(row * quads * 4, from, from + columns);
    filled.fill(0, row * quads * 4 + columns, (row + 1) * quads * 4);
  }
  return filled;
}
