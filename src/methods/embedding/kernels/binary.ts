/**
 * The kernels' WebAssembly, compiled here when run from source; the build replaces this module with one that holds the
 * bytes.
 */
import { compileKernels } from '../../../../scripts/wasm.mjs';

export function kernelBinary(): Promise<Uint8Array<ArrayBuffer>> {
  return compileKernels();
}
