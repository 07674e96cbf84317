/** Programs that are measured, each as one file, bundled as the compute process is: a loader of TypeScript would count as ours. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { kernelsInside } from '../scripts/wasm.mjs';

const built = new Map<string, Promise<unknown>>();

/** The path of the bundle of a program in `peers/`, made on the first call. */
export async function bundle(name = 'netloupe'): Promise<string> {
  const outfile = fileURLToPath(new URL(`../dist/bench/${name}.mjs`, import.meta.url));
  if (!built.has(name)) {
    const entry = fileURLToPath(new URL(`peers/${name}.ts`, import.meta.url));
    built.set(
      name,
      build({
        entryPoints: [entry],
        outfile,
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        external: ['onnxruntime-node'],
        plugins: [kernelsInside],
        banner: {
          js: `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`,
        },
      }),
    );
  }
  await built.get(name);
  return outfile;
}
