/** The devices a user can choose, under onnxruntime's names; the engine finds out which exist here. */
export const deviceIds = ['cpu', 'webgpu', 'dml', 'coreml', 'cuda', 'tensorrt'] as const;

export type Device = (typeof deviceIds)[number];
