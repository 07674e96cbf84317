/**
 * What a window takes in when it activates the extension: the files that the entry imports by itself, and the time that the extension
 * host needs to load them, each time in a new process, with an empty VS Code in place of the real one.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../harness';

const entry = fileURLToPath(new URL('../../dist/extension.mjs', import.meta.url));
const loader = fileURLToPath(new URL('../peers/loadExtension.mjs', import.meta.url));
const PROCESSES = 9;

export async function extensionHost(bench: Bench): Promise<void> {
  const bytes = [...loadedWith(entry)].reduce((sum, file) => sum + readFileSync(file).byteLength, 0);
  bench.report({ title: 'Extension, loaded at activation', value: `${(bytes / 1e3).toFixed(0)} kB`, goal: '700 kB' });
  const times = Array.from({ length: PROCESSES }, load).sort((a, b) => a - b);
  const median = times[Math.floor(PROCESSES / 2)]!;
  bench.report({ title: 'Extension, time to load', value: `${median.toFixed(0)} ms`, goal: '50 ms' });
}

/** The file and all that it imports without being asked to; `import()` is what waits. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  seen.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"(\.\/[^"]+\.mjs)"/g)) {
    const imported = join(dirname(file), name!);
    if (!seen.has(imported)) loadedWith(imported, seen);
  }
  return seen;
}

function load(): number {
  const { stdout, stderr } = spawnSync(process.execPath, [loader, entry], { encoding: 'utf8' });
  if (!stdout) throw new Error(`The extension did not load: ${stderr}`);
  return Number(stdout);
}
