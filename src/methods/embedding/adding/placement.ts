/** New points settling in a fixed map: one kernel for all of them, each point independent (placement.as.ts). */
import { Kernels, threadCount } from '../kernels/kernels';
import { treeBytes, type Step } from '../layout';
import type { Settling } from '../optimiser';
import { narrow, widen, widthOf, type MapDimensions } from '../positions';

export interface PlacementOptions {
  dimensions: MapDimensions;
  /** α of w(d) = (1 + d² / α)^−α. */
  degreesOfFreedom: number;
  /** Gradients are clipped to this length. */
  maxGradientNorm: number;
  /** θ: a cell of the tree counts as one body if its width is less than θ times its distance; 0 is exact. */
  theta: number;
}

/** Affinities of each new point to points of the map, [N, k] each. */
export interface Ties {
  k: number;
  indices: Int32Array;
  /** Each row sums to 1. */
  values: Float32Array;
}

/**
 * Numbers in the block that describes all this to the kernel, and where its floats and per-step values begin
 * (placement.as.ts).
 */
const BLOCK = 19;
const FLOATS_AT = 13;
const STEP_AT = 16;
const THREADED_POINTS = 100;

export class Placement implements Settling {
  private constructor(
    private readonly kernels: Kernels,
    private readonly ties: Ties,
    private readonly options: PlacementOptions,
    private readonly arrays: ReturnType<typeof allocate>,
    private readonly places: Float32Array,
  ) {}

  /** Starts from `start` [N, dimensions] in the map `places` [M, dimensions]. */
  static async create(
    ties: Ties,
    start: Float32Array,
    places: Float32Array,
    options: PlacementOptions,
  ): Promise<Placement> {
    const { dimensions, degreesOfFreedom, theta, maxGradientNorm } = options;
    const width = widthOf(dimensions);
    const [n, count] = [start.length / dimensions, places.length / dimensions];
    const threads = n < THREADED_POINTS ? 1 : threadCount();
    const bytes = 4 * (BLOCK + n * (4 * width + 1 + 2 * ties.k) + count * width) + treeBytes(count) + 256;
    const kernels = await Kernels.create(bytes, threads);
    const arrays = allocate(kernels, n, count, width, ties.k);
    widen(places, dimensions, arrays.places);
    widen(start, dimensions, arrays.positions);
    arrays.neighbours.set(ties.indices);
    arrays.weights.set(ties.values);
    arrays.gains.fill(1);
    const { block, places: fixed, space, neighbours, weights, positions, updates, gains, gradients, sums } = arrays;
    const own = [fixed, space, neighbours, weights, positions, updates, gains, gradients, sums];
    new Int32Array(block.buffer, block.byteOffset).set([
      ...[n, dimensions, ties.k, count],
      ...own.map(({ byteOffset }) => byteOffset),
    ]);
    block.set([degreesOfFreedom, theta, maxGradientNorm], FLOATS_AT);
    await kernels.run('prepare', block);
    return new Placement(kernels, ties, options, arrays, places);
  }

  get dimensions(): MapDimensions {
    return this.options.dimensions;
  }

  async step({ exaggeration, learningRate, momentum }: Step): Promise<void> {
    this.arrays.block.set([exaggeration, learningRate, momentum], STEP_AT);
    await this.kernels.run('place', this.arrays.block);
  }

  /** [N, dimensions], in the map's coordinates: not centred. */
  positions(): Float32Array {
    return narrow(this.arrays.positions, this.dimensions);
  }

  /** The current gradient of each point's own divergence without its factor 2, [N, dimensions], not clipped. */
  async gradients(exaggeration = 1): Promise<Float32Array> {
    await this.step({ exaggeration, learningRate: 0, momentum: 0 });
    return narrow(this.arrays.gradients, this.dimensions);
  }

  /** Mean over the new points of KL(P_i‖Q_i) in nats; Σ w is from before the last step, or current if `exact`. */
  async divergence(exact: boolean): Promise<number> {
    if (exact) await this.gradients();
    const { dimensions, degreesOfFreedom: alpha } = this.options;
    const { k, indices, values } = this.ties;
    const [here, { sums }] = [this.positions(), this.arrays];
    let total = 0;
    for (const [e, p] of values.entries()) {
      if (p === 0) continue;
      const i = Math.floor(e / k);
      let squared = 0;
      for (let a = 0; a < dimensions; a++)
        squared += (here[i * dimensions + a]! - this.places[indices[e]! * dimensions + a]!) ** 2;
      total += p * (Math.log(p) + alpha * Math.log1p(squared / alpha) + Math.log(sums[i]!));
    }
    return total / sums.length;
  }

  dispose(): Promise<void> {
    return this.kernels.dispose();
  }
}

function allocate(kernels: Kernels, n: number, count: number, width: number, k: number) {
  return {
    block: kernels.floats(BLOCK),
    places: kernels.floats(count * width),
    space: kernels.floats(treeBytes(count) / 4),
    neighbours: kernels.integers(n * k),
    weights: kernels.floats(n * k),
    positions: kernels.floats(n * width),
    updates: kernels.floats(n * width),
    gains: kernels.floats(n * width),
    gradients: kernels.floats(n * width),
    sums: kernels.floats(n),
  };
}
