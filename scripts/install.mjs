/**
 * Installs the project's dependencies when they are missing or not the lockfile's, with nothing but Node at hand.
 * What else the tests need (a browser, VS Code) is found in chromium.ts and vscode/.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs `npm ci` unless every package of the lockfile is there in its version. */
export function installIfNeeded() {
  if (isInstalled()) return;
  console.log('npm ci');
  const { status } = npm(['ci'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('npm ci failed; see its lines above, and run it again once their reason is gone.');
}

/** npm as this process was started by it, or the one on the PATH: on Windows that is a script, which needs a shell. */
export function npm(args, options) {
  const own = process.env.npm_execpath;
  if (own?.endsWith('.js')) return spawnSync(process.execPath, [own, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function isInstalled() {
  const wanted = packages('package-lock.json');
  let installed;
  try {
    installed = packages('node_modules/.package-lock.json');
  } catch {
    return false;
  }
  // Packages for other platforms are in the lockfile, marked optional, and not on disk.
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional),
  );
}

function packages(lockfile) {
  return JSON.parse(readFileSync(`${root}/${lockfile}`, 'utf8')).packages;
}
