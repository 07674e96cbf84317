/**
 * Bundles what runs: the extension, the kernel process, the command line, the panels, and the tests that live inside
 * VS Code. It finds the entries that exist, so that a new panel is a new folder. Types are `npm run types`' business.
 *
 *     node scripts/build.mjs [--watch] [--production]
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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
const commonJs = { ...node, format: 'cjs' };
const esm = { ...node, format: 'esm', external: ['onnxruntime-node', 'webgpu'] };

/** The queue's libraries, 1.3 MB, are a bundle of their own beside the others, loaded by those alone who have a queue. */
const queueApart = {
  name: 'queue-apart',
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/bullmq$/ }, () => ({ path: './bullmq.cjs', external: true })),
};

const builds = [
  {
    ...commonJs,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    external: ['vscode'],
    plugins: [queueApart, kernelsInside],
    // import() of a file becomes require(), which an extension may always call.
    supported: { 'dynamic-import': false },
  },
  { ...commonJs, entryPoints: ['src/experiments/run/queue/bullmq.ts'], outfile: 'dist/bullmq.cjs' },
  { ...esm, entryPoints: ['src/kernel/main.ts'], outfile: 'dist/kernel.mjs', banner: { js: requireBanner } },
  {
    ...esm,
    plugins: [queueApart, kernelsInside],
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/netloupe.mjs',
    banner: { js: `#!/usr/bin/env node\n${requireBanner}` },
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
    entryPoints: fakeEditors(),
    outdir: 'dist/test/panel',
    platform: 'browser',
    format: 'iife',
    target: 'chrome134',
    minify: false,
  },
  {
    ...commonJs,
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
  await Promise.all(builds.filter(hasEntry).map((build) => (watch ? watchFor(build) : esbuild.build(build))));
} catch {
  // esbuild has printed where and why.
  process.exit(1);
}
if (existsSync(join(root, 'dist/netloupe.mjs'))) chmodSync(join(root, 'dist/netloupe.mjs'), 0o755);
copyCodicons();
copyHighs();

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
function fakeEditors() {
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

/** The icon font stays a file of its own: the page links its style sheet, which the icons' elements look for. */
function copyCodicons() {
  const source = join(createRequire(import.meta.url).resolve('@vscode/codicons/package.json'), '../dist');
  mkdirSync(join(root, 'dist/webview'), { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) copyFileSync(join(source, file), join(root, 'dist/webview', file));
}

/** The LP solver's WebAssembly, which its bundled loader looks for beside the bundle. */
function copyHighs() {
  const source = createRequire(import.meta.url).resolve('highs/runtime');
  copyFileSync(source, join(root, 'dist/highs.wasm'));
}
