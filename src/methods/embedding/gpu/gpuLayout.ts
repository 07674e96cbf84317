/**
 * A map while t-SNE settles it, on the GPU: positions, momentum and gains stay there, a step is three dispatches, and what is shown is
 * read back no more often than a screen can show it. Repulsion is summed over all pairs, so that its divergence is that of the exact
 * gradient; at 50,000 points these are 2.5 × 10⁹, which a GPU does in milliseconds.
 */
import { DeviceError } from '../../../shared/errors';
import { negativeEntropy, type Affinities } from '../affinities';
import type { LayoutOptions, Step } from '../layout';
import type { Settling } from '../optimiser';
import { centred } from '../positions';
import { requestGpu, type Gpu } from './device';
import { source, WORKGROUP } from './shaders';

/** Milliseconds between two looks at the positions. */
const LOOK_MS = 33;
/** Steps that may wait in the GPU's queue: more delay a cancel, fewer leave it idle. */
const STEPS_AHEAD = 8;
/** As the shaders' binding 0 and 8. */
const SETTINGS_BYTES = 32;
const SUMS_BYTES = 32;

const entryPoints = ['pushAndPull', 'addUp', 'descend', 'enlarge'] as const;
type EntryPoint = (typeof entryPoints)[number];

type GpuOptions = Pick<LayoutOptions, 'degreesOfFreedom' | 'maxStepNorm'> & { dimensions: 2 | 3 };

export class GpuLayout implements Settling {
  #latest: Float32Array;
  #lookedAt = 0;
  #ahead = 0;

  private constructor(
    readonly count: number,
    private readonly options: GpuOptions,
    private readonly gpu: Gpu,
    private readonly constant: number,
    start: Float32Array,
    private readonly buffers: ReturnType<typeof allocate>,
    private readonly pipelines: Record<EntryPoint, GPUComputePipeline>,
    private readonly bindings: GPUBindGroup,
  ) {
    this.#latest = start;
  }

  /** Starts from `positions` [N, dimensions]. Throws DeviceError where there is no GPU, or not enough memory on it. */
  static async create(affinities: Affinities, positions: Float32Array, options: GpuOptions): Promise<GpuLayout> {
    const gpu = await requestGpu();
    const { device } = gpu;
    const n = affinities.offsets.length - 1;
    const needed = Math.max(n * 16, affinities.indices.length * 8);
    const most = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
    if (needed > most)
      throw new DeviceError(
        `A map of ${n} points needs ${(needed / 1e6).toFixed(0)} MB in one piece on the GPU, which gives ${(most / 1e6).toFixed(0)}; use the device cpu.`,
      );
    device.pushErrorScope('out-of-memory');
    device.pushErrorScope('validation');
    const buffers = allocate(device, n, affinities);
    const module = device.createShaderModule({ code: source });
    const group = device.createBindGroupLayout({
      entries: bound.map((name, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: name === 'settings' ? 'uniform' : readOnly.has(name) ? 'read-only-storage' : 'storage' },
      })),
    });
    const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [group] });
    const pipelines = Object.fromEntries(
      entryPoints.map((entryPoint) => [
        entryPoint,
        device.createComputePipeline({ layout: pipelineLayout, compute: { module, entryPoint } }),
      ]),
    ) as Record<EntryPoint, GPUComputePipeline>;
    const bindings = device.createBindGroup({
      layout: group,
      entries: bound.map((name, binding) => ({ binding, resource: { buffer: buffers[name] } })),
    });
    const problem = (await device.popErrorScope()) ?? (await device.popErrorScope());
    if (problem) throw new DeviceError(`The GPU (${gpu.name}) cannot settle this map: ${problem.message}`);
    const quadruples = spread(positions, n, options.dimensions);
    device.queue.writeBuffer(buffers.positions, 0, quadruples);
    device.queue.writeBuffer(buffers.gains, 0, new Float32Array(n * 4).fill(1));
    return new GpuLayout(n, options, gpu, negativeEntropy(affinities), quadruples, buffers, pipelines, bindings);
  }

  get dimensions(): 2 | 3 {
    return this.options.dimensions;
  }

  get conventions(): string {
    return `Settled on the GPU (${this.gpu.name}); repulsion: summed over all pairs.`;
  }

  /** [N, dimensions], centred, as last looked at: at most {@link LOOK_MS} and {@link STEPS_AHEAD} steps old. */
  positions(): Float32Array {
    return centred(gather(this.#latest, this.dimensions), this.dimensions);
  }

  async step(step: Step): Promise<void> {
    this.#set(step, 1);
    this.#submit('pushAndPull', 'addUp', 'descend');
    if (performance.now() - this.#lookedAt >= LOOK_MS) await this.#look();
    else if (++this.#ahead >= STEPS_AHEAD) {
      await this.gpu.device.queue.onSubmittedWorkDone();
      this.#ahead = 0;
    }
  }

  /** KL(P‖Q) in nats: of the map before the last step, or of the map as it is if `exact`. */
  async divergence(exact: boolean): Promise<number> {
    if (exact) {
      this.#submit('pushAndPull', 'addUp');
      await this.#look();
    }
    const [z, stretch] = await this.#read(this.buffers.sums, SUMS_BYTES);
    return this.constant + stretch! + Math.log(z!);
  }

  async uphold(least: number): Promise<void> {
    this.#submit('addUp');
    const [, , x, , , squares] = await this.#read(this.buffers.sums, SUMS_BYTES);
    const deviation = Math.sqrt(Math.max(squares! / this.count - (x! / this.count) ** 2, 0));
    if (deviation >= least || deviation === 0) return;
    this.#set({ exaggeration: 1, learningRate: 0, momentum: 0 }, least / deviation);
    this.#submit('enlarge');
  }

  dispose(): Promise<void> {
    for (const buffer of Object.values(this.buffers)) buffer.destroy();
    return Promise.resolve();
  }

  #set({ exaggeration, learningRate, momentum }: Step, scale: number): void {
    const { degreesOfFreedom, maxStepNorm } = this.options;
    const settings = new ArrayBuffer(SETTINGS_BYTES);
    new Uint32Array(settings, 0, 1).set([this.count]);
    new Float32Array(settings, 4).set([degreesOfFreedom, exaggeration, learningRate, momentum, maxStepNorm, scale]);
    this.gpu.device.queue.writeBuffer(this.buffers.settings, 0, settings);
  }

  #submit(...steps: EntryPoint[]): void {
    const { device } = this.gpu;
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setBindGroup(0, this.bindings);
    for (const entryPoint of steps) {
      pass.setPipeline(this.pipelines[entryPoint]);
      pass.dispatchWorkgroups(entryPoint === 'addUp' ? 1 : Math.ceil(this.count / WORKGROUP));
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  async #look(): Promise<void> {
    this.#latest = await this.#read(this.buffers.positions, this.count * 16);
    this.#lookedAt = performance.now();
    this.#ahead = 0;
  }

  /** Throws DeviceError where the GPU was lost. */
  async #read(from: GPUBuffer, bytes: number): Promise<Float32Array> {
    const { device, name } = this.gpu;
    const { staging } = this.buffers;
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(GPUMapMode.READ, 0, bytes);
    } catch (error) {
      throw new DeviceError(`The GPU (${name}) was lost while it settled a map; run it again, or on the device cpu.`, {
        cause: error,
      });
    }
    const copy = new Float32Array(staging.getMappedRange(0, bytes)).slice();
    staging.unmap();
    return copy;
  }
}

/** In the order of the shaders' bindings. */
const bound = [
  ...['settings', 'positions', 'updates', 'gains', 'attraction', 'repulsion', 'offsets', 'edges', 'sums'],
] as Exclude<keyof ReturnType<typeof allocate>, 'staging'>[];
const readOnly: ReadonlySet<string> = new Set(['offsets', 'edges']);

function allocate(device: GPUDevice, n: number, { offsets, indices, values }: Affinities) {
  const { STORAGE, COPY_SRC, COPY_DST, UNIFORM, MAP_READ } = GPUBufferUsage;
  const buffer = (size: number, usage = STORAGE | COPY_SRC | COPY_DST): GPUBuffer =>
    device.createBuffer({ size, usage });
  const points = n * 16;
  const buffers = {
    settings: buffer(SETTINGS_BYTES, UNIFORM | COPY_DST),
    positions: buffer(points),
    updates: buffer(points),
    gains: buffer(points),
    attraction: buffer(points),
    repulsion: buffer(points),
    offsets: buffer(offsets.byteLength),
    edges: buffer(indices.length * 8),
    sums: buffer(SUMS_BYTES),
    staging: buffer(Math.max(points, SUMS_BYTES), MAP_READ | COPY_DST),
  };
  const pairs = new Uint32Array(indices.length * 2);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let e = 0; e < indices.length; e++) {
    pairs[2 * e] = indices[e]!;
    pairs[2 * e + 1] = bits[e]!;
  }
  device.queue.writeBuffer(buffers.offsets, 0, offsets as Int32Array<ArrayBuffer>);
  device.queue.writeBuffer(buffers.edges, 0, pairs);
  return buffers;
}

/** [N, dimensions] to four numbers a point. */
function spread(positions: Float32Array, n: number, dimensions: number): Float32Array<ArrayBuffer> {
  const quadruples = new Float32Array(n * 4);
  for (let i = 0; i < n; i++)
    for (let axis = 0; axis < dimensions; axis++) quadruples[i * 4 + axis] = positions[i * dimensions + axis]!;
  return quadruples;
}

function gather(quadruples: Float32Array, dimensions: number): Float32Array {
  return Float32Array.from(
    { length: (quadruples.length / 4) * dimensions },
    (_, i) => quadruples[Math.floor(i / dimensions) * 4 + (i % dimensions)]!,
  );
}
