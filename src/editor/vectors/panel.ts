/** One vectors panel on screen: a webview, and the answers to what its page asks about the panel's source. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { ArgumentError } from '../../shared/errors';
import type { CallOptions, Service } from '../../shared/requests';
import {
  vectorsMessages,
  type AskRequest,
  type CompleteRequest,
  type PlaceRequest,
  type VectorsSetup,
  type VectorsState,
} from '../../shared/vectors/panel';
import type { VectorSource, VectorsService } from '../../shared/vectors/requests';
import type { Activity } from '../activity';
import { PageAnswers, copyText, saveFile } from '../pageAnswers';
import { Pages } from '../explain/wire';
import { hasExtension, modelExtensions, splitSpec } from '../fileTypes';
import { panelHtml, webviewFolder } from '../panelHtml';
import { chooseText } from './choose';

export const viewType = 'netloupe.vectors';

export interface VectorsPanelContext {
  extension: vscode.Uri;
  service: Pick<Service, keyof VectorsService>;
  activity: Activity;
  log: vscode.LogOutputChannel;
}

export class VectorsPanel {
  readonly #pages: Pages;

  constructor(
    readonly view: vscode.WebviewPanel,
    public source: VectorSource,
    private readonly context: VectorsPanelContext,
  ) {
    const { extension } = context;
    view.title = titleOf(source);
    const icon = (name: string) => vscode.Uri.joinPath(extension, 'media', name);
    view.iconPath = { light: icon('panel-light.svg'), dark: icon('panel-dark.svg') };
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    this.#pages = new Pages(view.webview, vectorsMessages.ready, (connection) => this.#serve(connection));
    view.onDidDispose(() => this.#pages.dispose());
    view.webview.html = panelHtml(view.webview, extension, 'vectors');
  }

  #serve(connection: MessageConnection): void {
    const { service, activity, log } = this.context;
    const answers = new PageAnswers(connection, vectorsMessages.progress, log);
    const ask = <Request, Answer>(
      message: string,
      act: (request: Request & VectorSource, options: CallOptions) => Promise<Answer>,
    ): void =>
      answers.long(message, (request: Request, options) =>
        activity.track(act({ ...request, ...this.source }, options), () => undefined),
      );
    answers.short(vectorsMessages.ready, () => Promise.resolve(this.#setup()));
    ask<object, unknown>(vectorsMessages.describe, service.describeVectors);
    ask<AskRequest, unknown>(vectorsMessages.ask, service.vectorArithmetic);
    ask<PlaceRequest, unknown>(vectorsMessages.place, service.placeOnAxes);
    // Not shown as work: it comes with every key.
    answers.long(vectorsMessages.complete, (request: CompleteRequest, options) =>
      service.completeNames({ ...request, ...this.source }, options),
    );
    answers.long(vectorsMessages.score, (questions: string, options) =>
      activity.track(service.scoreAnalogies({ questions, ...this.source }, options), () => undefined),
    );
    answers.short(
      vectorsMessages.chooseQuestions,
      async () => (await chooseText('Questions: a b c d on a line')) ?? '',
    );
    answers.short(vectorsMessages.chooseNames, async () => {
      const names = await chooseText('A vocabulary: the name of a row on each line');
      if (names === undefined) return null;
      this.source = { ...this.source, names };
      return this.#setup();
    });
    answers.short(vectorsMessages.embed, async () => {
      await vscode.commands.executeCommand('netloupe.embed', { model: null, input: this.source.vectors });
      return null;
    });
    answers.short(vectorsMessages.save, saveFile);
    answers.short(vectorsMessages.copy, copyText);
  }

  #setup(): VectorsSetup {
    const { source } = this;
    const { file } = splitSpec(source.vectors);
    return { source, title: titleOf(source), ofModel: hasExtension(file, modelExtensions) };
  }
}

function titleOf({ vectors }: VectorSource): string {
  const { file, array } = splitSpec(vectors);
  return array === undefined ? basename(file) : `${basename(file)}#${array}`;
}

/** Throws ArgumentError for what was never kept by this panel. */
export function parseState(value: unknown): VectorsState {
  const source = (value as Partial<VectorsState> | undefined)?.source;
  if (typeof source?.vectors !== 'string')
    throw new ArgumentError('The vectors of an earlier window could not be restored; open them again.');
  const { vectors, names } = source;
  return { source: { vectors, ...(typeof names === 'string' && { names }) } };
}
