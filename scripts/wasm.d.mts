/** Types of wasm.mjs, which is plain JavaScript because the build runs it. */
import type { Plugin } from 'esbuild';

export function compileKernels(): Promise<Uint8Array<ArrayBuffer>>;
export const kernelsInside: Plugin;
