/** The GPU for maps: found once, dropped when lost. The service decides whether to use it. */
import type { Device } from '../../../engine/runtime';
import { DeviceError } from '../../../shared/errors';

export interface Gpu {
  device: GPUDevice;
  /** Kept, because without it the device is lost. */
  api: GPU;
  /** For the log and the conventions: "SwiftShader driver 5.0.0". */
  name: string;
  /** Largest size of one buffer. */
  bytes: number;
}

let found: Promise<Gpu> | undefined;

/** Throws DeviceError if there is no GPU that computes. */
export function requestGpu(): Promise<Gpu> {
  found ??= findGpu();
  found.catch(() => (found = undefined));
  return found;
}

/**
 * The result of `compute` on the GPU, if that is the device; undefined if the GPU cannot, so that the CPU takes over.
 * The reason goes to `reasons`, once, and to the log.
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
    throw new DeviceError('WebGPU is not available in this installation; choose the device cpu.', {
      cause: error,
    });
  });
  Object.assign(globalThis, globals);
  const api = create([]);
  const adapter = await api.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new DeviceError('No GPU found that WebGPU can use; choose the device cpu.');
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
