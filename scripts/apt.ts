/** Debian's packages that the tests need beside npm's, installed where we may: as root, the way a fresh container gets them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** False where there is no apt-get or no permission, and where it fails. */
export function installWithApt(name: string): boolean {
  const apt = '/usr/bin/apt-get';
  if (process.getuid?.() !== 0 || !existsSync(apt)) return false;
  console.log(`Installing ${name} with apt-get (once).`);
  const run = (...args: string[]) =>
    spawnSync(apt, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return run('update', '-qq') && run('install', '-y', '-qq', '--no-install-recommends', name);
}
