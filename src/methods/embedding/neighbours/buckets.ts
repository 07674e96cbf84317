/**
 * Points in buckets of near ones (order.ts), in the kernels' memory, and the search among the buckets nearest to a
 * point (kernels/assembly/buckets.as.ts). approximate.ts finds out how many buckets are enough.
 */
import { throwIfCancelled } from '../../../shared/errors';
import type { Random } from '../../../shared/random';
import { Kernels } from '../kernels/kernels';
import type { PreparedRows } from '../rows';
import type { Search } from './exact';
import { spatialOrder } from './order';

/** Rows searched together, and rows of a panel, as in the kernels. */
export const UNIT = 4;
const PANEL = 8;
/** Panels of a bucket: the quickest of 4, 8 and 16 for 50 000 points of 64 columns. */
const BUCKET_PANELS = 16;
export const BUCKET = BUCKET_PANELS * PANEL;
/** Units per call: progress and cancellation are handled between calls. */
const UNITS_PER_CALL = 256;

export interface BucketsOptions extends Pick<Search, 'signal'> {
  random: Random;
  threads: number;
}

/** Call `dispose` when done. */
export class Buckets {
  readonly units: number;
  readonly #points: Float32Array;
  readonly #order: Int32Array;
  readonly #packed: Float32Array;
  readonly #halves: Float32Array;
  readonly #centres: Float32Array;
  readonly #centreHalves: Float32Array;
  readonly #listed: Int32Array;
  readonly #lists: Float32Array;
  readonly #ranks: Float32Array;
  /** [N × k] each, for the rows searched so far; distances squared. */
  readonly indices: Int32Array;
  readonly distances: Float32Array;

  private constructor(
    private readonly kernels: Kernels,
    private readonly rows: PreparedRows,
    private readonly k: number,
    readonly count: number,
  ) {
    const capacity = listCapacity(k);
    this.units = Math.ceil(rows.count / UNIT);
    this.#points = kernels.floats(rows.count * rows.columns);
    this.#order = kernels.integers(rows.count);
    this.#packed = kernels.floats(whole(rows.count) * rows.columns);
    this.#halves = kernels.floats(whole(rows.count));
    this.#centres = kernels.floats(whole(count) * rows.columns);
    this.#centreHalves = kernels.floats(whole(count));
    this.#listed = kernels.integers(UNITS_PER_CALL);
    this.#lists = kernels.floats(kernels.threads * UNIT * (capacity * 2 + 2));
    this.#ranks = kernels.floats(kernels.threads * 2 * whole(count));
    this.indices = kernels.integers(rows.count * k);
    this.distances = kernels.floats(rows.count * k);
  }

  /** Throws CancelledError. */
  static async create(rows: PreparedRows, k: number, { random, threads, signal }: BucketsOptions): Promise<Buckets> {
    const count = Math.ceil(rows.count / BUCKET);
    const perThread = UNIT * (listCapacity(k) * 2 + 2) + 2 * whole(count);
    const numbers =
      (rows.count + whole(rows.count) + count + whole(count)) * rows.columns +
      (rows.count + whole(rows.count) + whole(count) + UNITS_PER_CALL + threads * perThread + 2 * rows.count * k);
    const kernels = await Kernels.create(4 * numbers + 256, threads);
    try {
      const buckets = new Buckets(kernels, rows, k, count);
      await buckets.#fill(random, signal);
      return buckets;
    } catch (error) {
      await kernels.dispose();
      throw error;
    }
  }

  dispose(): Promise<void> {
    return this.kernels.dispose();
  }

  async #fill(random: Random, signal: AbortSignal | undefined): Promise<void> {
    const { count, columns } = this.rows;
    this.rows.write(this.#points);
    this.#order.set(await spatialOrder(this.#points, count, columns, BUCKET, UNIT, random, signal));
    await this.kernels.run('packRows', this.#points, count, columns, this.#order, this.#packed, this.#halves);
    const means = this.kernels.floats(this.count * columns);
    writeMeans(this.#points, columns, this.#order, means);
    await this.kernels.run('packRows', means, this.count, columns, 0, this.#centres, this.#centreHalves);
  }

  /** The rows of these units. */
  rowsOf(units: Int32Array): number[] {
    return [...units].flatMap((unit) => [...this.#order.subarray(unit * UNIT, (unit + 1) * UNIT)]);
  }

  /**
   * Finds the k nearest of the units' rows among those of the `probes` buckets nearest to each unit; with all buckets,
   * exactly.
   */
  async find(units: Int32Array, probes: number, { signal, progress }: Search): Promise<void> {
    for (let from = 0; from < units.length; from += UNITS_PER_CALL) {
      throwIfCancelled(signal);
      progress?.(from / units.length);
      const some = units.subarray(from, from + UNITS_PER_CALL);
      this.#listed.set(some);
      const { kernels, rows, k } = this;
      await kernels.run(
        'searchBuckets',
        ...[this.#listed, some.length, this.#points, rows.count, rows.columns, this.#order, this.#packed, this.#halves],
        ...[this.#centres, this.#centreHalves, this.count, BUCKET_PANELS, probes],
        ...[k, listCapacity(k), this.#lists, this.#ranks, this.indices, this.distances],
      );
    }
  }
}

function listCapacity(k: number): number {
  return Math.max(2 * k, k + 32);
}

function whole(rows: number): number {
  return Math.ceil(rows / PANEL) * PANEL;
}

function writeMeans(points: Float32Array, columns: number, order: Int32Array, to: Float32Array): void {
  for (let bucket = 0; bucket * BUCKET < order.length; bucket++) {
    const rows = order.subarray(bucket * BUCKET, (bucket + 1) * BUCKET);
    const sums = new Float64Array(columns);
    for (const row of rows) for (let i = 0; i < columns; i++) sums[i]! += points[row * columns + i]!;
    for (let i = 0; i < columns; i++) to[bucket * columns + i] = sums[i]! / rows.length;
  }
}
