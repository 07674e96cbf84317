/**
 * A map while t-SNE settles it: positions, momentum and gains in the kernels' memory, one step at a time. Which steps, in which order,
 * is the optimiser's.
 */
import { negativeEntropy, type Affinities } from './affinities';
import { Kernels, threadCount } from './kernels/kernels';
import { centred, firstDeviation, narrow, widen } from './positions';

/** How repulsion is found: over all pairs, by a tree, or in two dimensions by a grid. The kernels know the ways by their places here. */
export const repulsions = ['exact', 'barnes-hut', 'fft'] as const;
export type Repulsion = (typeof repulsions)[number];

const sentences: Record<Repulsion, string> = {
  exact: 'summed over all pairs',
  'barnes-hut': 'by a tree (Barnes–Hut)',
  fft: 'by a grid and Fourier transforms',
};

export interface LayoutOptions {
  dimensions: 2 | 3;
  /** α of w(d) = (1 + d² / α)^−α. */
  degreesOfFreedom: number;
  /** No point moves further in one step. */
  maxStepNorm: number;
  repulsion: Repulsion;
  /** θ: a cell of the tree is one body where its width is less than θ of its distance. */
  theta: number;
}

export interface Step {
  exaggeration: number;
  learningRate: number;
  momentum: number;
}

/** Numbers of the block that describes a map to the kernels, and where in it those of a step begin (step.as.ts). */
const BLOCK = 19;
const STEP_AT = 16;

/** What the tree takes of a point, as tree.as.ts lays it out; below some points, sorting takes more. */
const TREE_BYTES = 96;
const TREE_EXTRA = 1000;

/** The largest grid, 1800 nodes on an axis: density, plane and three spectra (grid.as.ts), and of each thread two strips. */
const GRID_BYTES = 32768 + 1800 ** 2 * 4 * (1 + 4 + 12);
const STRIP_BYTES = 1800 * 2 * 64;

/** Below so many points one thread is faster than several that wait for each other. */
const THREADED_POINTS = 500;

export class Layout {
  private constructor(
    readonly count: number,
    readonly options: LayoutOptions,
    private readonly kernels: Kernels,
    private readonly graph: Affinities,
    private readonly arrays: ReturnType<typeof allocate>,
  ) {}

  /** Starts from `positions` [N, dimensions]. */
  static async create(affinities: Affinities, positions: Float32Array, options: LayoutOptions): Promise<Layout> {
    const n = affinities.offsets.length - 1;
    const width = options.dimensions === 2 ? 2 : 4;
    const threads = n < THREADED_POINTS ? 1 : threadCount();
    const edges = affinities.indices.length;
    const kernels = await Kernels.create(
      4 * (5 * n * width + n + 1 + 2 * edges) + 8 * threads + spaceFor(options.repulsion, n, threads) + 512,
      threads,
    );
    const arrays = allocate(kernels, n, width, edges, spaceFor(options.repulsion, n, threads));
    arrays.offsets.set(affinities.offsets);
    arrays.neighbours.set(affinities.indices);
    arrays.weights.set(affinities.values);
    arrays.gains.fill(1);
    const layout = new Layout(n, options, kernels, affinities, arrays);
    widen(positions, options.dimensions, arrays.positions);
    layout.#describe();
    return layout;
  }

  get dimensions(): 2 | 3 {
    return this.options.dimensions;
  }

  get conventions(): string {
    return `Settled on the CPU; repulsion: ${sentences[this.options.repulsion]}.`;
  }

  /** [N, dimensions], centred. */
  positions(): Float32Array {
    return centred(narrow(this.arrays.positions, this.dimensions), this.dimensions);
  }

  async step({ exaggeration, learningRate, momentum }: Step): Promise<void> {
    this.arrays.block.set([exaggeration, learningRate, momentum], STEP_AT);
    await this.kernels.run('step', this.arrays.block);
  }

  /** The two parts of the gradient without its factor 4, [N, dimensions] each: Σ p b (y_i − y_j), and Σ w b (y_i − y_j) / Z. */
  async forces(): Promise<{ attraction: Float32Array; repulsion: Float32Array; z: number }> {
    await this.kernels.run('forces', this.arrays.block);
    const { attraction, repulsion, sums } = this.arrays;
    const z = sums.reduce((total, sum) => total + sum, 0);
    return {
      attraction: narrow(attraction, this.dimensions),
      repulsion: narrow(repulsion, this.dimensions).map((force) => force / z),
      z,
    };
  }

  /** KL(P‖Q) in nats; Z as it was before the last step, which changes little, or over all pairs now if `exact`. */
  async divergence(exact: boolean): Promise<number> {
    const { width, positions, offsets, neighbours, weights, sums, stretches } = this.arrays;
    const { degreesOfFreedom } = this.options;
    const suffix = width === 2 ? '2' : '3';
    await this.kernels.run(
      `stretch${suffix}`,
      this.count,
      positions,
      offsets,
      neighbours,
      weights,
      degreesOfFreedom,
      stretches,
    );
    if (exact) await this.kernels.run(`repelExact${suffix}`, this.count, positions, degreesOfFreedom, 0, sums);
    const add = (total: number, value: number): number => total + value;
    return negativeEntropy(this.graph) + stretches.reduce(add, 0) + Math.log(sums.reduce(add, 0));
  }

  /**
   * Enlarges a map whose first axis has a deviation below `least` to that. Exaggeration multiplies the map by a matrix again and again,
   * like the power method (Linderman & Steinerberger 2019); where clusters are weak it shrinks to nothing, its shape intact until numbers end.
   */
  uphold(least: number): void {
    const { positions, updates } = this.arrays;
    const shape = this.positions();
    const deviation = firstDeviation(shape, this.dimensions);
    if (deviation >= least || deviation === 0) return;
    const scale = least / deviation;
    widen(
      shape.map((position) => position * scale),
      this.dimensions,
      positions,
    );
    for (let i = 0; i < updates.length; i++) updates[i]! *= scale;
  }

  dispose(): Promise<void> {
    return this.kernels.dispose();
  }

  /** What the kernels read of a map, in the order of step.as.ts. */
  #describe(): void {
    const { width, block, space, updates, gains } = this.arrays;
    const { positions, offsets, neighbours, weights, attraction, repulsion, sums } = this.arrays;
    const { degreesOfFreedom, theta, maxStepNorm } = this.options;
    const numbers = [this.count, width, repulsions.indexOf(this.options.repulsion)];
    const arrays = [positions, offsets, neighbours, weights, attraction, repulsion, sums, space, updates, gains];
    new Int32Array(block.buffer, block.byteOffset).set([...numbers, ...arrays.map(({ byteOffset }) => byteOffset)]);
    block.set([degreesOfFreedom, theta, maxStepNorm], numbers.length + arrays.length);
  }
}

/** Bytes of the tree or the grid. Memory that is never written is never taken. */
function spaceFor(repulsion: Repulsion, n: number, threads: number): number {
  if (repulsion === 'exact') return 0;
  return repulsion === 'fft' ? GRID_BYTES + threads * STRIP_BYTES : TREE_BYTES * (n + TREE_EXTRA);
}

function allocate(kernels: Kernels, n: number, width: number, edges: number, space: number) {
  return {
    width,
    block: kernels.floats(BLOCK),
    positions: kernels.floats(n * width),
    updates: kernels.floats(n * width),
    gains: kernels.floats(n * width),
    attraction: kernels.floats(n * width),
    repulsion: kernels.floats(n * width),
    offsets: kernels.integers(n + 1),
    neighbours: kernels.integers(edges),
    weights: kernels.floats(edges),
    sums: kernels.doubles(kernels.threads),
    space: kernels.floats(space / 4),
    stretches: kernels.doubles(kernels.threads),
  };
}
