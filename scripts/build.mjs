/**
 * Bundles what runs: the extension, the kernel process, the command line, the panels, and the tests that live inside
 * VS Code. It finds the entries that exist, so that a new panel is a new folder. Types are `npm run types`' business. Files
 * that stay as they are are not touched: what runs from them may go on.
 *
 *     node scripts/build.mjs [--watch] [--production]
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import esbuild from 'esbuild';
import { root } from './install.mjs';
import { kernelsInside } from './wasm.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** An ESM bundle has no `require`, which bundled CommonJS packages call for Node's own modules. */
const requireBanner = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
};
const node = { ...common, platform: 'node', target: 'node20.19', plugins: [kernelsInside] };

const builds = [
  {
    ...node,
    format: 'esm',
    // What import() names is a file of its own, loaded when a feature is first used; what the three entries share is there once.
    splitting: true,
    entryPoints: [
      { in: 'src/extension.ts', out: 'extension' },
      { in: 'src/kernel/main.ts', out: 'kernel' },
      { in: 'src/cli/main.ts', out: 'netloupe' },
    ],
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    // Beside the entries, so that a file's neighbours are found from either.
    chunkNames: 'chunk-[hash]',
    external: ['vscode', 'onnxruntime-node', 'webgpu'],
    banner: { js: requireBanner },
  },
  {
    ...common,
    entryPoints: panels().map((panel) => ({ in: `webview/${panel}/main.ts`, out: panel })),
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
    target: 'chrome134',
  },
  {
    ...common,
    entryPoints: fakes(),
    outdir: 'dist/test/panel',
    platform: 'browser',
    format: 'iife',
    target: 'chrome134',
    minify: false,
  },
  {
    ...node,
    format: 'cjs',
    entryPoints: ['test/vscode/index.ts', ...testsUnder('test/vscode/suite')],
    outdir: 'dist/test/vscode',
    outbase: 'test/vscode',
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha'],
    minify: false,
    sourcemap: 'inline',
  },
];

try {
  await Promise.all(builds.filter(hasEntry).map((build) => (watch ? watchFor(build) : buildOnce(build))));
} catch {
  // esbuild has printed where and why.
  process.exit(1);
}
if (existsSync(join(root, 'dist/netloupe.mjs'))) chmodSync(join(root, 'dist/netloupe.mjs'), 0o755);
copyCodicons();
copyHighs();

async function buildOnce(build) {
  const { outputFiles } = await esbuild.build({ ...build, write: false });
  for (const { path, contents } of outputFiles) write(path, contents);
  if (build.splitting) removeChunks(new Set(outputFiles.map(({ path }) => basename(path))));
}

function write(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}

async function watchFor(build) {
  await (await esbuild.context(build)).watch();
}

function hasEntry({ entryPoints }) {
  return entryPoints.some((entry) => existsSync(join(root, entry.in ?? entry)));
}

function panels() {
  return list('webview').filter((name) => existsSync(join(root, 'webview', name, 'main.ts')));
}

/** What stands for the editor in the tests of the panels. */
function fakes() {
  return list('test/panel')
    .filter((file) => /^fake(?!Host)\w+\.ts$/.test(file))
    .map((file) => `test/panel/${file}`);
}

function testsUnder(folder) {
  return list(folder, { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
}

function list(folder, options) {
  return existsSync(join(root, folder)) ? readdirSync(join(root, folder), options) : [];
}

/** Their names change with what is in them; those of earlier builds would ship. */
function removeChunks(current) {
  for (const name of list('dist'))
    if (name.startsWith('chunk-') && !current.has(name)) rmSync(join(root, 'dist', name));
}

/** The icon font stays a file of its own: the page links its style sheet, which the icons' elements look for. */
function copyCodicons() {
  const source = join(createRequire(import.meta.url).resolve('@vscode/codicons/package.json'), '../dist');
  for (const file of ['codicon.css', 'codicon.ttf'])
    write(join(root, 'dist/webview', file), readFileSync(join(source, file)));
}

/** The LP solver's WebAssembly, which its bundled loader looks for beside the bundle. */
function copyHighs() {
  const source = createRequire(import.meta.url).resolve('highs/runtime');
  write(join(root, 'dist/highs.wasm'), readFileSync(source));
}
