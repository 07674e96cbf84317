/** Writes results into files, by their extension. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { encodeNpz } from '../formats';
import { projectorFiles } from '../formats/cloud';
import { filmArrays, type FilmMap } from '../formats/film';
import { csvOf } from '../shared/csv';
import type { Column } from '../shared/dataset';
import { ArgumentError } from '../shared/errors';
import type { CloudResult, Result } from '../shared/results';
import { cloudArrays, cloudRows } from '../shared/results/cloud/kind';
import { kindOf } from '../shared/results/kinds';
import { toNumbers } from '../shared/tensor';

/** A table for a .csv file, arrays otherwise. */
export async function writeResult(out: string, result: Result): Promise<void> {
  const kind = kindOf(result);
  const isTable = extname(out).toLowerCase() === '.csv';
  await writeFile(out, isTable ? csvOf(kind.rows(result)) : encodeNpz(kind.arrays(result)));
}

export type ExportForm = 'npz' | 'csv' | 'folder';

/** Checked before anything is computed. Throws ArgumentError for other extensions. */
export async function exportFormOf(out: string): Promise<ExportForm> {
  const extension = /\.([a-z]+)$/i.exec(out)?.[1]?.toLowerCase();
  if (extension === 'npz' || extension === 'csv') return extension;
  const isFolder = await stat(out).then(
    (found) => found.isDirectory(),
    () => /[\\/]$/.test(out),
  );
  if (isFolder) return 'folder';
  throw new ArgumentError(`--out must be a .npz or .csv file, or a folder with a slash at its end, not "${out}".`);
}

/** Returns the paths of the written files. */
export async function writeCloud(
  out: string,
  form: ExportForm,
  result: CloudResult,
  columns: readonly Column[],
): Promise<string[]> {
  if (form === 'npz') {
    await writeFile(out, encodeNpz(cloudArrays(withFullPaths(result), columns)));
    return [out];
  }
  if (form === 'csv') {
    await writeFile(out, csvOf(cloudRows(result, columns)));
    return [out];
  }
  await mkdir(out, { recursive: true });
  const { method, data, layer } = result.provenance;
  const title = [method, 'of', layer, layer === undefined ? undefined : 'for', basename(data.path)];
  const files = Object.entries(projectorFiles(result, columns, title.filter((word) => word !== undefined).join(' ')));
  for (const [name, content] of files) await writeFile(join(out, name), content);
  return files.map(([name]) => join(out, name));
}

/** So that the map finds its data wherever it is read. */
function withFullPaths({ provenance, ...rest }: CloudResult): CloudResult {
  const { data, model } = provenance;
  const full = { ...data, path: resolve(data.path) };
  return {
    ...rest,
    provenance: { ...provenance, data: full, ...(model && { model: { ...model, path: resolve(model.path) } }) },
  };
}

/**
 * All maps of a film in one .npz. Returns the disparity of each from the one before. Throws ArgumentError for maps of
 * different shapes.
 */
export async function writeFilm(
  out: string,
  steps: readonly FilmMap[],
  columns: readonly Column[],
): Promise<(number | undefined)[]> {
  const arrays = filmArrays(steps, columns);
  await writeFile(out, encodeNpz(arrays));
  return Array.from(toNumbers(arrays.disparity), (value) => (Number.isNaN(value) ? undefined : value));
}
