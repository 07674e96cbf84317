/** Where things are: the project, and the cache folder that keeps downloaded editors between runs. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** `.vscode-test` in the project, or where NETLOUPE_VSCODE_CACHE says. */
export const cache = resolve(root, process.env['NETLOUPE_VSCODE_CACHE'] ?? '.vscode-test');

export const examples = join(root, 'examples');
