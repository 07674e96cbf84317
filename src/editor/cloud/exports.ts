/** Exports a cloud: pictures as the page drew them, arrays, tables, the Embedding Projector's files, a command line. */
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
import { copyText, saveAs } from '../page/files';
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

/** Says where it went (or, for a command line, what was copied); '' if cancelled. */
export async function exportCloud(
  request: CloudExport,
  { question, result, columns, film, service }: ExportContext,
): Promise<string> {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  if (request.kind === 'cli') {
    const line = cloudCommand(question, process.platform);
    await copyText(line);
    return line;
  }
  if (request.kind === 'experiment') {
    await vscode.commands.executeCommand('netloupe.saveAsExperiment');
    return '';
  }
  const suggested = (name: string): vscode.Uri => suggestedFile(question.input, name);
  if (request.kind === 'png') return saveAs(suggested(`${request.name}.png`), () => request.bytes);
  if (request.kind === 'svg') return saveAs(suggested(`${request.name}.svg`), () => text(request.text));
  if (!result) throw new ArgumentError('The map has not settled yet; wait, or finish it now.');
  if (request.kind === 'film') {
    const titles = stepTitles(film.map((step) => step.question));
    const steps = film.flatMap((step, i) => (step.result ? [{ title: titles[i]!, result: step.result }] : []));
    return saveAs(suggested('film.npz'), () => service.encodeNpz(filmArrays(steps, columns)));
  }
  if (request.kind === 'npz')
    return saveAs(suggested(`${question.method}.npz`), () => service.encodeNpz(cloudArrays(result, columns)));
  if (request.kind === 'csv')
    return saveAs(suggested(`${question.method}.csv`), () => text(csvOf(cloudRows(result, columns))));
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'Choose a folder for the Embedding Projector’s three files',
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
function suggestedFile(input: string, name: string): vscode.Uri {
  const { file } = splitSpec(input);
  return vscode.Uri.file(join(dirname(file), `${basename(file, extname(file))}.${name}`));
}
