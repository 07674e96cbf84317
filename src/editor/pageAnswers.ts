/** What a panel's page asks, answered: errors as their sentences, long requests with progress and cancellation, files saved, text copied. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { ArgumentError } from '../shared/errors';
import type { LongRequest, ProgressReport, SaveRequest } from '../shared/long';
import type { CallOptions } from '../shared/requests';
import { responseError } from './explain/wire';

export type Options = CallOptions & { signal: AbortSignal };

export class PageAnswers {
  /** A page that is gone waits for nothing. */
  readonly #gone = new AbortController();

  /** `progress` is the notification under which reports go to the page. */
  constructor(
    private readonly connection: MessageConnection,
    private readonly progress: string,
    log: vscode.LogOutputChannel,
  ) {
    connection.onDispose(() => this.#gone.abort());
    connection.onError(([error]) => log.error(error));
  }

  short<Request, Answer>(message: string, act: (request: Request) => Promise<Answer>): void {
    this.connection.onRequest(message, (request: Request) => act(request).catch(responseError));
  }

  /** Ends with its page, unless it `outlives` it for whoever comes back. */
  long<Request, Answer>(
    message: string,
    act: (request: Request, options: Options) => Promise<Answer>,
    { outlives = false } = {},
  ): void {
    this.connection.onRequest(message, ({ token, request }: LongRequest<Request>, cancel: CancellationToken) => {
      const cancelled = new AbortController();
      cancel.onCancellationRequested(() => cancelled.abort());
      const signal = outlives ? cancelled.signal : AbortSignal.any([cancelled.signal, this.#gone.signal]);
      return act(request, {
        signal,
        onProgress: (progress) => {
          const report: ProgressReport = { token, ...progress };
          void this.connection.sendNotification(this.progress, report);
        },
      }).catch(responseError);
    });
  }
}

/** Where it was saved; '' if cancelled. Throws ArgumentError for what is no file of a panel. */
export async function saveFile(value: unknown): Promise<string> {
  const { kind, name, bytes } = parseSave(value);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: kind === 'csv' ? { Table: ['csv'] } : { Picture: ['png'] },
  });
  if (!uri) return '';
  await vscode.workspace.fs.writeFile(uri, bytes);
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}

export async function copyText(text: unknown): Promise<null> {
  await vscode.env.clipboard.writeText(String(text));
  return null;
}

function parseSave(value: unknown): SaveRequest {
  const { kind, name, bytes } = (value ?? {}) as Partial<SaveRequest>;
  if ((kind === 'csv' || kind === 'png') && typeof name === 'string' && bytes instanceof Uint8Array)
    return { kind, name, bytes };
  throw new ArgumentError('The panel asked for an export that does not exist; the kinds are csv and png.');
}
