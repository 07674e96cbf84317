/** The compute process of this window; its standard error and crashes go to the log. */
import * as vscode from 'vscode';
import { KernelClient } from '../kernel/client';

export function createKernel(extension: vscode.Uri, log: vscode.LogOutputChannel): KernelClient {
  return new KernelClient({
    script: vscode.Uri.joinPath(extension, 'dist', 'kernel.mjs').fsPath,
    log: (line) => log.warn(`kernel: ${line}`),
    onState: (state) =>
      state === 'crashed' ? log.error('The compute process crashed.') : log.debug(`Compute process: ${state}.`),
  });
}
