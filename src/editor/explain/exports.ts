/** Takes an explanation out of the editor: its arrays as .npz, its picture as .png, or the command line that makes it. */
import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';
import type { ExplainExport } from '../../shared/api/explain';
import type { Service } from '../../shared/requests';
import { attribution } from '../../shared/results/attribution/kind';
import { splitSpec } from '../fileTypes';
import { commandLine } from '../runs/commandLine';
import type { ExplainSession } from './session';

/** Says where it went (or, of a command line, what was copied), '' if cancelled. */
export async function exportExplanation(
  request: ExplainExport,
  { model, input, form, result }: ExplainSession,
  service: Pick<Service, 'encodeNpz'>,
): Promise<string> {
  if (request.kind === 'cli') {
    const line = commandLine({ model, input, form: request.form, platform: process.platform });
    await vscode.env.clipboard.writeText(line);
    return line;
  }
  if (request.kind === 'png')
    return save(suggestedName(input, form.method, 'png'), 'Picture', () => Promise.resolve(request.png));
  if (!result) throw new ArgumentError('There is no result to save yet; wait for the run to end.');
  return save(suggestedName(input, form.method, 'npz'), 'NumPy arrays', () =>
    service.encodeNpz(attribution.arrays(result)),
  );
}

async function save(suggestion: vscode.Uri, title: string, bytes: () => Promise<Uint8Array>): Promise<string> {
  const extension = extname(suggestion.path).slice(1);
  const uri = await vscode.window.showSaveDialog({ defaultUri: suggestion, filters: { [title]: [extension] } });
  if (!uri) return '';
  await vscode.workspace.fs.writeFile(uri, await bytes());
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}

/** Beside the data, named after it and the method. */
function suggestedName(input: string, method: string, extension: string): vscode.Uri {
  const { file, array } = splitSpec(input);
  const stem = [basename(file, extname(file)), ...(array === undefined ? [] : [array]), method].join('.');
  return vscode.Uri.joinPath(vscode.Uri.file(dirname(file)), `${stem}.${extension}`);
}
