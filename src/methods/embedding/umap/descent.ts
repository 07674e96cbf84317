/**
 * A UMAP map settling: edges in the kernels' memory, each sampled in proportion to its weight, and a rate that falls to
 * 0.
 */
import { Kernels } from '../kernels/kernels';
import { centred, narrow, widen, widthOf, type MapDimensions } from '../positions';
import type { Phase, Settling } from '../optimiser';
import type { FuzzyGraph } from './fuzzy';

export interface DescentOptions {
  dimensions: MapDimensions;
  a: number;
  b: number;
  epochs: number;
  /** Points pushed away for each sampled edge. */
  negativeSamples: number;
  seed: number;
}

/** Numbers in the block that describes a map to the kernel (umap.as.ts), and where its floats begin. */
const BLOCK = 16;
const FLOATS_AT = 10;
/** Share of the first rate that remains for steps a user adds after the last epoch. */
const LEAST_RATE = 0.1;

export class Descent implements Settling {
  #epoch = 0;

  private constructor(
    private readonly kernels: Kernels,
    private readonly options: DescentOptions,
    private readonly block: Float32Array,
    private readonly wide: Float32Array,
  ) {}

  static async create(graph: FuzzyGraph, start: Float32Array, options: DescentOptions): Promise<Descent> {
    const { dimensions, negativeSamples, epochs } = options;
    const width = widthOf(dimensions);
    const n = start.length / dimensions;
    const largest = graph.weights.reduce((most, weight) => Math.max(most, weight), 0);
    // An edge that would never be sampled is dropped.
    const kept = Array.from(graph.weights.keys()).filter((e) => graph.weights[e]! * epochs >= largest);
    // One thread works; a pool of two keeps it apart from the thread that listens.
    const kernels = await Kernels.create(4 * (BLOCK + n * width + 4 * kept.length) + 256, 2);
    const block = kernels.floats(BLOCK);
    const positions = kernels.floats(n * width);
    const [heads, tails] = [kernels.integers(kept.length), kernels.integers(kept.length)];
    const [periods, next] = [kernels.floats(kept.length), kernels.floats(kept.length)];
    widen(start, dimensions, positions);
    for (const [at, e] of kept.entries()) {
      heads[at] = graph.heads[e]!;
      tails[at] = graph.tails[e]!;
      periods[at] = next[at] = largest / graph.weights[e]!;
    }
    const arrays = [positions, heads, tails, periods, next].map(({ byteOffset }) => byteOffset);
    new Int32Array(block.buffer, block.byteOffset).set([
      n,
      width,
      kept.length,
      negativeSamples,
      ...arrays,
      options.seed,
    ]);
    return new Descent(kernels, options, block, positions);
  }

  get dimensions(): MapDimensions {
    return this.options.dimensions;
  }

  async step({ exaggeration, learningRate }: Phase): Promise<void> {
    const { a, b, epochs } = this.options;
    const rate = learningRate * Math.max(1 - this.#epoch / epochs, this.#epoch < epochs ? 0 : LEAST_RATE);
    this.#epoch++;
    this.block.set([a, b, rate, this.#epoch, exaggeration], FLOATS_AT);
    await this.kernels.run('descend', this.block);
  }

  positions(): Float32Array {
    return centred(narrow(this.wide, this.dimensions), this.dimensions);
  }

  dispose(): Promise<void> {
    return this.kernels.dispose();
  }
}
