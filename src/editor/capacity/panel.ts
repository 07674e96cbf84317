/** The capacity panel on screen: a webview, and the answers to what its page asks. What is measured and kept is `measure.ts`' business. */
import * as vscode from 'vscode';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { methodById } from '../../methods';
import { describeMethod } from '../../methods/method';
import { capacityMessages, measuredMethod, type CapacitySetup } from '../../shared/capacity/panel';
import type { CallOptions, Service } from '../../shared/requests';
import type { Activity } from '../activity';
import { PageAnswers, copyText, saveFile } from '../pageAnswers';
import { Pages } from '../explain/wire';
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
    const answers = new PageAnswers(connection, capacityMessages.progress, log);
    const tracked = <Request, Answer>(act: (request: Request, options: CallOptions) => Promise<Answer>) => {
      return (request: Request, options: CallOptions) => activity.track(act(request, options), () => undefined);
    };
    answers.short(capacityMessages.ready, async (): Promise<CapacitySetup> => ({
      method: describeMethod(methodById(measuredMethod)),
      ...(await measurements.known()),
    }));
    answers.long(capacityMessages.count, tracked(service.countLabelings));
    answers.long(capacityMessages.separate, tracked(service.separate));
    answers.long(capacityMessages.solve, tracked(service.solveWithHiddenLayer));
    // What is measured goes on, for whoever comes back to it.
    answers.long(capacityMessages.measure, measurements.measure, { outlives: true });
    answers.short(capacityMessages.openPoints, () => openPoints(service));
    answers.short(capacityMessages.save, saveFile);
    answers.short(capacityMessages.copy, copyText);
  }
}
