/**
 * Actions on selected samples: explain them, show them as rows or in their files, save them, or open them as a data
 * set.
 */
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

/** Explaining more samples takes long, and nobody looks at so many. */
const mostExplained = 100;
/** Pictures are explained one file at a time, each in its own panel. */
const mostPanels = 4;

/** Says what was done; '' if cancelled. */
export async function withChosen({ kind, indices }: SelectionRequest, context: ChosenContext): Promise<string> {
  if (indices.length === 0) throw new ArgumentError('Nothing is selected; click a point, or draw around some.');
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
    throw new ArgumentError(`The samples of ${path} are rows of an array, so there is no file or line to go to.`);
  }
  if (kind === 'open') {
    context.open({ ...question, input: await writeChosen(indices, context) });
    return '';
  }
  if (files) {
    const shown = files.slice(0, mostPanels);
    for (const file of shown) await context.explain(question.model, join(question.input, file));
    return shown.length < files.length ? `Explains the first ${mostPanels} of ${files.length} pictures.` : '';
  }
  const some = indices.slice(0, mostExplained);
  await context.explain(question.model, await writeChosen(some, context));
  return some.length < indices.length ? `Explains the first ${mostExplained} of ${indices.length} samples.` : '';
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

/** The row in the data and the columns, one line per selected sample. */
export function rowsOf(columns: readonly Column[], indices: readonly number[]): Row[] {
  const cells = columns.map(columnCells);
  return [
    ['row', ...columns.map(({ name }) => name)],
    ...indices.map((index) => [index, ...cells.map((column) => column[index])]),
  ];
}
