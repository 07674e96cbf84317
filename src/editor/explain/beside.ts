/** The data files before and after one in its folder, in the order of a file list: 2.png before 10.png. No VS Code. */
import { readdir } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { hasExtension, pictureExtensions, splitSpec } from '../fileTypes';

export interface Beside {
  /** As the file itself is given: "FILE" or "FILE#ARRAY", full path. */
  before?: string;
  after?: string;
}

/** Pictures lie beside pictures, other files beside those of their extension. A folder has none, nor has a file that is gone. */
export async function filesBeside(spec: string): Promise<Beside> {
  const { file, array } = splitSpec(spec);
  const kind = hasExtension(file, pictureExtensions) ? pictureExtensions : [extname(file).slice(1)];
  const folder = dirname(file);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => !entry.isDirectory() && hasExtension(entry.name, kind))
    .map(({ name }) => name)
    .sort(new Intl.Collator(undefined, { numeric: true }).compare)
    .map((name) => join(folder, name));
  const at = files.indexOf(file);
  const given = (index: number): string | undefined =>
    at < 0 || files[index] === undefined
      ? undefined
      : [files[index], ...(array === undefined ? [] : [array])].join('#');
  const [before, after] = [given(at - 1), given(at + 1)];
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
