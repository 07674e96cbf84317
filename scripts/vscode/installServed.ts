/**
 * Installs code-server, a VS Code whose workbench runs in a browser, from the npm registry into the cache folder, once per
 * version. For machines that cannot download the desktop VS Code. Starting it is served.ts' business.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { npm } from '../install.mjs';
import { cache } from './paths';

const codeServerVersion = '4.139.1';
/** code-server runs on Node 24 only; npm has that Node as a package per platform. */
const nodeVersion = '24.21.0';
const nodePackage = `node-${process.platform}-${process.arch}`;
const partial = `code-server-partial-`;

export interface ServedInstallation {
  /** The Node that runs it. */
  node: string;
  /** code-server's entry module. */
  entry: string;
}

/** The installation of the pinned version, made now if the cache has none. About 600 MB; half a minute with a warm npm cache. */
export function installServed(): ServedInstallation {
  if (process.platform === 'win32') {
    throw new Error(
      'VS Code could not be downloaded, and the served one does not run on Windows: install VS Code, or go online.',
    );
  }
  const folder = join(cache, `code-server-${codeServerVersion}-node-${nodeVersion}`);
  if (!existsSync(folder)) install(folder);
  return {
    node: nodeOf(folder),
    entry: join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

/** Builds the folder under another name and renames it when whole: an interrupted installation is never taken for one. */
function install(folder: string): void {
  mkdirSync(cache, { recursive: true });
  removeStale();
  const staging = mkdtempSync(join(cache, partial));
  console.log(`Installing code-server ${codeServerVersion} into ${cache} (once).`);
  try {
    writeFileSync(join(staging, 'package.json'), JSON.stringify({ name: 'served', private: true }));
    const editor = join(staging, 'node_modules/code-server/lib/vscode');
    npmInstall(staging, [`code-server@${codeServerVersion}`, `${nodePackage}@${nodeVersion}`]);
    const env = { ...process.env, PATH: `${join(nodeOf(staging), '..')}${delimiter}${process.env['PATH'] ?? ''}` };
    npmInstall(editor, ['--omit=dev'], env);
    npmInstall(join(editor, 'extensions'), ['--omit=dev'], env);
    compileLogWriter(editor, staging, env);
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    // Another run may have finished the same installation meanwhile.
    if (!existsSync(folder)) throw error;
  }
}

/** No install scripts: code-server's own compiles for minutes, needs system libraries and asks the network for prebuilt files. */
function npmInstall(folder: string, args: string[], env = process.env): void {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = npm(['install', ...quiet, ...args], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0)
    throw new Error(`npm install in ${folder} failed; see its lines above. The npm registry must be reachable.`);
}

/**
 * The one native module whose absence shows: without it log channels stay empty. Half a minute of compiling, against the
 * headers in Node's package; where there is no compiler, everything else works all the same.
 */
function compileLogWriter(editor: string, staging: string, env: NodeJS.ProcessEnv): void {
  const { status } = npm(['rebuild', '@vscode/spdlog', '--no-audit', '--loglevel=silent'], {
    cwd: editor,
    env: { ...env, npm_config_nodedir: join(staging, 'node_modules', nodePackage), JOBS: 'max' },
    stdio: 'ignore',
  });
  if (status !== 0) console.log('No C++ compiler for its log writer: log channels will be empty, the rest works.');
}

function nodeOf(folder: string): string {
  return join(folder, 'node_modules', nodePackage, 'bin/node');
}

/** What an interrupted installation left an hour ago or more; a younger one may still be at work. */
function removeStale(): void {
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith(partial))) {
    const age = Date.now() - statSync(join(cache, name)).mtimeMs;
    if (age > 3_600_000) rmSync(join(cache, name), { recursive: true, force: true });
  }
}
