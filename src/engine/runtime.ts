/** onnxruntime, loaded on first use: listing a model's structure should not pay for it. */
import type * as Runtime from 'onnxruntime-common';

export type OnnxRuntime = typeof Runtime & { listSupportedBackends(): { name: string; bundled: boolean }[] };

export { deviceIds, type Device } from '../shared/devices';

let runtime: Promise<OnnxRuntime> | undefined;

export function loadRuntime(): Promise<OnnxRuntime> {
  return (runtime ??= import('onnxruntime-node').then((module) => {
    const loaded = ((module as { default?: unknown }).default ?? module) as OnnxRuntime;
    loaded.env.logLevel = 'fatal';
    return loaded;
  }));
}

export async function runtimeVersion(): Promise<string> {
  return (await loadRuntime()).env.versions.node ?? '';
}
