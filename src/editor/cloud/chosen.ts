/** What is done with chosen samples: explained, looked at as rows or where they stand, saved, or opened as a data set of their own. */
import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { SelectionRequest } from '../../shared/api/cloud';
import type { CloudQuestion } from '../../shared/cloud/question';
import { columnCells } from '../../shared/columns';
import { csvOf, type Row } from '../../shared/csv';
import type { Column } from '../../shared/dataset';
import { ArgumentError } from '../../shared/errors';
import { splitSpec } from '../fileTypes';
import { goToFiles, goToLines } from './goTo';
import { arraysOf, filesOf, writeChosen, type Chosen } from './writeChosen';

export interface ChosenContext extends Chosen {
  question: CloudQuestion;
  explain(model: string | undefined, input: string): Promise<void>;
  open(question: CloudQuestion): void;
}

/** One explanation of more samples takes long, and nobody looks at so many. */
const mostExplained = 100;
/** Pictures are explained a file at a time, each in a panel of its own. */
const mostPanels = 4;

/** Says what was done; '' if cancelled. */
export async function withChosen({ kind, indices }: SelectionRequest, context: ChosenContext): Promise<string> {
  if (indices.length === 0) throw new ArgumentError('Nothing is chosen; click a point, or draw around some.');
  const { question } = context;
  if (kind === 'rows') {
    const document = await vscode.workspace.openTextDocument({
      language: 'csv',
      content: csvOf(rowsOf(context.columns, indices)),
    });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
    return '';
  }
  if (kind === 'save') return save(indices, context);
  const files = filesOf(context.columns, indices);
  if (kind === 'files') {
    if (files) return goToFiles(question.input, files);
    const { format, path } = await context.service.describeDataset(question.input);
    if (format === 'csv') return goToLines(path, indices);
    throw new ArgumentError(`The samples of ${path} are rows of an array, which have no files or lines of their own.`);
  }
  if (kind === 'open') {
    context.open({ ...question, input: await writeChosen(indices, context) });
    return '';
  }
  if (files) {
    const shown = files.slice(0, mostPanels);
    for (const file of shown) await context.explain(question.model, join(question.input, file));
    return shown.length < files.length ? `The first ${mostPanels} of ${files.length} pictures are explained.` : '';
  }
  const some = indices.slice(0, mostExplained);
  await context.explain(question.model, await writeChosen(some, context));
  return some.length < indices.length ? `The first ${mostExplained} of ${indices.length} samples are explained.` : '';
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
    ? new TextEncoder().encode(csvOf(rowsOf(context.columns, indices)))
    : await context.service.encodeNpz(await arraysOf(indices, context));
  await vscode.workspace.fs.writeFile(uri, bytes);
  return `Saved ${uri.fsPath}`;
}

/** The row in the data and the columns, a line for each chosen sample. */
export function rowsOf(columns: readonly Column[], indices: readonly number[]): Row[] {
  const cells = columns.map(columnCells);
  return [
    ['row', ...columns.map(({ name }) => name)],
    ...indices.map((index) => [index, ...cells.map((column) => column[index])]),
  ];
}
