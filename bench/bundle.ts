/** Our side of the benchmark as one file, bundled as the compute process is: a loader of TypeScript would count as our memory. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const outfile = fileURLToPath(new URL('../dist/bench/netloupe.mjs', import.meta.url));
let built: Promise<unknown> | undefined;

/** The path of the bundle, made on the first call. */
export async function bundle(): Promise<string> {
  built ??= build({
    entryPoints: [fileURLToPath(new URL('peers/netloupe.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['onnxruntime-node'],
    banner: {
      js: `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`,
    },
  });
  await built;
  return outfile;
}
