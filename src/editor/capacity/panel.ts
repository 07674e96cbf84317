/** The capacity panel on screen: a webview, and the answers to what its page asks. What is measured and kept is `measure.ts`' business. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { methodById } from '../../methods';
import { describeMethod } from '../../methods/method';
import {
  capacityMessages,
  measuredMethod,
  type CapacitySetup,
  type LongRequest,
  type ProgressReport,
  type SaveRequest,
} from '../../shared/capacity/panel';
import { ArgumentError } from '../../shared/errors';
import type { CallOptions, Service } from '../../shared/requests';
import type { Activity } from '../activity';
import { Pages, responseError } from '../explain/wire';
import { panelHtml, webviewFolder } from '../panelHtml';
import type { Measurements } from './measure';
import { openPoints } from './openPoints';

export const viewType = 'netloupe.capacity';

export interface PanelContext {
  extension: vscode.Uri;
  service: Service;
  activity: Activity;
  log: vscode.LogOutputChannel;
  measurements: Measurements;
}

export class CapacityPanel {
  readonly #pages: Pages;

  constructor(
    readonly view: vscode.WebviewPanel,
    private readonly context: PanelContext,
  ) {
    const { extension } = context;
    view.title = 'Perceptron Capacity';
    const icon = (name: string) => vscode.Uri.joinPath(extension, 'media', name);
    view.iconPath = { light: icon('panel-light.svg'), dark: icon('panel-dark.svg') };
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    this.#pages = new Pages(view.webview, capacityMessages.ready, (connection) => this.#serve(connection));
    view.onDidDispose(() => this.#pages.dispose());
    view.webview.html = panelHtml(view.webview, extension, 'capacity');
  }

  #serve(connection: MessageConnection): void {
    const { service, activity, measurements, log } = this.context;
    // A page that is gone waits for nothing; what is measured goes on, for whoever comes back to it.
    const gone = new AbortController();
    connection.onDispose(() => gone.abort());
    const answer = <Request, Answer>(message: string, act: (request: Request) => Promise<Answer>): void => {
      connection.onRequest(message, async (request: Request) => {
        try {
          return await act(request);
        } catch (error) {
          return responseError(error);
        }
      });
    };
    const answerLong = <Request, Answer>(
      message: string,
      act: (request: Request, options: CallOptions & { signal: AbortSignal }) => Promise<Answer>,
    ): void => {
      connection.onRequest(message, async ({ token, request }: LongRequest<Request>, cancel: CancellationToken) => {
        const cancelled = new AbortController();
        cancel.onCancellationRequested(() => cancelled.abort());
        try {
          return await act(request, {
            signal:
              message === capacityMessages.measure
                ? cancelled.signal
                : AbortSignal.any([cancelled.signal, gone.signal]),
            onProgress: (progress) => {
              const report: ProgressReport = { token, ...progress };
              void connection.sendNotification(capacityMessages.progress, report);
            },
          });
        } catch (error) {
          return responseError(error);
        }
      });
    };
    const tracked = <Request, Answer>(act: (request: Request, options: CallOptions) => Promise<Answer>) => {
      return (request: Request, options: CallOptions) => activity.track(act(request, options), () => undefined);
    };
    answer(capacityMessages.ready, async (): Promise<CapacitySetup> => ({
      method: describeMethod(methodById(measuredMethod)),
      ...(await measurements.known()),
    }));
    answerLong(capacityMessages.count, tracked(service.countLabelings));
    answerLong(capacityMessages.separate, tracked(service.separate));
    answerLong(capacityMessages.solve, tracked(service.solveWithHiddenLayer));
    answerLong(capacityMessages.measure, measurements.measure);
    answer(capacityMessages.openPoints, () => openPoints(service));
    answer(capacityMessages.save, (request: unknown) => save(parseSave(request)));
    answer(capacityMessages.copy, async (text: unknown) => {
      await vscode.env.clipboard.writeText(String(text));
      return null;
    });
    connection.onError(([error]) => log.error(error));
  }
}

async function save({ kind, name, bytes }: SaveRequest): Promise<string> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: kind === 'csv' ? { Table: ['csv'] } : { Picture: ['png'] },
  });
  if (!uri) return '';
  await vscode.workspace.fs.writeFile(uri, bytes);
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}

function parseSave(value: unknown): SaveRequest {
  const { kind, name, bytes } = (value ?? {}) as Partial<SaveRequest>;
  if ((kind === 'csv' || kind === 'png') && typeof name === 'string' && bytes instanceof Uint8Array)
    return { kind, name, bytes };
  throw new ArgumentError('The panel asked for an export that does not exist; the kinds are csv and png.');
}
