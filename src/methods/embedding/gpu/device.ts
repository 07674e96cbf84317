/** The GPU that maps are settled on: found once, given up when it is lost. Whether one is asked for is decided by the service. */
import type { Device } from '../../../engine/runtime';
import { DeviceError } from '../../../shared/errors';

export interface Gpu {
  device: GPUDevice;
  /** Kept, for without it the device goes too. */
  api: GPU;
  /** For the log and the conventions: "SwiftShader driver 5.0.0". */
  name: string;
  /** That one buffer may have. */
  bytes: number;
}

let found: Promise<Gpu> | undefined;

/** Throws DeviceError where there is none that computes. */
export function requestGpu(): Promise<Gpu> {
  found ??= findGpu();
  found.catch(() => (found = undefined));
  return found;
}

/**
 * What `compute` makes on the GPU, if the device is one; undefined where it cannot, so that the CPU takes over: why goes to `reasons`, once,
 * and to the log.
 */
export async function onGpu<T>(
  device: Device,
  reasons: string[],
  compute: (gpu: Gpu) => Promise<T>,
): Promise<T | undefined> {
  if (device === 'cpu') return undefined;
  try {
    return await compute(await requestGpu());
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    if (!reasons.includes(error.message)) {
      reasons.push(error.message);
      console.warn(error.message);
    }
    return undefined;
  }
}

async function findGpu(): Promise<Gpu> {
  const { create, globals } = await import('webgpu').catch((error: unknown) => {
    throw new DeviceError('WebGPU is not part of this installation on this platform; use the device cpu.', {
      cause: error,
    });
  });
  Object.assign(globalThis, globals);
  const api = create([]);
  const adapter = await api.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new DeviceError('No GPU was found that WebGPU can use; use the device cpu.');
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxStorageBufferBindingSize, maxBufferSize },
  });
  void device.lost.then(() => (found = undefined));
  const { description, device: model, vendor } = adapter.info;
  return {
    ...{ device, api, name: description || model || vendor || 'unnamed' },
    bytes: Math.min(maxStorageBufferBindingSize, maxBufferSize),
  };
}
