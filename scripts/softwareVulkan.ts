/**
 * A Vulkan driver in software for machines without a GPU: SwiftShader, which Debian's chromium package brings, behind the
 * Vulkan loader. It is slow; it is there to see whether what is computed on a GPU is right.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromiumPath } from './chromium';

const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';
const loaders = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/aarch64-linux-gnu/libvulkan.so.1'];

/** The environment that makes WebGPU find the driver; undefined where there is none, as on every system but Debian's family. */
export function softwareVulkan(): Record<string, string> | undefined {
  if (process.platform !== 'linux') return undefined;
  chromiumPath();
  if (!existsSync(driver)) return undefined;
  if (!loaders.some((path) => existsSync(path)) && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'libvulkan1'], { stdio: 'ignore', env });
  }
  if (!loaders.some((path) => existsSync(path))) return undefined;
  return { VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: driver };
}
