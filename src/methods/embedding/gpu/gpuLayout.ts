/**
 * A t-SNE map settling on the GPU: positions, momentum and gains stay there, a step is a few dispatches, and positions
 * are read back no more often than a screen can show them.
 */
import { negativeEntropy, type Affinities } from '../affinities';
import type { LayoutOptions, Repulsion, Step } from '../layout';
import type { Settling } from '../optimiser';
import { centred, narrow, widen } from '../positions';
import type { Gpu } from './device';
import { GridRepulsion } from './gridRepulsion';
import { allocate, Program, read, submit } from './program';
import { stepSource, WORKGROUP } from './stepShaders';

/** Milliseconds between two reads of the positions. */
const LOOK_MS = 33;
/** Most steps in the GPU's queue: more delay a cancel, fewer leave it idle. */
const STEPS_AHEAD = 8;
/**
 * Steps between two checks of the map's size, which sets the grid: counted, not timed, so that a seed gives one map.
 */
const FIT_EVERY = 8;
/** Pairs per submission: some 20 to 200 ms on most GPUs, whose drivers give up after 2 s. */
const MOST_PAIRS = 2 ** 30;
/** As the shaders' bindings 0 and 8. */
const SETTINGS_BYTES = 48;
const SUMS_BYTES = 32;

const entryPoints = ['push', 'pull', 'addUp', 'descend', 'enlarge'] as const;
type EntryPoint = (typeof entryPoints)[number];

/** In the order of the shaders' bindings. */
const bound = [
  ...(['settings', 'positions', 'updates', 'gains', 'attraction', 'repulsion', 'offsets', 'edges', 'sums'] as const),
];
type Name = (typeof bound)[number];

const sentences = { exact: 'summed over all pairs', fft: 'by a grid and Fourier transforms' };

type GpuOptions = Pick<LayoutOptions, 'degreesOfFreedom' | 'maxStepNorm'> & {
  dimensions: 2 | 3;
  repulsion: keyof typeof sentences;
};

export class GpuLayout implements Settling {
  #latest: Float32Array;
  #lookedAt = 0;
  #ahead = 0;
  #steps = 0;

  private constructor(
    readonly count: number,
    private readonly options: GpuOptions,
    private readonly gpu: Gpu,
    private readonly constant: number,
    start: Float32Array,
    private readonly buffers: Record<Name, GPUBuffer>,
    private readonly program: Program<EntryPoint>,
    private grid: GridRepulsion | undefined,
  ) {
    this.#latest = start;
  }

  /** Starts from `positions` [N, dimensions]. Throws DeviceError if the GPU has too little memory. */
  static async create(
    gpu: Gpu,
    affinities: Affinities,
    positions: Float32Array,
    options: GpuOptions,
  ): Promise<GpuLayout> {
    const { dimensions, degreesOfFreedom: freedom } = options;
    const n = affinities.offsets.length - 1;
    const points = n * 16;
    const buffers = await allocate<Name>(gpu, `A map of ${n} points`, {
      ...{ settings: SETTINGS_BYTES, sums: SUMS_BYTES },
      ...{ positions: points, updates: points, gains: points, attraction: points, repulsion: points },
      ...{ offsets: affinities.offsets.byteLength, edges: affinities.indices.length * 8 },
    });
    try {
      const bindings = bound.map((name) => ({ buffer: buffers[name], type: types[name] ?? 'storage' }));
      const program = await Program.create(gpu, stepSource, entryPoints, bindings);
      const grid =
        options.repulsion === 'fft'
          ? await GridRepulsion.create(gpu, { count: n, freedom, ...buffers }, extent(positions, dimensions))
          : undefined;
      const quadruples = new Float32Array(n * 4);
      widen(positions, dimensions, quadruples);
      const { queue } = gpu.device;
      queue.writeBuffer(buffers.positions, 0, quadruples);
      queue.writeBuffer(buffers.gains, 0, new Float32Array(n * 4).fill(1));
      queue.writeBuffer(buffers.offsets, 0, affinities.offsets as Int32Array<ArrayBuffer>);
      queue.writeBuffer(buffers.edges, 0, edgesOf(affinities));
      const constant = negativeEntropy(affinities);
      const layout = new GpuLayout(n, options, gpu, constant, quadruples, buffers, program, grid);
      layout.#set({});
      return layout;
    } catch (error) {
      for (const buffer of Object.values(buffers)) buffer.destroy();
      throw error;
    }
  }

  get dimensions(): 2 | 3 {
    return this.options.dimensions;
  }

  get conventions(): string {
    return `Settled on the GPU (${this.gpu.name}); repulsion: ${sentences[this.options.repulsion]}.`;
  }

  /** [N, dimensions], centred, as last read: at most {@link LOOK_MS} and {@link STEPS_AHEAD} steps old. */
  positions(): Float32Array {
    return centred(narrow(this.#latest, this.dimensions, 4), this.dimensions);
  }

  async step(step: Step): Promise<void> {
    this.#push();
    this.#set(step);
    this.#submit('pull', 'addUp', 'descend');
    if (this.grid && ++this.#steps % FIT_EVERY === 0) this.grid = await this.grid.fitted();
    if (performance.now() - this.#lookedAt >= LOOK_MS) await this.#look();
    else if (++this.#ahead >= STEPS_AHEAD) {
      await this.gpu.device.queue.onSubmittedWorkDone();
      this.#ahead = 0;
    }
  }

  /** As Layout.forces. */
  async forces(): Promise<{ attraction: Float32Array; repulsion: Float32Array; z: number }> {
    this.#push();
    this.#submit('pull', 'addUp');
    const [z] = await this.#read('sums', SUMS_BYTES);
    const [attraction, repulsion] = [
      narrow(await this.#read('attraction', this.count * 16), this.dimensions, 4),
      narrow(await this.#read('repulsion', this.count * 16), this.dimensions, 4),
    ];
    return { attraction, repulsion: repulsion.map((force) => force / z!), z: z! };
  }

  /** KL(P‖Q) in nats: of the map before the last step, or over all pairs of the current map if `exact`. */
  async divergence(exact: boolean): Promise<number> {
    if (exact) {
      this.#pushAll();
      this.#submit('pull', 'addUp');
      await this.#look();
    }
    const [z, stretch] = await this.#read('sums', SUMS_BYTES);
    return this.constant + stretch! + Math.log(z!);
  }

  async uphold(least: number): Promise<void> {
    this.#submit('addUp');
    const [, , x, , , squares] = await this.#read('sums', SUMS_BYTES);
    const deviation = Math.sqrt(Math.max(squares! / this.count - (x! / this.count) ** 2, 0));
    if (deviation >= least || deviation === 0) return;
    this.#set({ scale: least / deviation });
    this.#submit('enlarge');
  }

  dispose(): Promise<void> {
    this.grid?.dispose();
    for (const buffer of Object.values(this.buffers)) buffer.destroy();
    return Promise.resolve();
  }

  #push(): void {
    if (this.grid) submit(this.gpu, (pass) => this.grid!.encode(pass));
    else this.#pushAll();
  }

  #pushAll(): void {
    const points = Math.max(Math.floor(MOST_PAIRS / this.count / WORKGROUP), 1) * WORKGROUP;
    for (let first = 0; first < this.count; first += points) {
      const last = Math.min(first + points, this.count);
      this.#set({ first, last });
      submit(this.gpu, (pass) => this.program.encode(pass, 'push', [Math.ceil((last - first) / WORKGROUP)]));
    }
  }

  #set(settings: Partial<Step> & { scale?: number; first?: number; last?: number }): void {
    const { exaggeration = 1, learningRate = 0, momentum = 0, scale = 1, first = 0, last = this.count } = settings;
    const { degreesOfFreedom, maxStepNorm } = this.options;
    const bytes = new ArrayBuffer(SETTINGS_BYTES);
    const floats = [degreesOfFreedom, exaggeration, learningRate, momentum, maxStepNorm, scale];
    new Float32Array(bytes).set(floats, 1);
    new Uint32Array(bytes, 0, 1).set([this.count]);
    new Uint32Array(bytes, 28, 2).set([first, last]);
    this.gpu.device.queue.writeBuffer(this.buffers.settings, 0, bytes);
  }

  #submit(...steps: EntryPoint[]): void {
    const all = Math.ceil(this.count / WORKGROUP);
    submit(this.gpu, (pass) => {
      for (const step of steps) this.program.encode(pass, step, [step === 'addUp' ? 1 : all]);
    });
  }

  async #look(): Promise<void> {
    this.#latest = await this.#read('positions', this.count * 16);
    this.#lookedAt = performance.now();
    this.#ahead = 0;
  }

  async #read(name: Name, bytes: number): Promise<Float32Array> {
    return new Float32Array(await read(this.gpu, this.buffers[name], bytes));
  }
}

const types: Partial<Record<Name, GPUBufferBindingType>> = {
  settings: 'uniform',
  offsets: 'read-only-storage',
  edges: 'read-only-storage',
};

/** For each edge the neighbour and, as bits, p. */
function edgesOf({ indices, values }: Affinities): Uint32Array<ArrayBuffer> {
  const pairs = new Uint32Array(indices.length * 2);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let e = 0; e < indices.length; e++) {
    pairs[2 * e] = indices[e]!;
    pairs[2 * e + 1] = bits[e]!;
  }
  return pairs;
}

/** The longest side of the map's bounding box. */
function extent(positions: Float32Array, dimensions: number): number {
  const low = new Float64Array(dimensions).fill(Infinity);
  const high = new Float64Array(dimensions).fill(-Infinity);
  for (const [i, position] of positions.entries()) {
    const axis = i % dimensions;
    low[axis] = Math.min(low[axis]!, position);
    high[axis] = Math.max(high[axis]!, position);
  }
  return Math.max(...high.map((most, axis) => most - low[axis]!));
}

/**
 * Up to this many points all pairs are no slower than a grid, by count: 10,000 points take 1.6 × 10⁹ operations, and a
 * grid of 512 × 512 nodes moves 0.25 GB in 36 dispatches, about 2 ms each on a GPU with 10¹² operations and 10¹¹ bytes
 * a second. Not measured on one.
 */
const EXACT_POINTS = 10_000;

/** The GPU's method for this repulsion; undefined if only the CPU has it. */
export function gpuRepulsion(
  wanted: Repulsion | 'auto',
  dimensions: number,
  count: number,
): keyof typeof sentences | undefined {
  if (wanted === 'auto') return dimensions === 2 && count > EXACT_POINTS ? 'fft' : 'exact';
  return wanted === 'barnes-hut' ? undefined : wanted;
}
