/** What is done with chosen samples: explained, looked at as rows, saved, or opened as a data set of their own. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { RunStore } from '../../experiments/store/store';
import { columnArray } from '../../formats/cloud';
import type { KeptCloud, CloudQuestion, SelectionRequest } from '../../shared/cloud/panel';
import type { Column } from '../../shared/dataset';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import { int64, tensorOf, type Tensor } from '../../shared/tensor';
import { splitSpec } from '../fileTypes';

export interface ChosenContext {
  service: Pick<Service, 'describeDataset' | 'readSamples' | 'encodeNpz'>;
  question: CloudQuestion;
  run: KeptCloud | undefined;
  columns: readonly Column[];
  explain(model: string | undefined, input: string): Promise<void>;
  open(question: CloudQuestion): void;
}

/** One explanation of more samples takes long, and nobody looks at so many. */
const mostExplained = 100;
/** Pictures are explained a file at a time, each in a panel of its own. */
const mostPanels = 4;

/** Says what was done; '' where the person thought better of it. */
export async function withChosen({ kind, indices }: SelectionRequest, context: ChosenContext): Promise<string> {
  if (indices.length === 0) throw new ArgumentError('Nothing is chosen; click a point, or draw around some.');
  const { question } = context;
  if (kind === 'rows') {
    const document = await vscode.workspace.openTextDocument({
      language: 'csv',
      content: csvOf(context.columns, indices),
    });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
    return '';
  }
  if (kind === 'save') return save(indices, context);
  const files = filesOf(context.columns, indices);
  if (kind === 'open') {
    const file = await writeSamples(indices, context);
    context.open({ ...question, input: `${file}#samples` });
    return '';
  }
  if (files) {
    const shown = files.slice(0, mostPanels);
    for (const file of shown) await context.explain(question.model, join(question.input, file));
    return shown.length < files.length ? `The first ${mostPanels} of ${files.length} pictures are explained.` : '';
  }
  const some = indices.slice(0, mostExplained);
  await context.explain(question.model, `${await writeSamples(some, context)}#samples`);
  return some.length < indices.length ? `The first ${mostExplained} of ${indices.length} samples are explained.` : '';
}

/** The pictures of a folder, which have names of their own. */
function filesOf(columns: readonly Column[], indices: readonly number[]): string[] | undefined {
  const file = columns.find(({ name, kind }) => name === 'file' && kind === 'categories');
  if (file?.kind !== 'categories') return undefined;
  return indices.map((index) => file.categories[file.codes[index]!]!);
}

/** Beside the run if there is one; the same samples are the same file. */
async function writeSamples(indices: readonly number[], context: ChosenContext): Promise<string> {
  const { run, question, service } = context;
  const folder = run ? new RunStore(run.root).pathOf(run.id) : join(tmpdir(), 'netloupe');
  const { file: source } = splitSpec(question.input);
  const stem = basename(source, extname(source)).replaceAll(/[^\w.-]+/g, '-');
  const name = createHash('sha256').update(`${question.input}\n${indices.join()}`).digest('hex').slice(0, 8);
  const file = join(folder, `${stem}-${indices.length}-${name}.npz`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await service.encodeNpz(await arraysOf(indices, context)));
  return file;
}

/** `samples` as they are in the file, `row` in it, and the columns. */
async function arraysOf(
  indices: readonly number[],
  { service, question, columns }: ChosenContext,
): Promise<Record<string, Tensor>> {
  const [{ dtype }, { shape, data }] = await Promise.all([
    service.describeDataset(question.input),
    service.readSamples({ data: question.input, indices: [...indices] }),
  ]);
  const own = {
    samples: dtype === 'string' ? { dtype: 'float32' as const, shape, data } : tensorOf(dtype, shape, data),
  };
  const rest = columns.map((column) => [column.name, columnArray(pick(column, indices))] as const);
  return { ...Object.fromEntries(rest), row: int64([indices.length], indices), ...own };
}

async function save(indices: readonly number[], context: ChosenContext): Promise<string> {
  const { file } = splitSpec(context.question.input);
  const stem = basename(file, extname(file));
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(dirname(file), `${stem}-${indices.length}.npz`)),
    filters: { 'NumPy arrays': ['npz'], Table: ['csv'] },
  });
  if (!uri) return '';
  const bytes = uri.path.endsWith('.csv')
    ? new TextEncoder().encode(csvOf(context.columns, indices))
    : await context.service.encodeNpz(await arraysOf(indices, context));
  await vscode.workspace.fs.writeFile(uri, bytes);
  return `Saved ${uri.fsPath}`;
}

function pick(column: Column, indices: readonly number[]): Column {
  return column.kind === 'numbers'
    ? { ...column, values: Float32Array.from(indices, (index) => column.values[index]!) }
    : { ...column, codes: Int32Array.from(indices, (index) => column.codes[index]!) };
}

/** RFC 4180: the row in the data and the columns. */
export function csvOf(columns: readonly Column[], indices: readonly number[]): string {
  const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cell = (column: Column, index: number): string => {
    if (column.kind === 'categories') return column.categories[column.codes[index]!] ?? '';
    const value = column.values[index]!;
    return Number.isNaN(value) ? '' : String(Number(value.toPrecision(7)));
  };
  const lines = indices.map((index) => [String(index), ...columns.map((column) => cell(column, index))]);
  return [['row', ...columns.map(({ name }) => name)], ...lines].map((line) => `${line.map(quoted).join()}\n`).join('');
}
