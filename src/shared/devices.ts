/** The devices that can be asked for, by the names that onnxruntime gives them; which of them exist here the engine finds out. */
export const deviceIds = ['cpu', 'webgpu', 'dml', 'coreml', 'cuda', 'tensorrt'] as const;

export type Device = (typeof deviceIds)[number];
