/** The parts of every GPU computation: buffers that fit, a WGSL module bound to them, and numbers read back. */
import { DeviceError, messageOf } from '../../../shared/errors';
import type { Gpu } from './device';

/** One buffer per binding, in the order of the module's bindings. */
export interface Binding {
  buffer: GPUBuffer;
  /** Default: storage that the module may write. */
  type?: GPUBufferBindingType;
  /** Set if each dispatch sees a part of the buffer: its size in bytes. */
  slot?: number;
}

/** Buffers of these sizes in bytes. Throws DeviceError if one is larger than the GPU allows, or memory is short. */
export async function allocate<Name extends string>(
  { device, name: gpuName, bytes: most }: Gpu,
  purpose: string,
  sizes: Readonly<Record<Name, number>>,
): Promise<Record<Name, GPUBuffer>> {
  const needed = Math.max(...Object.values<number>(sizes));
  if (needed > most) {
    const [wanted, given] = [needed, most].map((bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0));
    throw new DeviceError(
      `${purpose} needs ${wanted} MB in one piece on the GPU (${gpuName}), which allows ${given}; choose the device cpu.`,
    );
  }
  const { STORAGE, UNIFORM, COPY_SRC, COPY_DST } = GPUBufferUsage;
  const usage = STORAGE | UNIFORM | COPY_SRC | COPY_DST;
  device.pushErrorScope('out-of-memory');
  const buffers = Object.entries<number>(sizes).map(
    ([name, size]) => [name, device.createBuffer({ label: name, size: Math.max(size, 4), usage })] as const,
  );
  if (await device.popErrorScope()) {
    for (const [, buffer] of buffers) buffer.destroy();
    throw new DeviceError(`${purpose} does not fit the memory of the GPU (${gpuName}); choose the device cpu.`);
  }
  return Object.fromEntries(buffers) as Record<Name, GPUBuffer>;
}

/** A module whose entry points all see the same buffers. */
export class Program<EntryPoint extends string> {
  private constructor(
    private readonly pipelines: ReadonlyMap<EntryPoint, GPUComputePipeline>,
    private readonly group: GPUBindGroup,
    private readonly hasSlots: boolean,
  ) {}

  /** Throws DeviceError if the GPU's driver rejects the module. */
  static async create<EntryPoint extends string>(
    { device, name }: Gpu,
    code: string,
    entryPoints: readonly EntryPoint[],
    bindings: readonly Binding[],
  ): Promise<Program<EntryPoint>> {
    const module = device.createShaderModule({ code });
    const groupLayout = device.createBindGroupLayout({
      entries: bindings.map(({ type = 'storage', slot }, binding) => ({
        ...{ binding, visibility: GPUShaderStage.COMPUTE },
        buffer: { type, hasDynamicOffset: slot !== undefined },
      })),
    });
    const layout = device.createPipelineLayout({ bindGroupLayouts: [groupLayout] });
    const entries = bindings.map(({ buffer, slot }, binding) => ({
      binding,
      resource: { buffer, ...(slot && { size: slot }) },
    }));
    const group = device.createBindGroup({ layout: groupLayout, entries });
    try {
      const pipelines = entryPoints.map(async (entryPoint) => {
        const pipeline = await device.createComputePipelineAsync({ layout, compute: { module, entryPoint } });
        return [entryPoint, pipeline] as const;
      });
      const hasSlots = bindings.some(({ slot }) => slot !== undefined);
      return new Program(new Map(await Promise.all(pipelines)), group, hasSlots);
    } catch (error) {
      const reason = messageOf(error);
      throw new DeviceError(`The GPU (${name}) cannot compute this: ${reason}`, { cause: error });
    }
  }

  /** With the part of the slotted buffer that begins at `offset`, if there is one. */
  encode(
    pass: GPUComputePassEncoder,
    entryPoint: EntryPoint,
    workgroups: readonly [number, number?],
    offset = 0,
  ): void {
    pass.setBindGroup(0, this.group, this.hasSlots ? [offset] : []);
    pass.setPipeline(this.pipelines.get(entryPoint)!);
    pass.dispatchWorkgroups(...workgroups);
  }
}

/** One submission: commands run in the order they are encoded. */
export function submit({ device }: Gpu, encode: (pass: GPUComputePassEncoder) => void): void {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  encode(pass);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

/** The first bytes of a buffer, once all submitted work is done. Throws DeviceError if the GPU was lost. */
export async function read({ device, name }: Gpu, from: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
  const staging = device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(from, 0, staging, 0, bytes);
  device.queue.submit([encoder.finish()]);
  try {
    await staging.mapAsync(GPUMapMode.READ);
    return staging.getMappedRange().slice(0);
  } catch (error) {
    throw new DeviceError(`The GPU (${name}) was lost while computing; run again, or choose the device cpu.`, {
      cause: error,
    });
  } finally {
    staging.destroy();
  }
}
