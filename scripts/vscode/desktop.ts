/**
 * The desktop VS Code: downloaded into the cache folder where that can be done. Where it cannot, callers take the served one.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { cache } from './paths';
import { quietSettings } from './settings';

/**
 * The executable, or undefined with the reason printed: no screen, no download, or NETLOUPE_VSCODE=served.
 * A screen can be virtual: `xvfb-run` gives one.
 */
export async function desktopExecutable(): Promise<string | undefined> {
  if (process.env['NETLOUPE_VSCODE'] === 'served') return undefined;
  if (!hasScreen()) {
    console.log('No screen for the desktop VS Code; taking the served one.');
    return undefined;
  }
  try {
    return await downloadAndUnzipVSCode({ cachePath: cache });
  } catch (error) {
    console.log(
      `VS Code cannot be downloaded (${error instanceof Error ? error.message : String(error)}); taking the served one.`,
    );
    return undefined;
  }
}

/** False on a Linux without X11 or Wayland. */
export function hasScreen(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

export interface Profile {
  folder: string;
  args: string[];
}

/** A profile of its own for one run. Its path is short, because macOS allows a socket's path 103 characters. */
export function createProfile(): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'netloupe-'));
  mkdirSync(join(folder, 'user/User'), { recursive: true });
  writeFileSync(join(folder, 'user/User/settings.json'), JSON.stringify(quietSettings));
  return {
    folder,
    args: [`--user-data-dir=${join(folder, 'user')}`, `--extensions-dir=${join(folder, 'extensions')}`],
  };
}

/** Installs a packaged extension into a profile. */
export function installVsix(executable: string, { args }: Profile, vsix: string): void {
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  const { status, stderr } = spawnSync(cli!, [...cliArgs, ...args, '--install-extension', vsix], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`VS Code could not install ${vsix}: ${stderr}`);
}
