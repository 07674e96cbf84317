/** Takes a cloud out of the editor: pictures as the page drew them, arrays, tables, the Embedding Projector's files, a command. */
import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { projectorFiles } from '../../formats/cloud';
import { filmArrays } from '../../formats/film';
import type { CloudExport } from '../../shared/api/cloud';
import type { CloudQuestion } from '../../shared/cloud/question';
import { csvOf } from '../../shared/csv';
import type { Column } from '../../shared/dataset';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import type { CloudResult } from '../../shared/results';
import { cloudArrays, cloudRows } from '../../shared/results/cloud/kind';
import { splitSpec } from '../fileTypes';
import { cloudCommand, cloudTitle, stepTitles } from './question';
import type { CloudSession } from './session';

export interface ExportContext {
  question: CloudQuestion;
  result: CloudResult | undefined;
  columns: readonly Column[];
  /** All steps of a film, of which this may be one. */
  film: readonly Pick<CloudSession, 'question' | 'result'>[];
  service: Pick<Service, 'encodeNpz'>;
}

/** Says where it went (or, of a command line, what was copied); '' if cancelled. */
export async function exportCloud(
  request: CloudExport,
  { question, result, columns, film, service }: ExportContext,
): Promise<string> {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  if (request.kind === 'cli') {
    const line = cloudCommand(question, process.platform);
    await vscode.env.clipboard.writeText(line);
    return line;
  }
  if (request.kind === 'experiment') {
    await vscode.commands.executeCommand('netloupe.saveAsExperiment');
    return '';
  }
  if (request.kind === 'png') return save(question, request.name, 'Picture', 'png', () => request.bytes);
  if (request.kind === 'svg') return save(question, request.name, 'Drawing', 'svg', () => text(request.text));
  if (!result) throw new ArgumentError('The map has not settled yet; wait, or finish it where it is.');
  if (request.kind === 'film') {
    const titles = stepTitles(film.map((step) => step.question));
    const steps = film.flatMap((step, i) => (step.result ? [{ title: titles[i]!, result: step.result }] : []));
    return save(question, 'film', 'NumPy arrays', 'npz', () => service.encodeNpz(filmArrays(steps, columns)));
  }
  if (request.kind === 'npz')
    return save(question, question.method, 'NumPy arrays', 'npz', () =>
      service.encodeNpz(cloudArrays(result, columns)),
    );
  if (request.kind === 'csv')
    return save(question, question.method, 'Table', 'csv', () => text(csvOf(cloudRows(result, columns))));
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'The folder for the Embedding Projector’s three files',
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: 'Write Here',
    })) ?? [];
  if (!folder) return '';
  for (const [name, content] of Object.entries(projectorFiles(result, columns, cloudTitle(question))))
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), text(content));
  return folder.fsPath;
}

/** Beside the data, named after it. */
async function save(
  { input }: CloudQuestion,
  name: string,
  title: string,
  extension: string,
  bytes: () => Uint8Array | Promise<Uint8Array>,
): Promise<string> {
  const { file } = splitSpec(input);
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(dirname(file), `${basename(file, extname(file))}.${name}.${extension}`)),
    filters: { [title]: [extension] },
  });
  if (!uri) return '';
  await vscode.workspace.fs.writeFile(uri, await bytes());
  return uri.fsPath;
}
