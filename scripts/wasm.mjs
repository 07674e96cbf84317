/**
 * The kernels of maps of points: AssemblyScript (src/methods/embedding/kernels/assembly) to WebAssembly. Bundles carry the
 * compiled bytes and no compiler; run from sources, the kernels are compiled on first use and kept by the hash of their text.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './install.mjs';

const folder = 'src/methods/embedding/kernels/assembly';

/** Memory is the caller's, shared by its threads; the first 64 KiB are the kernels' own, beginning with what threads meet at. */
const options = [
  ...['--runtime', 'stub', '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  ...['--memoryBase', '4096', '--enable', 'simd', '--enable', 'threads', '--use', 'abort='],
  ...['-O3', '--noAssert', '--converge'],
];

/** The module's bytes. Throws an Error with the compiler's words. */
export async function compileKernels() {
  const sources = readdirSync(join(root, folder)).sort();
  const hash = createHash('sha1').update(options.join(' '));
  for (const name of sources) hash.update(name).update(readFileSync(join(root, folder, name)));
  const kept = join(tmpdir(), `netloupe-kernels-${process.getuid?.() ?? ''}`, `${hash.digest('hex')}.wasm`);
  if (existsSync(kept)) return new Uint8Array(readFileSync(kept));
  const { default: asc } = await import('assemblyscript/asc');
  let bytes;
  const { error, stderr } = await asc.main([`${folder}/kernels.as.ts`, '--outFile', 'kernels.wasm', ...options], {
    readFile: (name) => (existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8') : null),
    writeFile: (_name, contents) => (bytes = contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`The kernels do not compile: ${stderr.toString()}`, { cause: error });
  mkdirSync(join(kept, '..'), { recursive: true });
  // Whole or not at all: tests of several processes may compile at once.
  const draft = `${kept}.${process.pid}`;
  writeFileSync(draft, bytes);
  renameSync(draft, kept);
  return bytes;
}

/** For esbuild: the module that compiles the kernels becomes one that holds them. */
export const kernelsInside = {
  name: 'kernels-inside',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^kernels\.wasm$/ }, ({ path }) => ({ path, namespace: 'kernels' }));
    onLoad({ filter: /.*/, namespace: 'kernels' }, async () => ({
      contents: await compileKernels(),
      loader: 'base64',
    }));
    onLoad({ filter: /embedding[\\/]kernels[\\/]binary\.ts$/ }, () => ({
      contents: `import text from 'kernels.wasm'; export const kernelBinary = async () => Buffer.from(text, 'base64');`,
      loader: 'js',
    }));
  },
};
