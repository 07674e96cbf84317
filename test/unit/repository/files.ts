/** The project's own source files, for the tests that hold rules of the repository. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface SourceFile {
  /** Relative to the repository, with slashes. */
  path: string;
  text: string;
}

/** Files of the given folders with one of the endings; what generators wrote is left out. */
export function sourceFiles(folders: string[], endings = ['.ts', '.mjs']): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .filter(
        (path) =>
          endings.some((ending) => path.endsWith(ending)) &&
          !path.endsWith('_pb.ts') &&
          !path.startsWith('test/output/'),
      )
      .map((path) => ({ path, text: readText(path) })),
  );
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
