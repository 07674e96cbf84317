/**
 * Selected samples as a data set of the same kind: pictures stay pictures, so that a network gets them preprocessed as
 * before; everything else becomes arrays.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { RunStore } from '../../experiments/store/store';
import { isLabelName } from '../../formats/dataset/columns';
import { encodeIdx } from '../../formats/idx';
import type { CloudQuestion, KeptCloud } from '../../shared/cloud/question';
import { columnArray } from '../../shared/columns';
import type { Column } from '../../shared/dataset';
import type { Service } from '../../shared/requests';
import { int64, tensorOf, type Tensor } from '../../shared/tensor';
import { splitSpec } from '../fileTypes';

export interface Chosen {
  service: Pick<Service, 'describeDataset' | 'readSamples' | 'encodeNpz'>;
  question: Pick<CloudQuestion, 'input'>;
  run: KeptCloud | undefined;
  columns: readonly Column[];
}

/**
 * The new data set as "FILE", "FILE#ARRAY" or "FOLDER", beside the run if there is one; the same samples make the same
 * file.
 */
export async function writeChosen(indices: readonly number[], chosen: Chosen): Promise<string> {
  const { run, question, service } = chosen;
  const { file: source } = splitSpec(question.input);
  const parent = run ? new RunStore(run.root).pathOf(run.id) : join(tmpdir(), 'netloupe');
  const stem = basename(source, extname(source))
    .replace(/[-.]images[-.]idx3[-.]ubyte$/, '')
    .replaceAll(/[^\w.-]+/g, '-');
  const hash = createHash('sha256').update(`${question.input}\n${indices.join()}`).digest('hex').slice(0, 8);
  const path = join(parent, `${stem}-${indices.length}-${hash}`);
  await mkdir(parent, { recursive: true });
  const files = filesOf(chosen.columns, indices);
  if (files) return copyPictures(source, files, path);
  const { format, pictures } = await service.describeDataset(question.input);
  if (format === 'idx' && pictures) return writeIdx(indices, chosen, path);
  await writeFile(`${path}.npz`, await service.encodeNpz(await arraysOf(indices, chosen)));
  return `${path}.npz#samples`;
}

/** The pictures of a folder, which have names. */
export function filesOf(columns: readonly Column[], indices: readonly number[]): string[] | undefined {
  const file = columns.find(({ name, kind }) => name === 'file' && kind === 'categories');
  if (file?.kind !== 'categories') return undefined;
  return indices.map((index) => file.categories[file.codes[index]!]!);
}

/**
 * `samples` as they are in the file, the names of their numbers, `row` in the file, and the columns. Labels that only their place tells (a folder's name, a table's
 * first column) are called `labels`, so that they are known as such again.
 */
export async function arraysOf(
  indices: readonly number[],
  { service, question, columns }: Chosen,
): Promise<Record<string, Tensor>> {
  const [{ dtype, features, columns: described }, { shape, data }] = await Promise.all([
    service.describeDataset(question.input),
    service.readSamples({ data: question.input, indices: [...indices] }),
  ]);
  const own: Record<string, Tensor> = {
    samples: dtype === 'string' ? { dtype: 'float32', shape, data } : tensorOf(dtype, shape, data),
    ...(features && { feature_names: { dtype: 'string', shape: [features.length], data: [...features] } }),
  };
  const label = described.find(({ label }) => label)?.name;
  const nameOf = (name: string): string => (name === label && !isLabelName(name) ? 'labels' : name);
  const rest = columns.map((column) => [nameOf(column.name), columnArray(pick(column, indices))] as const);
  return { ...Object.fromEntries(rest), row: int64([indices.length], indices), ...own };
}

/** With the folders that are their labels. */
async function copyPictures(from: string, files: readonly string[], to: string): Promise<string> {
  for (const file of files) {
    await mkdir(dirname(join(to, file)), { recursive: true });
    await copyFile(join(from, file), join(to, file), constants.COPYFILE_FICLONE);
  }
  return to;
}

/** With its labels, if they are bytes, in a separate file; both are named as idx files are. */
async function writeIdx(
  indices: readonly number[],
  { service, question, columns }: Chosen,
  path: string,
): Promise<string> {
  const { shape, data } = await service.readSamples({ data: question.input, indices: [...indices] });
  await writeFile(`${path}-images-idx3-ubyte`, encodeIdx(shape, Uint8Array.from(data)));
  const labels = columns.find(({ name, kind }) => isLabelName(name) && kind === 'categories');
  const values = labels && columnArray(pick(labels, indices));
  if (values?.dtype === 'int64')
    await writeFile(`${path}-labels-idx1-ubyte`, encodeIdx([indices.length], Uint8Array.from(values.data, Number)));
  return `${path}-images-idx3-ubyte`;
}

function pick(column: Column, indices: readonly number[]): Column {
  return column.kind === 'numbers'
    ? { ...column, values: Float32Array.from(indices, (index) => column.values[index]!) }
    : { ...column, codes: Int32Array.from(indices, (index) => column.codes[index]!) };
}
