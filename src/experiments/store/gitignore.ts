/** What git may leave out of `.netloupe`: written only when a user asks for it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from './durable';

const COMMENT =
  '# Runs are shared without their arrays, which "Repeat" restores; delete the next line to share them too.';
const LINES = ['runs/*/arrays.npz', 'tmp/', 'claims/', 'grids/', 'index.json'];

/**
 * Writes ROOT/.netloupe/.gitignore, after any existing lines; one written before keeps its edits. Throws FormatError.
 */
export async function writeGitignore(root: string): Promise<void> {
  const folder = join(root, '.netloupe');
  const file = join(folder, '.gitignore');
  const before = await readFile(file, 'utf8').catch(() => '');
  if (before.includes(COMMENT)) return;
  const start = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  await replaceFile(file, `${start}${[COMMENT, ...LINES].join('\n')}\n`, join(folder, 'tmp'));
}
