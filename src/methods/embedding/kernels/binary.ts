/** The kernels' WebAssembly, compiled here when run from sources; the build puts a module in this one's place that holds the bytes. */
import { compileKernels } from '../../../../scripts/wasm.mjs';

export function kernelBinary(): Promise<Uint8Array<ArrayBuffer>> {
  return compileKernels();
}
