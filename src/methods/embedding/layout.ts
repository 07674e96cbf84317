/**
 * A t-SNE map settling on the CPU: positions, momentum and gains in the kernels' memory, one step at a time. The
 * optimiser decides which steps to take.
 */
import { negativeEntropy, type Affinities } from './affinities';
import { Kernels, threadCount } from './kernels/kernels';
import { centred, firstDeviation, narrow, widen, widthOf, type MapDimensions } from './positions';

/**
 * The kinds of repulsion: over all pairs, by a tree, or in one and two dimensions by a grid. The kernels know them by
 * their index here.
 */
export const repulsions = ['exact', 'barnes-hut', 'fft'] as const;
export type Repulsion = (typeof repulsions)[number];

const sentences: Record<Repulsion, string> = {
  exact: 'summed over all pairs',
  'barnes-hut': 'by a tree (Barnes–Hut)',
  fft: 'by a grid and Fourier transforms',
};

export interface LayoutOptions {
  dimensions: MapDimensions;
  /** α of w(d) = (1 + d² / α)^−α. */
  degreesOfFreedom: number;
  /** No point moves further in one step. */
  maxStepNorm: number;
  repulsion: Repulsion;
  /** θ: a cell of the tree counts as one body if its width is less than θ times its distance. */
  theta: number;
  /**
   * [N]: nonzero for points that stay where they start; none by default. If there are any, the map keeps its place and
   * size.
   */
  fixed?: Int32Array | undefined;
}

export interface Step {
  exaggeration: number;
  learningRate: number;
  momentum: number;
}

/** Numbers in the block that describes a map to the kernels, and where its per-step values begin (map.as.ts). */
const BLOCK = 21;
const STEP_AT = 18;

/** Bytes of the tree per point, as tree.as.ts lays it out; for few points, sorting takes more. */
const TREE_BYTES = 96;
const TREE_EXTRA = 1000;

/**
 * The largest grid, 1800 nodes on an axis: density, plane and three spectra (grid.as.ts), and two strips per thread.
 */
const GRID_BYTES = 32768 + 1800 ** 2 * 4 * (1 + 4 + 12);
const STRIP_BYTES = 1800 * 2 * 64;
/** The longest grid of a line, 120,000 nodes: two strips and five rows of twice as many (line.as.ts). */
const LINE_BYTES = 64 + 120_000 * 2 * (2 * 32 + 5 * 4);

/** Below this many points one thread is faster than several that wait for each other. */
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
    const width = widthOf(options.dimensions);
    const threads = n < THREADED_POINTS ? 1 : threadCount();
    const edges = affinities.indices.length;
    const kernels = await Kernels.create(
      4 * (5 * n * width + 2 * n + 1 + 2 * edges) + 16 * threads + spaceFor(options, n, threads) + 512,
      threads,
    );
    const arrays = allocate(kernels, n, width, edges, spaceFor(options, n, threads));
    arrays.offsets.set(affinities.offsets);
    arrays.neighbours.set(affinities.indices);
    arrays.weights.set(affinities.values);
    arrays.gains.fill(1);
    if (options.fixed) arrays.fixed.set(options.fixed);
    const layout = new Layout(n, options, kernels, affinities, arrays);
    widen(positions, options.dimensions, arrays.positions);
    layout.#describe();
    return layout;
  }

  get dimensions(): MapDimensions {
    return this.options.dimensions;
  }

  get conventions(): string {
    return `Settled on the CPU; repulsion: ${sentences[this.options.repulsion]}.`;
  }

  /** [N, dimensions], centred unless some are fixed. */
  positions(): Float32Array {
    const positions = narrow(this.arrays.positions, this.dimensions);
    return this.options.fixed ? positions : centred(positions, this.dimensions);
  }

  async step({ exaggeration, learningRate, momentum }: Step): Promise<void> {
    this.arrays.block.set([exaggeration, learningRate, momentum], STEP_AT);
    await this.kernels.run('step', this.arrays.block);
  }

  /**
   * The two parts of the gradient without its factor 4, [N, dimensions] each: Σ p b (y_i − y_j), and Σ w b (y_i − y_j)
   * / Z.
   */
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

  /** KL(P‖Q) in nats; Z is from before the last step, which changes little, or current over all pairs if `exact`. */
  async divergence(exact: boolean): Promise<number> {
    const { block, sums, stretches } = this.arrays;
    await this.kernels.run('divergence', block, Number(exact));
    const add = (total: number, value: number): number => total + value;
    return negativeEntropy(this.graph) + stretches.reduce(add, 0) + Math.log(sums.reduce(add, 0));
  }

  /**
   * Enlarges a map whose first axis has a deviation below `least` to that. Exaggeration multiplies the map by a matrix
   * again and again, like the power method (Linderman & Steinerberger 2019); with weak clusters it shrinks to nothing,
   * its shape intact until numbers underflow.
   */
  uphold(least: number): void {
    if (this.options.fixed) return;
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

  /** What the kernels read of a map, in the order of map.as.ts. */
  #describe(): void {
    const { block, space, updates, gains, fixed, stretches } = this.arrays;
    const { positions, offsets, neighbours, weights, attraction, repulsion, sums } = this.arrays;
    const { dimensions, degreesOfFreedom, theta, maxStepNorm } = this.options;
    const numbers = [this.count, dimensions, repulsions.indexOf(this.options.repulsion)];
    const graph = [offsets, neighbours, weights];
    const arrays = [positions, ...graph, attraction, repulsion, sums, space, updates, gains, fixed, stretches];
    new Int32Array(block.buffer, block.byteOffset).set([...numbers, ...arrays.map(({ byteOffset }) => byteOffset)]);
    block.set([degreesOfFreedom, theta, maxStepNorm], numbers.length + arrays.length);
  }
}

/** Bytes of the tree or the grid. Memory that is never written is never committed. */
function spaceFor({ repulsion, dimensions }: LayoutOptions, n: number, threads: number): number {
  if (repulsion === 'exact') return 0;
  if (repulsion === 'barnes-hut') return treeBytes(n);
  return dimensions === 1 ? LINE_BYTES : GRID_BYTES + threads * STRIP_BYTES;
}

/** Of the tree over n points (tree.as.ts). */
export function treeBytes(n: number): number {
  return TREE_BYTES * (n + TREE_EXTRA);
}

function allocate(kernels: Kernels, n: number, width: number, edges: number, space: number) {
  return {
    block: kernels.floats(BLOCK),
    positions: kernels.floats(n * width),
    updates: kernels.floats(n * width),
    gains: kernels.floats(n * width),
    attraction: kernels.floats(n * width),
    repulsion: kernels.floats(n * width),
    fixed: kernels.integers(n),
    offsets: kernels.integers(n + 1),
    neighbours: kernels.integers(edges),
    weights: kernels.floats(edges),
    sums: kernels.doubles(kernels.threads),
    space: kernels.floats(space / 4),
    stretches: kernels.doubles(kernels.threads),
  };
}
