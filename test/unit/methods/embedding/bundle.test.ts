/** What the bundles carry of the kernels: their bytes, and no compiler. */
import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { compileKernels, kernelsInside } from '../../../../scripts/wasm.mjs';

describe('a bundle', () => {
  it('holds the compiled kernels and not what compiles them, in words that the oldest supported Node knows', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `export { kernelBinary } from './src/methods/embedding/kernels/binary';`,
        resolveDir: process.cwd(),
      },
      ...{ bundle: true, write: false, platform: 'node', format: 'esm', plugins: [kernelsInside] },
    });
    const { text } = outputFiles[0]!;
    assert.doesNotMatch(text, /assemblyscript|fromBase64/);
    const { kernelBinary } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {
      kernelBinary(): Promise<Uint8Array>;
    };
    assert.deepEqual(new Uint8Array(await kernelBinary()), new Uint8Array(await compileKernels()));
  });
});
