/** One cloud on screen: a webview, and the answers to what its page asks. The run and its result are the session's. */
import * as vscode from 'vscode';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { methods } from '../../methods';
import {
  cloudMessages,
  type CloudData,
  type CloudChoices,
  type CloudExport,
  type CloudForm,
  type CloudLink,
  type CloudSetup,
  type SelectionRequest,
} from '../../shared/cloud/panel';
import type { Column, SamplesRequest, ThumbnailsRequest } from '../../shared/dataset';
import type { LayoutFrame, Steer } from '../../shared/embedding';
import type { Service } from '../../shared/requests';
import { warnOnce } from '../commands';
import { Pages, responseError } from '../explain/wire';
import { panelHtml, webviewFolder } from '../panelHtml';
import { readSettings } from '../settings';
import { readChoices } from './choices';
import { withChosen, type ChosenContext } from './chosen';
import { exportCloud } from './exports';
import type { CloudLinks } from './links';
import { cloudTitle } from './question';
import type { CloudSession } from './session';

export const viewType = 'netloupe.cloud';

export interface PanelContext extends Pick<ChosenContext, 'explain' | 'open'> {
  extension: vscode.Uri;
  service: Service;
  links: CloudLinks;
  log: vscode.LogOutputChannel;
}

export class CloudPanel {
  readonly #pages: Pages;
  /** Asked once for each, whatever comes and goes. */
  #data: Promise<CloudData> | undefined;
  #choices: Promise<CloudChoices> | undefined;
  #modelColumns: Promise<Column[]> | undefined;
  /** A page that still draws one gets the last of those that have come meanwhile. */
  #drawing = false;
  #next: LayoutFrame | undefined;

  constructor(
    readonly view: vscode.WebviewPanel,
    readonly session: CloudSession,
    private readonly context: PanelContext,
  ) {
    const { extension } = context;
    session.onShow = () => (view.title = cloudTitle(session.question));
    session.onShow();
    const icon = (name: string) => vscode.Uri.joinPath(extension, 'media', name);
    view.iconPath = { light: icon('panel-light.svg'), dark: icon('panel-dark.svg') };
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    this.#pages = new Pages(view.webview, cloudMessages.ready, (connection) => this.#serve(connection));
    session.onFrame = (frame) => this.#show(frame);
    session.onProgress = (progress) => this.#pages.notify(cloudMessages.progress, progress);
    view.onDidDispose(() => {
      session.cancel();
      this.#pages.dispose();
    });
    view.webview.html = panelHtml(view.webview, extension, 'cloud');
  }

  /** Shows what was chosen in another cloud. */
  link(link: CloudLink): void {
    this.#pages.notify(cloudMessages.link, link);
  }

  #show(frame: LayoutFrame): void {
    if (this.#drawing) this.#next = frame;
    else {
      this.#drawing = true;
      this.#pages.notify(cloudMessages.frame, frame);
    }
  }

  #taken(): void {
    this.#drawing = false;
    const next = this.#next;
    this.#next = undefined;
    if (next && this.session.isRunning) this.#show(next);
  }

  #serve(connection: MessageConnection): void {
    const { session, context } = this;
    const { service, log } = context;
    const { input } = session.question;
    this.#drawing = false;
    const answer = <Request, Answer>(message: string, act: (request: Request) => Promise<Answer>): void => {
      connection.onRequest(message, async (request: Request) => {
        try {
          return await act(request);
        } catch (error) {
          return responseError(error);
        }
      });
    };
    answer(cloudMessages.ready, () => Promise.resolve(this.#setup()));
    connection.onRequest(cloudMessages.settle, async (form: CloudForm | null, token: CancellationToken) => {
      token.onCancellationRequested(() => session.cancel());
      await session.settle(form ?? undefined);
      return this.#setup();
    });
    answer(cloudMessages.back, () => {
      session.back();
      return Promise.resolve(this.#setup());
    });
    answer(cloudMessages.choices, () => (this.#choices ??= readChoices(service, session.question)));
    answer(cloudMessages.data, () => this.#readData());
    answer(cloudMessages.modelColumns, () => this.#askModel());
    answer(cloudMessages.thumbnails, (request: Omit<ThumbnailsRequest, 'data'>) =>
      service.thumbnails({ ...request, data: input }),
    );
    answer(cloudMessages.samples, (request: Omit<SamplesRequest, 'data'>) =>
      service.readSamples({ ...request, data: input }),
    );
    answer(cloudMessages.selection, async (request: SelectionRequest) =>
      withChosen(request, {
        ...context,
        question: session.question,
        run: session.run,
        columns: await this.#columns(),
      }),
    );
    answer(cloudMessages.export, async (request: CloudExport) =>
      exportCloud(request, {
        question: session.question,
        result: session.result,
        columns: await this.#columns(),
        service,
      }),
    );
    connection.onNotification(cloudMessages.steer, (command: Steer) => session.steer(command));
    connection.onNotification(cloudMessages.link, (link: CloudLink) => context.links.tell(this, link));
    connection.onNotification(cloudMessages.frameTaken, () => this.#taken());
    connection.onError(([error]) => log.error(error));
  }

  #setup(): CloudSetup {
    const { question, asked, run, notKept, result, hasEarlier, isRunning, frame, paused, error } = this.session;
    const { input: _input, model: _model, ...form } = asked;
    const link = this.context.links.of(question);
    return {
      question,
      asked: form,
      hasEarlier,
      isRunning,
      title: cloudTitle(question),
      methodTitle: methods.find(({ id }) => id === question.method)?.title ?? question.method,
      ...(run && { run }),
      ...(notKept !== undefined && { notKept }),
      ...(result && { result }),
      ...(frame && { frame }),
      ...(paused && { paused }),
      ...(link && { link }),
      ...(error && { error }),
    };
  }

  #readData(): Promise<CloudData> {
    const { service } = this.context;
    const { input } = this.session.question;
    return (this.#data ??= (async () => {
      const description = await service.describeDataset(input);
      return { description, columns: await service.readColumns({ data: input }) };
    })());
  }

  #askModel(): Promise<Column[]> {
    const { model, input, device } = this.session.question;
    if (model === undefined) return Promise.resolve([]);
    const { memoryBudget } = readSettings();
    return (this.#modelColumns ??= (async () => {
      const { service, log } = this.context;
      const columns = await service.modelColumns({ model, data: input, device, memoryBudget }, {});
      const remark = columns.find((column) => column.remark !== undefined)?.remark;
      if (remark !== undefined) void warnOnce(log, `labels ${model} ${input}`, remark);
      return columns;
    })());
  }

  /** As far as they can be had: a map of rows that no classifier takes is exported without predictions. */
  async #columns(): Promise<Column[]> {
    const [data, model] = await Promise.allSettled([this.#readData(), this.#askModel()]);
    const own = data.status === 'fulfilled' ? data.value.columns : [];
    return [...own, ...(model.status === 'fulfilled' ? model.value : [])];
  }
}
