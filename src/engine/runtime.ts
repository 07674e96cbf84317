/** onnxruntime, loaded on first use: listing a model's structure must not pay for it. */
import type * as Runtime from 'onnxruntime-common';

export type OnnxRuntime = typeof Runtime & { listSupportedBackends(): { name: string; bundled: boolean }[] };

/** The devices onnxruntime can be asked for; which of them exist here is told by `devices.ts`. */
export const deviceIds = ['cpu', 'webgpu', 'dml', 'coreml', 'cuda', 'tensorrt'] as const;
export type Device = (typeof deviceIds)[number];

let runtime: Promise<OnnxRuntime> | undefined;

export function loadRuntime(): Promise<OnnxRuntime> {
  return (runtime ??= import('onnxruntime-node').then((module) => {
    const loaded = ((module as { default?: unknown }).default ?? module) as OnnxRuntime;
    loaded.env.logLevel = 'error';
    return loaded;
  }));
}

export async function runtimeVersion(): Promise<string> {
  return (await loadRuntime()).env.versions.node ?? '';
}
