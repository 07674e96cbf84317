/** Exports an explanation: its arrays as .npz, its picture as .png, or the command line that makes it. */
import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';
import type { ExplainExport } from '../../shared/api/explain';
import type { Service } from '../../shared/requests';
import { attribution } from '../../shared/results/attribution/kind';
import { splitSpec } from '../fileTypes';
import { copyText, saveAs } from '../page/files';
import { commandLine } from '../runs/commandLine';
import type { ExplainSession } from './session';

/** Says where it went (or, for a command line, what was copied); '' if cancelled. */
export async function exportExplanation(
  request: ExplainExport,
  { model, input, form, result }: ExplainSession,
  service: Pick<Service, 'encodeNpz'>,
): Promise<string> {
  if (request.kind === 'cli') {
    const line = commandLine({ model, input, form: request.form, platform: process.platform });
    await copyText(line);
    return line;
  }
  if (request.kind === 'png') return saveAs(suggestedName(input, form.method, 'png'), () => request.png);
  if (!result) throw new ArgumentError('There is no result to save yet; wait for the run to finish.');
  return saveAs(suggestedName(input, form.method, 'npz'), () => service.encodeNpz(attribution.arrays(result)));
}

/** Beside the data, named after it and the method. */
function suggestedName(input: string, method: string, extension: string): vscode.Uri {
  const { file, array } = splitSpec(input);
  const stem = [basename(file, extname(file)), ...(array === undefined ? [] : [array]), method].join('.');
  return vscode.Uri.joinPath(vscode.Uri.file(dirname(file)), `${stem}.${extension}`);
}
