/** The workspace folder whose runs a command is about, and the compute processes beside the built command. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KernelPool } from '../../kernel/pool';
import { ArgumentError } from '../../shared/errors';
import { text, type Environment, type Values } from '../command';

/** --workspace, else the nearest folder above `from` with .netloupe or .git, else `from` itself. */
export function workspaceOf(values: Values, from: string): string {
  const given = text(values, 'workspace', '');
  if (given) {
    if (statSync(given, { throwIfNoEntry: false })?.isDirectory()) return resolve(given);
    throw new ArgumentError(`--workspace must be a folder, but "${given}" is not one.`);
  }
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (['.netloupe', '.git'].some((name) => existsSync(join(folder, name)))) return folder;
    if (folder === dirname(folder)) return resolve(from);
  }
}

/** As runs name files: relative to the workspace folder, with slashes; the full path outside it. */
export function inWorkspace(root: string, file: string): string {
  const path = relative(root, resolve(file));
  return path.startsWith('..') ? resolve(file) : path.replaceAll('\\', '/');
}

export function startPool({ note }: Environment, parallel?: number): KernelPool {
  return new KernelPool({
    script: fileURLToPath(new URL('./kernel.mjs', import.meta.url)),
    log: note,
    ...(parallel !== undefined && { parallel }),
  });
}
